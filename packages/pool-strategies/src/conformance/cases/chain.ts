import type { E164, PoolNumber, RouteRules, Tags } from "../../types.js";
import type { Case, Topic } from "../case.js";
import { calleeOf, numberOf, numbersOf } from "../fixtures.js";

/** A route, numbers, a call, and the links it then tries; `=slug` marks the one that gives that number. */
interface RouteRow {
  readonly sentence: string;
  readonly route: Partial<RouteRules>;
  readonly numbers: readonly PoolNumber[];
  readonly callee?: E164;
  readonly tags?: Tags;
  readonly links: readonly string[];
}

const ALL_STEPS = ["area-code", "overlay", "near", "region", "country", "any"] as const;
const SF = calleeOf("415");
const any = { match: "any" } as const;
const all = { match: "all" } as const;
const none = { match: "none" } as const;
const acme = { tags: { brand: "acme" } };
const zeta = { tags: { brand: "zeta" } };
const both = { tags: { brand: ["zeta", "acme"] } };

const ROWS: readonly RouteRow[] = [
  {
    sentence: "a call tries its own area code first",
    route: { localPresence: ALL_STEPS },
    numbers: [numberOf("a", { areaCode: "212" }), numberOf("b")],
    links: ["area-code ac:415 =b"],
  },
  {
    sentence: "then codes of the same territory",
    route: { localPresence: ALL_STEPS },
    numbers: [numberOf("a", { areaCode: "510" }), numberOf("b", { areaCode: "628" })],
    links: ["area-code ac:415", "overlay overlay:415 =b"],
  },
  {
    sentence: "then the territories nearby, nearest first, those without a number unmentioned",
    route: { localPresence: ALL_STEPS },
    numbers: [numberOf("a", { areaCode: "213" }), numberOf("b", { areaCode: "212" })],
    links: ["area-code ac:415", "overlay overlay:415", "near overlay:213 =a"],
  },
  {
    sentence: "then the state",
    route: { localPresence: ["area-code", "region", "any"] },
    numbers: [numberOf("a", { areaCode: "212" }), numberOf("b", { areaCode: "213" })],
    links: ["area-code ac:415", "region region:US-CA =b"],
  },
  {
    sentence: "then the country, then numbers of the calling code whose country is not known",
    route: { localPresence: ["area-code", "country"] },
    numbers: [numberOf("a", { areaCode: "604" }), numberOf("b", { areaCode: "989" })],
    links: ["area-code ac:415", "country country:US", "country country:+1 =b"],
  },
  {
    sentence: "then any",
    route: { localPresence: ALL_STEPS },
    numbers: [numberOf("a", { areaCode: "604" })],
    links: [
      "area-code ac:415",
      "overlay overlay:415",
      "region region:US-CA",
      "country country:US",
      "country country:+1",
      "any any =a",
    ],
  },
  {
    sentence: "steps are tried in the order given, and what is left out is no match",
    route: { localPresence: ["country", "area-code"] },
    numbers: [numberOf("a", { areaCode: "604" })],
    links: ["country country:US", "country country:+1", "area-code ac:415"],
  },
  {
    sentence: "a callee of unknown area code tries all numbers of its calling code",
    route: { localPresence: ["area-code", "overlay", "region", "country", "any"] },
    numbers: [numberOf("a", { areaCode: "604" })],
    callee: "+19895550150",
    links: ["area-code ac:989", "country code:+1 =a"],
  },
  {
    sentence: "an area code in no table still matches its own",
    route: { localPresence: ["area-code"] },
    numbers: [numberOf("a", { areaCode: "989" })],
    callee: "+19895550150",
    links: ["area-code ac:989 =a"],
  },
  {
    sentence: "a callee that is nowhere tries any alone, and a number that is nowhere is in any alone",
    route: { localPresence: ALL_STEPS },
    numbers: [numberOf("a", { areaCode: "800" })],
    callee: "+18005550150",
    links: ["any any =a"],
  },
  {
    sentence: "a toll-free number is nobody's neighbour",
    route: { localPresence: ["area-code", "overlay", "near", "region", "country"] },
    numbers: [numberOf("a", { areaCode: "800" })],
    callee: "+18005550150",
    links: [],
  },
  {
    sentence: "a code of two territories tries both",
    route: { localPresence: ["overlay"] },
    numbers: numbersOf("a", { areaCode: "415" }),
    callee: calleeOf("917"),
    links: ["overlay overlay:212", "overlay overlay:718"],
  },
  {
    sentence: "a code of two regions tries both",
    route: { localPresence: ["region"] },
    numbers: numbersOf("a", { areaCode: "867" }),
    callee: calleeOf("867"),
    links: ["region region:CA-NT =a"],
  },
  {
    sentence: "elsewhere the prefix is the area code, and numbers of the country follow",
    route: { localPresence: ["area-code", "country"] },
    numbers: [numberOf("a", { number: "+441632960101" }), numberOf("b")],
    callee: "+442079460150",
    links: ["area-code ac:+4420", "country country:GB", "country country:+44 =a"],
  },
  {
    sentence: "any: a call is served by numbers that have one of its values, in the order of the call",
    route: { tags: [{ key: "brand", ...any }] },
    numbers: [numberOf("a", acme), numberOf("b", zeta), numberOf("c")],
    tags: { brand: ["zeta", "acme"] },
    links: ["any brand=zeta/any =b"],
  },
  {
    sentence: "any: a call without a value is served by numbers without one",
    route: { tags: [{ key: "brand", ...any }] },
    numbers: [numberOf("a", acme), numberOf("b", { tags: { brand: "" } })],
    tags: { campaign: "spring" },
    links: ["any brand=-/any =b"],
  },
  {
    sentence: "any: a value that no number has is no match",
    route: { tags: [{ key: "brand", ...any }] },
    numbers: [numberOf("a", acme), numberOf("b")],
    tags: { brand: "other" },
    links: ["any brand=other/any"],
  },
  {
    sentence: "all: a number serves that has every value of the call",
    route: { tags: [{ key: "brand", ...all }] },
    numbers: [numberOf("a", acme), numberOf("b", both), numberOf("c", zeta)],
    tags: { brand: ["zeta", "acme"] },
    links: ["any brand=acme+zeta/any =b"],
  },
  {
    sentence: "all: a call without a value is served by every number",
    route: { tags: [{ key: "brand", ...all }] },
    numbers: [numberOf("a", acme), numberOf("b")],
    links: ["any brand=*/any =a"],
  },
  {
    sentence: "none: a number serves that has not the value of the call",
    route: { tags: [{ key: "brand", ...none }] },
    numbers: [numberOf("a", acme), numberOf("b", both), numberOf("c", zeta)],
    tags: { brand: "acme" },
    links: ["any brand!=acme/any =c"],
  },
  {
    sentence: "none: a value that no number has, or none, is served by every number",
    route: { tags: [{ key: "brand", ...none }] },
    numbers: [numberOf("a", acme)],
    tags: { brand: "other" },
    links: ["any brand=*/any =a"],
  },
  {
    sentence: "a rule with values of its own compares numbers with these, and makes no part of a name",
    route: {
      tags: [
        { key: "brand", ...any, values: ["acme"] },
        { key: "line", ...none, values: ["old"] },
        { key: "brand", ...all, values: ["acme", "zeta"] },
      ],
    },
    numbers: [
      numberOf("a", acme),
      numberOf("b", { tags: { brand: ["acme", "zeta"], line: "old" } }),
      numberOf("c", both),
    ],
    tags: { brand: "other" },
    links: ["any any =c"],
  },
  {
    sentence:
      "all combinations of values are tried at one step before the next, the first rule's varying slowest",
    route: {
      tags: [
        { key: "brand", ...any },
        { key: "line", ...any },
      ],
      localPresence: ["area-code", "any"],
    },
    numbers: [numberOf("a", { areaCode: "212", tags: { brand: "acme", line: "y" } })],
    tags: { brand: ["zeta", "acme"], line: ["x", "y"] },
    links: [
      "area-code brand=zeta/line=x/ac:415",
      "area-code brand=zeta/line=y/ac:415",
      "area-code brand=acme/line=x/ac:415",
      "area-code brand=acme/line=y/ac:415",
      "any brand=zeta/line=x/any",
      "any brand=zeta/line=y/any",
      "any brand=acme/line=x/any",
      "any brand=acme/line=y/any =a",
    ],
  },
  {
    sentence: "different values never share a name",
    route: { tags: [{ key: "brand", ...any }] },
    numbers: [numberOf("a", { tags: { brand: "x/any" } })],
    tags: { brand: ["-", "x", "x/any"] },
    links: ["any brand=%2D/any", "any brand=x/any", "any brand=x%2Fany/any =a"],
  },
  {
    sentence: "the longest prefix rule that fits comes before local presence",
    route: {
      rules: [
        { prefix: "+1", numbers: ["a"], otherwise: "continue" },
        { prefix: "+1415", numbers: ["+14155550148"], otherwise: "continue" },
      ],
    },
    numbers: numbersOf("a b"),
    links: ["rule rule:+1415 =b"],
  },
  {
    sentence: "a rule's number fits if it is listed or has one of the values of each key",
    route: {
      rules: [
        { prefix: "+1", numbers: ["z"], tags: { brand: ["acme", "x"], line: "new" }, otherwise: "continue" },
      ],
    },
    numbers: [numberOf("a", acme), numberOf("b", { tags: { brand: "acme", line: ["new", "old"] } })],
    links: ["rule rule:+1 =b"],
  },
  {
    sentence: "a rule that no number fits goes on with the rest of the route",
    route: { rules: [{ prefix: "+1415", numbers: ["z"], otherwise: "continue" }] },
    numbers: numbersOf("a"),
    links: ["rule rule:+1415", "any any =a"],
  },
  {
    sentence: "or refuses, where it says so",
    route: { rules: [{ prefix: "+1415", numbers: ["z"], otherwise: "refuse" }] },
    numbers: numbersOf("a"),
    links: ["rule rule:+1415"],
  },
  {
    sentence: "a callee that no prefix fits is not concerned by rules",
    route: { rules: [{ prefix: "+44", numbers: ["b"], otherwise: "refuse" }] },
    numbers: numbersOf("a b"),
    links: ["any any =a"],
  },
  {
    sentence: "tags hold inside rules as well",
    route: {
      tags: [{ key: "brand", ...any }],
      rules: [{ prefix: "+1", numbers: ["a", "b"], otherwise: "continue" }],
    },
    numbers: [numberOf("a"), numberOf("b", acme)],
    tags: { brand: "acme" },
    links: ["rule brand=acme/rule:+1 =b"],
  },
  {
    sentence: "tiers are tried within each link, by rising number, those without a number unmentioned",
    route: { tiers: true, localPresence: ["area-code", "any"] },
    numbers: [
      numberOf("a", { tier: 3, limits: { maxCallsPerDay: 0 } }),
      numberOf("b", { tier: 8, limits: { maxCallsPerDay: 0 } }),
      numberOf("c", { areaCode: "212", limits: { maxCallsPerDay: 0 } }),
      numberOf("d", { areaCode: "212", tier: 3 }),
    ],
    links: ["area-code ac:415/tier:3", "area-code ac:415/tier:8", "any any/tier:1", "any any/tier:3 =d"],
  },
  {
    sentence: "a link without a number in any tier is named once",
    route: { tiers: true, localPresence: ["area-code", "any"] },
    numbers: [numberOf("a", { areaCode: "212", tier: 2 })],
    links: ["area-code ac:415", "any any/tier:2 =a"],
  },
  {
    sentence: "a registered route takes the place of rules and local presence; tags and tiers hold around it",
    route: {
      custom: "last-digit",
      tags: [{ key: "brand", ...any }],
      tiers: true,
      rules: [{ prefix: "+1", numbers: ["a"], otherwise: "refuse" }],
    },
    numbers: [numberOf("a"), numberOf("b", { number: "+14155550107", tier: 2, ...acme })],
    callee: calleeOf("212", 57),
    tags: { brand: "acme" },
    links: ["custom brand=acme/digit:7/tier:2 =b"],
  },
];

function caseOf({ sentence, route, numbers, callee = SF, tags, links }: RouteRow): Case {
  return {
    sentence,
    run: async (desk, expect) => {
      await desk.load(numbers, { route });
      const selection = await desk.acquire(callee, tags === undefined ? {} : { tags });
      const { skipped, step, link } = selection.reasons;
      const seen = skipped.map((each) => `${each.step} ${each.link}`);
      if (selection.ok) seen.push(`${step} ${link} =${selection.lease.slug}`);
      else expect(selection.code).toEqual("no_match");
      expect(seen).toEqual(links);
    },
  };
}

export const chainCases: Topic = {
  name: "the chain",
  cases: [
    ...ROWS.map(caseOf),
    {
      sentence: "a full link falls through to the next, and says how many numbers it holds",
      run: async (desk, expect) => {
        const route = { localPresence: ["area-code", "overlay", "any"] as const };
        await desk.load([...numbersOf("a b"), numberOf("c", { areaCode: "212" })], {
          route,
          limits: { maxCallsPerDay: 1 },
        });
        await desk.lease(SF);
        await desk.lease(SF);
        expect((await desk.acquire(calleeOf("628"))).reasons).toEqual({
          affinity: "none",
          order: "round-robin",
          link: "any",
          step: "any",
          skipped: [
            { link: "ac:628", step: "area-code", reason: "no_number", size: 0 },
            { link: "overlay:415", step: "overlay", reason: "all_at_limit", size: 2 },
          ],
        });
      },
    },
    {
      sentence: "no_match does not say when to come back",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { route: { localPresence: ["area-code"] } });
        expect(await desk.acquire(calleeOf("212"))).toEqual({
          ok: false,
          code: "no_match",
          reasons: {
            affinity: "none",
            order: "round-robin",
            skipped: [{ link: "ac:212", step: "area-code", reason: "no_number", size: 0 }],
          },
        });
      },
    },
  ],
};
