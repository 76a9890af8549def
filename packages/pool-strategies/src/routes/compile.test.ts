import { describe, expect, it } from "vitest";
import { smallGeography as geography } from "../../test/support/geography.js";
import { numberOf } from "../../test/support/numbers.js";
import { InvalidInputError, PolicyError } from "../errors.js";
import type { CustomRoute } from "../extensions.js";
import type { LocalPresenceStep, PoolNumber, RouteRules, TagRule, Tags } from "../types.js";
import { compileRoute } from "./compile.js";

const EVERY_STEP: readonly LocalPresenceStep[] = ["area-code", "overlay", "near", "region", "country", "any"];

function rulesOf(rules: Partial<RouteRules> = {}): RouteRules {
  return { tags: [], rules: [], localPresence: ["any"], tiers: false, ...rules };
}

function routeOf(rules: Partial<RouteRules>, numbers: readonly PoolNumber[] = []) {
  return compileRoute(rulesOf(rules), { geography, numbers });
}

function namesFor(
  rules: Partial<RouteRules>,
  numbers: readonly PoolNumber[],
  callee: string,
  tags?: Tags,
): readonly string[] {
  return routeOf(rules, numbers)
    .chainOf(callee, tags)
    .map(({ name }) => name);
}

describe("local presence", () => {
  it.each([
    ["415", ["ac:415", "overlay:415", "region:US-CA", "country:US", "code:+1", "any"]],
    ["917", ["ac:917", "overlay:212", "overlay:718", "region:US-NY", "country:US", "code:+1", "any"]],
    ["902", ["ac:902", "overlay:902", "region:CA-NS", "region:CA-PE", "country:CA", "code:+1", "any"]],
    ["299", ["ac:299", "country:+1", "code:+1", "any"]],
    ["800", ["any"]],
  ])("puts a number of %s into a bucket of each step", (areaCode, names) => {
    const number = numberOf(areaCode, 1);
    expect(routeOf({ localPresence: EVERY_STEP }, [number]).bucketsOf(number)).toEqual(names);
  });

  it.each([
    ["+14155550123", "ac:415 overlay:415 overlay:510 region:US-CA country:US country:+1 any"],
    ["+19175550123", "ac:917 overlay:212 overlay:718 region:US-NY country:US country:+1 any"],
    ["+12995550123", "ac:299 code:+1 any"],
    ["+18005550123", "any"],
    ["+442079460123", "ac:+4420 country:GB country:+44 any"],
    ["+441615550123", "country:GB country:+44 any"],
    ["+9995550123", "code:+999 any"],
  ])("tries for %s the closest first", (callee, names) => {
    const pool = [numberOf("510", 1), numberOf("800", 1)];
    expect(namesFor({ localPresence: EVERY_STEP }, pool, callee)).toEqual(names.split(" "));
  });

  it("says of each link which step it belongs to", () => {
    const route = routeOf({ localPresence: EVERY_STEP }, [numberOf("213", 1)]);
    expect(route.chainOf("+14155550123", undefined).map(({ step }) => step)).toEqual([
      "area-code",
      "overlay",
      "near",
      "region",
      "country",
      "country",
      "any",
    ]);
  });

  it("leaves out near areas without a number and keeps the nearest first", () => {
    const pool = [numberOf("213", 1), numberOf("510", 1)];
    expect(namesFor({ localPresence: ["near"] }, pool, "+16285550123")).toEqual([
      "overlay:510",
      "overlay:213",
    ]);
  });

  it("uses the steps in the order given", () => {
    expect(namesFor({ localPresence: ["region", "area-code"] }, [], "+14155550123")).toEqual([
      "region:US-CA",
      "ac:415",
    ]);
  });

  it("lets a number of unknown area code serve every country of its calling code, and be served by any of them", () => {
    const unknown = numberOf("299", 1);
    const route = routeOf({ localPresence: ["country"] }, [unknown, numberOf("415", 1), numberOf("902", 1)]);
    const servedBy = (callee: string) => route.chainOf(callee, undefined).map(({ name }) => name);
    expect(route.bucketsOf(unknown)).toContain(servedBy("+14155550123")[1]);
    expect(route.bucketsOf(unknown)).toContain(servedBy("+19025550123")[1]);
    for (const areaCode of ["299", "415", "902"])
      expect(route.bucketsOf(numberOf(areaCode, 1))).toContain(servedBy("+12995550123")[0]);
  });

  it("asks for a geography where a step needs one", () => {
    const compile = (localPresence: readonly LocalPresenceStep[]) =>
      compileRoute(rulesOf({ localPresence }), { numbers: [] });
    expect(() => compile(["any", "near"])).toThrow(PolicyError);
    expect(() => compile(["any", "near"])).toThrow(
      /route\.localPresence\.1: The step "near".*@dialpool\/pool-strategies\/geo/,
    );
    expect(compile(["any"]).chainOf("+14155550123", {})).toEqual([{ name: "any", step: "any" }]);
    expect(compile(["any"]).placeOf("+14155550123")).toEqual({});
  });
});

describe("tags", () => {
  const brand: TagRule = { key: "brand", match: "any" };

  it("try all of a call's values at one step before the next", () => {
    const rules = { tags: [brand], localPresence: ["area-code", "any"] } as const;
    expect(namesFor(rules, [], "+14155550123", { brand: ["zeta", "acme"] })).toEqual([
      "brand=zeta/ac:415",
      "brand=acme/ac:415",
      "brand=zeta/any",
      "brand=acme/any",
    ]);
  });

  it("serve a call without a value only by numbers without one", () => {
    const number = numberOf("415", 1);
    expect(namesFor({ tags: [brand] }, [], "+14155550123", {})).toEqual(["brand=-/any"]);
    expect(routeOf({ tags: [brand] }, [number]).bucketsOf(number)).toEqual(["brand=-/any"]);
  });

  it.each<[TagRule["match"], string[], boolean]>([
    ["any", ["acme"], true],
    ["any", ["acme", "other"], true],
    ["any", ["other"], false],
    ["all", ["acme"], true],
    ["all", ["acme", "zeta"], true],
    ["all", ["acme", "other"], false],
    ["none", ["acme"], false],
    ["none", ["acme", "other"], false],
    ["none", ["other"], true],
  ])("leave a number of acme and zeta in or out: %s of %j", (match, values, isIn) => {
    const number = numberOf("415", 1, { tags: { brand: ["acme", "zeta"] } });
    const route = routeOf({ tags: [{ key: "brand", match, values }] }, [number]);
    expect(route.bucketsOf(number)).toEqual(isIn ? ["any"] : []);
    expect([...route.leftOut]).toEqual(isIn ? [] : [number.slug]);
    expect(route.chainOf("+14155550123", { brand: "whatever" })).toEqual([{ name: "any", step: "any" }]);
  });

  it("of numbers that are left out make no values for none", () => {
    const tags: TagRule[] = [
      { key: "use", match: "any", values: ["sales"] },
      { key: "brand", match: "none" },
    ];
    const pool = [
      numberOf("415", 1, { tags: { use: "sales", brand: "acme" } }),
      numberOf("415", 2, { tags: { use: "care", brand: "zeta" } }),
    ];
    expect(namesFor({ tags }, pool, "+14155550123", { brand: "acme" })).toEqual(["brand!=acme/any"]);
    expect(namesFor({ tags }, pool, "+14155550123", { brand: "zeta" })).toEqual(["brand=*/any"]);
  });
});

describe("prefix rules", () => {
  const numbers = [
    numberOf("415", 1, { tags: { region: ["west", "south"] } }),
    numberOf("415", 2, { tags: { region: "east", brand: "acme" } }),
    numberOf("212", 3),
  ];

  it.each<[Partial<RouteRules["rules"][number]>, readonly string[]]>([
    [{ numbers: ["+14155550101"] }, ["415-01"]],
    [{ numbers: ["212-03", "415-01"] }, ["415-01", "212-03"]],
    [{ tags: { region: "west" } }, ["415-01"]],
    [{ tags: { region: ["east", "south"] } }, ["415-01", "415-02"]],
    [{ tags: { region: ["east", "south"], brand: "acme" } }, ["415-02"]],
    [{ numbers: ["212-03"], tags: { brand: "acme" } }, ["415-02", "212-03"]],
    [{ tags: { region: "" } }, []],
    [{ numbers: [] }, []],
  ])("of %j fit the numbers %j", (rule, slugs) => {
    const route = routeOf({ rules: [{ prefix: "+44", otherwise: "continue", ...rule }] }, numbers);
    const fitting = numbers.filter((number) => route.bucketsOf(number).includes("rule:+44"));
    expect(fitting.map(({ slug }) => slug)).toEqual(slugs);
  });

  it("with the longest prefix come first, then the rest of the route", () => {
    const rules: RouteRules["rules"] = [
      { prefix: "+44", numbers: [], otherwise: "continue" },
      { prefix: "+4420", numbers: [], otherwise: "refuse" },
      { prefix: "+442", numbers: [], otherwise: "continue" },
    ];
    const route = routeOf({ rules }, numbers);
    expect(route.chainOf("+442079460123", undefined)).toEqual([{ name: "rule:+4420", step: "rule" }]);
    expect(route.chainOf("+442179460123", undefined)).toEqual([
      { name: "rule:+442", step: "rule" },
      { name: "any", step: "any" },
    ]);
    expect(route.chainOf("+14155550123", undefined)).toEqual([{ name: "any", step: "any" }]);
  });

  it("stay within the call's tags", () => {
    const tags: TagRule[] = [{ key: "brand", match: "any" }];
    const rules: RouteRules["rules"] = [{ prefix: "+1", numbers: ["415-02"], otherwise: "refuse" }];
    expect(namesFor({ tags, rules }, numbers, "+14155550123", {})).toEqual(["brand=-/rule:+1"]);
  });
});

describe("tiers", () => {
  it("are tried one after the other within each link, as far as they exist", () => {
    const pool = [
      numberOf("415", 1, { tier: 3 }),
      numberOf("415", 2),
      numberOf("212", 3, { tier: 2 }),
      numberOf("212", 4, { tier: 10 }),
    ];
    const rules = { tiers: true, localPresence: ["area-code", "region", "any"] } as const;
    expect(namesFor(rules, pool, "+14155550123")).toEqual([
      "ac:415/tier:1",
      "ac:415/tier:3",
      "region:US-CA/tier:1",
      "region:US-CA/tier:3",
      "any/tier:1",
      "any/tier:2",
      "any/tier:3",
      "any/tier:10",
    ]);
    expect(namesFor(rules, pool, "+15105550123")[0]).toBe("ac:510");
  });
});

describe("a custom route", () => {
  const evenOrOdd: CustomRoute = {
    bucketsOf: ({ number }) => [Number(number.at(-1)) % 2 === 0 ? "even" : "odd/all"],
    chainOf: ({ callee, place }) => [
      Number(callee.at(-1)) % 2 === 0 ? "even" : "odd/all",
      place.country ?? "?",
      "even",
    ],
  };
  const compile = (rules: Partial<RouteRules>, custom = evenOrOdd, numbers = [numberOf("415", 1)]) =>
    compileRoute(rulesOf(rules), { numbers, geography, extensions: { routes: { custom } } });

  it("takes the place of rules and local presence, within the tags", () => {
    const route = compile({ custom: "custom", tags: [{ key: "brand", match: "any" }] });
    expect(route.bucketsOf(numberOf("415", 1))).toEqual(["brand=-/odd%2Fall"]);
    expect(route.chainOf("+14155550124", { brand: "acme" })).toEqual([
      { name: "brand=acme/even", step: "custom" },
      { name: "brand=acme/US", step: "custom" },
    ]);
  });

  it("is asked once for each number of a load", () => {
    const asked: string[] = [];
    const bucketsOf = ({ slug }: PoolNumber) => [asked.push(slug) > 0 ? "all" : ""];
    const number = numberOf("415", 1);
    const route = compile({ custom: "custom" }, { ...evenOrOdd, bucketsOf }, [number]);
    expect(route.bucketsOf(number)).toEqual(["all"]);
    expect(asked).toEqual([number.slug]);
  });

  it("must be registered", () => {
    expect(() => compile({ custom: "constructor" })).toThrow(
      'route.custom: "constructor" is not registered. Registered: custom.',
    );
    expect(() => compileRoute(rulesOf({ custom: "mine" }), { numbers: [] })).toThrow(
      'route.custom: "mine" is not registered. Pass it in `extensions`.',
    );
  });

  it("answers 64 names at most", () => {
    const many = () => Array.from({ length: 65 }, (_, index) => `${index}`);
    expect(() => compile({ custom: "custom" }, { ...evenOrOdd, bucketsOf: many })).toThrow(PolicyError);
    const route = compile({ custom: "custom" }, { ...evenOrOdd, chainOf: many });
    expect(() => route.chainOf("+14155550123", {})).toThrow(PolicyError);
  });
});

describe("bounds", () => {
  const brand: TagRule = { key: "brand", match: "any" };
  const valuesOf = (count: number) => Array.from({ length: count }, (_, index) => `value-${index}`);

  it("hold for the buckets of a number", () => {
    const rules = { tags: [brand], localPresence: ["area-code", "any"] } as const;
    const enough = numberOf("415", 1, { tags: { brand: valuesOf(32) } });
    expect(routeOf(rules, [enough]).bucketsOf(enough)).toHaveLength(64);
    const tooMany = numberOf("415", 1, { tags: { brand: valuesOf(33) } });
    expect(() => routeOf(rules, [tooMany])).toThrow(PolicyError);
    expect(() => routeOf(rules, [tooMany])).toThrow(
      /^The policy is not valid\. route: .*"415-01".*64 buckets/,
    );
  });

  it.each<[TagRule["match"], number]>([
    ["all", 7],
    ["any", 100_000],
  ])("hold for %s with %i values, without making all combinations first", (match, count) => {
    const tags = { brand: valuesOf(count), use: valuesOf(count) };
    const number = numberOf("415", 1, { tags });
    const rules = {
      tags: [
        { key: "brand", match },
        { key: "use", match },
      ],
    };
    expect(() => routeOf(rules, [number])).toThrow(PolicyError);
  });

  it("hold for the links of a call", () => {
    const rules = { tags: [brand], localPresence: ["area-code", "any"] } as const;
    const route = routeOf(rules);
    expect(route.chainOf("+14155550123", { brand: valuesOf(32) })).toHaveLength(64);
    expect(() => route.chainOf("+14155550123", { brand: valuesOf(33) })).toThrow(InvalidInputError);
    expect(() => route.chainOf("+14155550123", { brand: valuesOf(100_000) })).toThrow(/^tags: /);
  });

  it("cut near areas short first", () => {
    const pool = valuesOf(30).flatMap((value) => [
      numberOf("510", 1, { slug: `a-${value}`, tags: { brand: value } }),
      numberOf("213", 1, { slug: `b-${value}`, tags: { brand: value } }),
    ]);
    const rules = { tags: [brand], localPresence: ["near", "any"] } as const;
    const chain = routeOf(rules, pool).chainOf("+14155550123", { brand: valuesOf(30) });
    expect(chain).toHaveLength(64);
    expect(chain.filter(({ step }) => step === "any")).toHaveLength(30);
    expect(chain.slice(30, 34).map(({ name }) => name)).toEqual(
      valuesOf(4).map((value) => `brand=${value}/overlay:213`),
    );
  });

  it("hold for the values of a call under none", () => {
    const route = routeOf({ tags: [{ key: "brand", match: "none" }] });
    expect(() => route.chainOf("+14155550123", { brand: ["a", "b"] })).toThrow(
      'tags.brand: The policy matches this tag with "none": give one value at most.',
    );
  });
});

describe("what is remembered", () => {
  const rules = { tags: [{ key: "brand", match: "any" }], localPresence: ["area-code"] } as const;

  it("is one array for calls alike, and for numbers alike", () => {
    const [one, two, other] = [numberOf("415", 1), numberOf("415", 2), numberOf("212", 3)];
    const route = routeOf(rules, [one, two, other]);
    expect(route.chainOf("+14155550123", { brand: "acme" })).toBe(
      route.chainOf("+14155550124", { brand: "acme", unused: "x" }),
    );
    expect(route.bucketsOf(one)).toBe(route.bucketsOf(two));
    expect(route.bucketsOf(one)).not.toBe(route.bucketsOf(other));
  });

  it.each<[Tags, Tags]>([
    [{ brand: "a" }, { brand: ["a", "b"] }],
    [{ brand: ["a", "b"] }, { brand: ["b", "a"] }],
    [{ brand: ["ab"] }, { brand: ["a", "b"] }],
    [{ brand: "1:a" }, { brand: ["a"] }],
    [{ brand: "a;1:b" }, { brand: ["a", "b"] }],
    [{}, { brand: "-" }],
  ])("never confuses %j with %j", (a, b) => {
    const route = routeOf(rules);
    expect(route.chainOf("+14155550123", a)).not.toEqual(route.chainOf("+14155550123", b));
  });

  it("is forgotten when there is too much of it, and made again", () => {
    const route = routeOf(rules);
    const first = route.chainOf("+14155550123", { brand: "first" });
    for (let index = 0; index < 10_000; index++) route.chainOf("+14155550123", { brand: `${index}` });
    const again = route.chainOf("+14155550123", { brand: "first" });
    expect(again).not.toBe(first);
    expect(again).toEqual(first);
  });
});
