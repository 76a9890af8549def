import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AREA_CODES, smallGeography as geography } from "../../test/support/geography.js";
import { numberOf } from "../../test/support/numbers.js";
import { PolicyError } from "../errors.js";
import type {
  LinkStep,
  LocalPresenceStep,
  PoolNumber,
  PrefixRule,
  RouteRules,
  TagRule,
  Tags,
} from "../types.js";
import { compileRoute } from "./compile.js";
import { LOCAL_PRESENCE_STEPS } from "./local-presence.js";

const areaCode = fc.constantFrom(...AREA_CODES);
const text = fc.constantFrom("acme", "zeta", "-", "*", "a/b", "a", "b", "a+b", "a%2Fb", "");
const values = fc.oneof(text, fc.uniqueArray(text, { maxLength: 2 }));
const tags: fc.Arbitrary<Tags> = fc.record({ brand: values, region: values }, { requiredKeys: [] });
const pool = fc
  .array(fc.record({ areaCode, tags, tier: fc.integer({ min: 1, max: 8 }) }), { maxLength: 12 })
  .map((numbers) =>
    numbers.map(({ areaCode, ...attributes }, index) => numberOf(areaCode, index, attributes)),
  );
const callee = fc.oneof(
  areaCode.map((code) => `+1${code}5550123`),
  fc.constantFrom("+442079460123", "+441615550123", "+9995550123", "+447700900123"),
);

const tagRules: fc.Arbitrary<readonly TagRule[]> = fc.uniqueArray(
  fc.record(
    {
      key: fc.constantFrom("brand", "region"),
      match: fc.constantFrom("any", "all", "none"),
      values: fc.uniqueArray(fc.constantFrom("acme", "zeta", "a/b"), { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: ["key", "match"] },
  ),
  { selector: ({ key, values }) => (values === undefined ? key : `${key} fixed`), maxLength: 3 },
);
const prefixes = fc.constantFrom("+1", "+14", "+1415", "+141555", "+4", "+44", "+4420", "+9", "+2");
const prefixRules: fc.Arbitrary<readonly PrefixRule[]> = fc.uniqueArray(
  fc.record(
    {
      prefix: prefixes,
      numbers: fc.array(fc.constantFrom("415-00", "+14155550101", "212-02", "nobody")),
      tags: tags.filter((wanted) => Object.keys(wanted).length > 0),
      otherwise: fc.constantFrom("continue", "refuse"),
    },
    { requiredKeys: ["prefix", "otherwise"] },
  ),
  { selector: ({ prefix }) => prefix, maxLength: 4 },
);
const steps = fc.uniqueArray(fc.constantFrom(...LOCAL_PRESENCE_STEPS), { minLength: 1 });
const policies: fc.Arbitrary<RouteRules> = fc.record({
  tags: tagRules,
  rules: prefixRules,
  localPresence: steps,
  tiers: fc.boolean(),
});
/** A call's tags that no rule refuses: under `none` it has one value at most. */
const single: fc.Arbitrary<Tags> = fc.record({ brand: text, region: text }, { requiredKeys: [] });

function valuesOf(own: Tags | undefined, key: string): readonly string[] {
  return [own?.[key] ?? []].flat().filter((value) => value !== "");
}

/** Whether number and call agree on a tag, said without buckets. */
function agrees({ key, match, values }: TagRule, number: PoolNumber, call: Tags): boolean {
  const own = valuesOf(number.tags, key);
  const wanted = values ?? valuesOf(call, key);
  if (match === "none") return !wanted.some((value) => own.includes(value));
  if (match === "all") return wanted.every((value) => own.includes(value));
  return wanted.length === 0 ? own.length === 0 : wanted.some((value) => own.includes(value));
}

/** Whether a number is local to a callee at a step, said without buckets. */
function isLocal(step: LocalPresenceStep, number: PoolNumber, to: string): boolean {
  const own = geography.locate(number.number);
  const place = geography.locate(to);
  const share = (a: readonly string[] = [], b: readonly string[] = []) => a.some((id) => b.includes(id));
  switch (step) {
    case "area-code":
      return own.areaCode !== undefined && own.areaCode === place.areaCode;
    case "overlay":
      return share(own.overlays, place.overlays);
    case "near":
      return share(
        own.overlays,
        geography.nearest?.(place).map(({ overlay }) => overlay),
      );
    case "region":
      return share(own.regions, place.regions);
    case "country": {
      if (own.country === undefined || place.country === undefined) return false;
      const isUnknown = own.country.startsWith("+") || place.country.startsWith("+");
      return isUnknown ? own.callingCode === place.callingCode : own.country === place.country;
    }
    default:
      return true;
  }
}

function fitsRule(rule: PrefixRule, { number, slug, tags: own }: PoolNumber): boolean {
  if (rule.numbers?.includes(number) || rule.numbers?.includes(slug)) return true;
  if (rule.tags === undefined) return false;
  return Object.keys(rule.tags).every((key) =>
    valuesOf(rule.tags, key).some((value) => valuesOf(own, key).includes(value)),
  );
}

/** The rule with the longest prefix, by looking at all of them. */
function longestPrefix(rules: readonly PrefixRule[], to: string): PrefixRule | undefined {
  return [...rules]
    .filter(({ prefix }) => to.startsWith(prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
}

/** Compiles, or gives up on the case where it makes too many buckets: several rules with `none` do. */
function compileOrSkip(rules: RouteRules, numbers: readonly PoolNumber[]) {
  try {
    return compileRoute(rules, { geography, numbers });
  } catch (error) {
    fc.pre(!(error instanceof PolicyError));
    throw error;
  }
}

/** Slugs of the numbers that each step of a chain may use, by way of the buckets. */
function slugsByStep(rules: RouteRules, numbers: readonly PoolNumber[], to: string, call: Tags) {
  const route = compileOrSkip(rules, numbers);
  const chain = route.chainOf(to, call);
  const byStep = new Map<LinkStep, Set<string>>();
  for (const { name, step } of chain) {
    const slugs = byStep.get(step) ?? new Set();
    byStep.set(step, slugs);
    for (const number of numbers) if (route.bucketsOf(number).includes(name)) slugs.add(number.slug);
  }
  return { route, chain, byStep };
}

describe("compileRoute", () => {
  it("lets each step of a call use exactly the numbers that are meant", () => {
    fc.assert(
      fc.property(policies, pool, callee, single, (rules, numbers, to, call) => {
        const { byStep } = slugsByStep(rules, numbers, to, call);
        const own = longestPrefix(rules.rules, to);
        const mayBeUsed = numbers.filter((number) => rules.tags.every((rule) => agrees(rule, number, call)));
        const expected = new Map<LinkStep, readonly PoolNumber[]>();
        if (own !== undefined)
          expected.set(
            "rule",
            mayBeUsed.filter((number) => fitsRule(own, number)),
          );
        for (const step of own?.otherwise === "refuse" ? [] : rules.localPresence)
          expected.set(
            step,
            mayBeUsed.filter((number) => isLocal(step, number, to)),
          );
        for (const [step, meant] of expected) {
          const slugs = meant.map(({ slug }) => slug);
          expect([...(byStep.get(step) ?? [])].sort(), step).toEqual(slugs.sort());
        }
        for (const step of byStep.keys()) expect([...expected.keys()]).toContain(step);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps a brand's numbers to calls of that brand", () => {
    const branded = policies.map(
      (rules): RouteRules => ({ ...rules, tags: [{ key: "brand", match: "any" }] }),
    );
    fc.assert(
      fc.property(branded, pool, callee, tags, (rules, numbers, to, call) => {
        const { byStep } = slugsByStep(rules, numbers, to, call);
        const brands = valuesOf(call, "brand");
        for (const { slug, tags: own } of numbers) {
          if (![...byStep.values()].some((slugs) => slugs.has(slug))) continue;
          const shared = valuesOf(own, "brand").filter((brand) => brands.includes(brand));
          expect(shared.length > 0 || valuesOf(own, "brand").length === brands.length).toBe(true);
        }
      }),
    );
  });

  it("never gives numbers of different brands a bucket in common", () => {
    const value = text.filter((brand) => brand !== "");
    fc.assert(
      fc.property(policies, value, value, areaCode, (rules, one, other, code) => {
        fc.pre(one !== other);
        const numbers = [one, other].map((brand, line) => numberOf(code, line, { tags: { brand } }));
        const tagged: RouteRules = { ...rules, tags: [{ key: "brand", match: "any" }] };
        const route = compileRoute(tagged, { geography, numbers });
        const [ofOne = [], ofOther = []] = numbers.map((number) => route.bucketsOf(number));
        expect(ofOne.filter((name) => ofOther.includes(name))).toEqual([]);
      }),
    );
  });

  it("keeps numbers that are nowhere out of everything but rules and the widest step", () => {
    fc.assert(
      fc.property(policies, (rules) => {
        const number = numberOf("800", 1);
        const untagged: RouteRules = { ...rules, tags: [], tiers: false };
        const names = compileRoute(untagged, { geography, numbers: [number] }).bucketsOf(number);
        expect(names.filter((name) => !name.startsWith("rule:"))).toEqual(
          rules.localPresence.includes("any") ? ["any"] : [],
        );
      }),
    );
  });

  it("tries steps in the policy's order, tiers by rising number, and no bucket twice", () => {
    fc.assert(
      fc.property(policies, pool, callee, single, (rules, numbers, to, call) => {
        const { chain } = slugsByStep({ ...rules, tiers: true }, numbers, to, call);
        const order: readonly LinkStep[] = ["rule", ...rules.localPresence];
        const places = chain.map(({ step }) => order.indexOf(step));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(new Set(chain.map(({ name }) => name)).size).toBe(chain.length);
        const tiersByLink = new Map<string, string[]>();
        for (const { name } of chain) {
          const [link = "", tier] = name.split("/tier:");
          if (tier !== undefined) tiersByLink.set(link, [...(tiersByLink.get(link) ?? []), tier]);
        }
        for (const tiers of tiersByLink.values()) expect(tiers).toEqual([...tiers].sort());
      }),
    );
  });

  it("does not depend on how the pool is listed, nor on what was asked before", () => {
    fc.assert(
      fc.property(policies, pool, fc.array(fc.tuple(callee, single)), (rules, numbers, calls) => {
        const route = compileOrSkip(rules, numbers);
        for (const [to, call] of calls) {
          const other = compileOrSkip(rules, [...numbers].reverse());
          expect(other.chainOf(to, call)).toEqual(route.chainOf(to, call));
          for (const number of numbers)
            expect(new Set(other.bucketsOf(number))).toEqual(new Set(route.bucketsOf(number)));
        }
      }),
    );
  });
});
