import { rejectInput } from "../../../src/errors.js";
import type { Extensions } from "../../../src/extensions.js";
import type {
  Geography,
  Link,
  LinkStep,
  Place,
  PoolNumber,
  RouteRules,
  TagRule,
  Tags,
} from "../../../src/types.js";

/** What a route is judged by. */
export interface Surroundings {
  readonly geography: Geography;
  readonly extensions: Extensions;
}

interface Segment {
  readonly text: string;
  readonly step: LinkStep;
}

/** The names of all buckets that a number of the pool is in. Keys of tags must need no escaping. */
export function bucketsOf(
  number: PoolNumber,
  numbers: readonly PoolNumber[],
  rules: RouteRules,
  surroundings: Surroundings,
): readonly string[] {
  if (!fitsFixedTags(number, rules)) return [];
  const place = surroundings.geography.locate(number.number);
  let prefixes = [""];
  for (const rule of rules.tags.filter(({ values }) => values === undefined)) {
    const parts = tagPartsOfNumber(rule, number, numbers, rules);
    prefixes = prefixes.flatMap((prefix) => parts.map((part) => `${prefix}${part}/`));
  }
  const tier = rules.tiers ? `/tier:${number.tier ?? 1}` : "";
  return segmentsOfNumber(number, place, rules, surroundings).flatMap((segment) =>
    prefixes.map((prefix) => prefix + segment + tier),
  );
}

/** The links that a call tries, in order; `exists` tells if the pool has a bucket of that name. */
export function chainOf(
  callee: string,
  tags: Tags,
  numbers: readonly PoolNumber[],
  rules: RouteRules,
  surroundings: Surroundings,
  exists: (name: string) => boolean,
): readonly Link[] {
  let prefixes = [""];
  for (const rule of rules.tags.filter(({ values }) => values === undefined)) {
    const parts = tagPartsOfCall(rule, tags, numbers, rules);
    prefixes = prefixes.flatMap((prefix) => parts.map((part) => `${prefix}${part}/`));
  }
  const links = segmentsOfCall(callee, tags, rules, surroundings).flatMap(({ text, step }) =>
    prefixes.flatMap((prefix): readonly Link[] => {
      const name = prefix + text;
      const names = rules.tiers ? [1, 2, 3, 4, 5, 6, 7, 8].map((tier) => `${name}/tier:${tier}`) : [name];
      const existing = names.filter(exists);
      if (existing.length === 0 && step !== "near") return [{ name, step }];
      return existing.map((each) => ({ name: each, step }));
    }),
  );
  return links.filter(({ name }, at) => links.findIndex((link) => link.name === name) === at);
}

function valuesOf(tags: Tags | undefined, key: string): readonly string[] {
  const value = tags?.[key] ?? [];
  return [...new Set(typeof value === "string" ? [value] : value)].filter((text) => text !== "");
}

/** In a name a value must not look like another, nor like what has a meaning there. */
function escaped(value: string): string {
  if (value === "-") return "%2D";
  return value.replace(/[%/=!*+]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Whether the number agrees with those tag rules that name their own values. */
function fitsFixedTags(number: PoolNumber, { tags }: RouteRules): boolean {
  return tags.every(({ key, match, values }) => {
    if (values === undefined) return true;
    const own = valuesOf(number.tags, key);
    if (match === "all") return values.every((value) => own.includes(value));
    return values.some((value) => own.includes(value)) === (match === "any");
  });
}

function poolValues(key: string, numbers: readonly PoolNumber[], rules: RouteRules): readonly string[] {
  const fitting = numbers.filter((number) => fitsFixedTags(number, rules));
  return [...new Set(fitting.flatMap(({ tags }) => valuesOf(tags, key)))];
}

function tagPartsOfNumber(
  { key, match }: TagRule,
  number: PoolNumber,
  numbers: readonly PoolNumber[],
  rules: RouteRules,
): readonly string[] {
  const own = valuesOf(number.tags, key);
  if (match === "any")
    return own.length === 0 ? [`${key}=-`] : own.map((value) => `${key}=${escaped(value)}`);
  if (match === "all")
    return subsetsOf([...own].sort()).map((subset) => `${key}=${subset.map(escaped).join("+") || "*"}`);
  const others = poolValues(key, numbers, rules).filter((value) => !own.includes(value));
  return [...others.map((value) => `${key}!=${escaped(value)}`), `${key}=*`];
}

function tagPartsOfCall(
  { key, match }: TagRule,
  tags: Tags,
  numbers: readonly PoolNumber[],
  rules: RouteRules,
): readonly string[] {
  const own = valuesOf(tags, key);
  if (match === "any")
    return own.length === 0 ? [`${key}=-`] : own.map((value) => `${key}=${escaped(value)}`);
  if (match === "all") return [`${key}=${[...own].sort().map(escaped).join("+") || "*"}`];
  const [value] = own;
  return value !== undefined && poolValues(key, numbers, rules).includes(value)
    ? [`${key}!=${escaped(value)}`]
    : [`${key}=*`];
}

/** A call may have one value at most where numbers must have none of them. */
export function checkCallTags(tags: Tags, rules: RouteRules): void {
  for (const { key, match, values } of rules.tags) {
    if (match === "none" && values === undefined && valuesOf(tags, key).length > 1)
      rejectInput(`tags.${key}`, "More than one value.");
  }
}

function subsetsOf([first, ...rest]: readonly string[]): readonly (readonly string[])[] {
  if (first === undefined) return [[]];
  const without = subsetsOf(rest);
  return [...without, ...without.map((subset) => [first, ...subset])];
}

function segmentsOfNumber(
  number: PoolNumber,
  place: Place,
  { rules, localPresence, custom }: RouteRules,
  { extensions }: Surroundings,
): readonly string[] {
  if (custom !== undefined) return extensions.routes?.[custom]?.bucketsOf(number, place) ?? [];
  const segments = rules
    .filter(
      ({ numbers, tags }) =>
        numbers?.some((each) => each === number.number || each === number.slug) ||
        (tags !== undefined &&
          Object.keys(tags).every((key) =>
            valuesOf(tags, key).some((value) => valuesOf(number.tags, key).includes(value)),
          )),
    )
    .map(({ prefix }) => `rule:${prefix}`);
  const { country, callingCode, areaCode, overlays = [], regions = [] } = place;
  if (localPresence.includes("area-code") && areaCode !== undefined) segments.push(`ac:${areaCode}`);
  if (localPresence.includes("overlay") || localPresence.includes("near"))
    segments.push(...overlays.map((id) => `overlay:${id}`));
  if (localPresence.includes("region")) segments.push(...regions.map((region) => `region:${region}`));
  if (localPresence.includes("country") && country !== undefined)
    segments.push(`country:${country}`, `code:${callingCode}`);
  if (localPresence.includes("any")) segments.push("any");
  return segments;
}

function segmentsOfCall(
  callee: string,
  tags: Tags,
  { rules, localPresence, custom }: RouteRules,
  { geography, extensions }: Surroundings,
): readonly Segment[] {
  const place = geography.locate(callee);
  if (custom !== undefined) {
    const names = extensions.routes?.[custom]?.chainOf({ callee, tags, place }) ?? [];
    return names.map((text) => ({ text, step: "custom" as const }));
  }
  const rule = rules
    .filter(({ prefix }) => callee.startsWith(prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
  const first: readonly Segment[] = rule === undefined ? [] : [{ text: `rule:${rule.prefix}`, step: "rule" }];
  if (rule?.otherwise === "refuse") return first;

  const { country, callingCode, areaCode, overlays = [], regions = [] } = place;
  const textsOf = {
    "area-code": () => (areaCode === undefined ? [] : [`ac:${areaCode}`]),
    overlay: () => overlays.map((id) => `overlay:${id}`),
    near: () => (geography.nearest?.(place) ?? []).map(({ overlay }) => `overlay:${overlay}`),
    region: () => regions.map((region) => `region:${region}`),
    country: () => {
      if (country === undefined) return [];
      return country === callingCode ? [`code:${country}`] : [`country:${country}`, `country:${callingCode}`];
    },
    any: () => ["any"],
  };
  return [...first, ...localPresence.flatMap((step) => textsOf[step]().map((text) => ({ text, step })))];
}
