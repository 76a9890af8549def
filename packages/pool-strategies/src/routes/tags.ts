import { rejectInput } from "../errors.js";
import type { TagRule, Tags } from "../types.js";
import { MAX_BUCKETS } from "./bounds.js";
import { tagText } from "./names.js";

/** Stands for "no value" in a bucket's name; a real value `-` is written `%2D`. */
const NO_VALUE = "-";
/** Stands for "whatever value": the bucket of every number; a real `*` is written `%2A`. */
const EVERY_NUMBER = "*";

/**
 * The values of one tag, in the order given, each once.
 *
 * An empty text is no value: a blank cell of a contact list speaks for no brand.
 */
export function tagValues(tags: Tags | undefined, key: string): readonly string[] {
  const value = ownValue(tags, key) ?? [];
  return [...new Set(typeof value === "string" ? [value] : value)].filter((text) => text !== "");
}

/** Tells if something is a tag's value: a text or a list of texts. */
export function isTagValue(value: unknown): boolean {
  return [value].flat().every((text) => typeof text === "string");
}

/**
 * A text that is equal only for equal values of these keys, made without
 * looking closely at them: for remembering what followed from them.
 *
 * The one value of one key stands for itself, because that is the usual case
 * and such texts come again and again; everything else begins with a zero character.
 */
export function tagSignature(keys: readonly string[], tags: Tags | undefined): string {
  const [first] = keys;
  if (first === undefined) return "";
  if (keys.length === 1) {
    const value = ownValue(tags, first);
    if (typeof value === "string" && value.charCodeAt(0) !== 0) return value;
  }
  let signature = "\0";
  for (const key of keys) {
    const value = ownValue(tags, key);
    if (typeof value === "string") signature += `${value.length}:${value}`;
    else for (const text of value ?? []) signature += `${text.length}:${text}`;
    signature += ";";
  }
  return signature;
}

function ownValue(tags: Tags | undefined, key: string): Tags[string] | undefined {
  return tags !== undefined && Object.hasOwn(tags, key) ? tags[key] : undefined;
}

/** Tells if a rule compares with fixed values: it then filters the pool and makes no bucket. */
export function isFixed(rule: TagRule): rule is TagRule & Required<Pick<TagRule, "values">> {
  return rule.values !== undefined;
}

/** Tells if a number meets a rule with fixed values. */
export function meets(
  { key, match, values }: TagRule & Required<Pick<TagRule, "values">>,
  tags?: Tags,
): boolean {
  const own = tagValues(tags, key);
  if (match === "all") return values.every((value) => own.includes(value));
  return values.some((value) => own.includes(value)) === (match === "any");
}

/** The part of buckets' names that one tag rule makes, such as `brand=acme/`. */
export interface TagPart {
  /** For each bucket that a number is in. Stops soon after {@link MAX_BUCKETS}. */
  ofNumber(tags: Tags | undefined): readonly string[];
  /** For each bucket that a call tries, in order. */
  ofCall(tags: Tags | undefined): readonly string[];
}

/** @param pool Tags of the pool's numbers: `none` needs to know every value there is. */
export function tagPart({ key, match }: TagRule, pool: readonly (Tags | undefined)[]): TagPart {
  const name = tagText(key);
  const has = (text: string) => `${name}=${text}/`;
  const hasAll = (values: readonly string[]) =>
    has(values.length === 0 ? EVERY_NUMBER : [...values].sort().map(tagText).join("+"));
  switch (match) {
    case "any": {
      const ofNumber = (tags: Tags | undefined) => {
        const values = tagValues(tags, key);
        return values.length === 0 ? [has(NO_VALUE)] : values.map((value) => has(tagText(value)));
      };
      return { ofNumber, ofCall: ofNumber };
    }
    case "all":
      return {
        ofNumber: (tags) => subsetsOf(tagValues(tags, key)).map(hasAll),
        ofCall: (tags) => [hasAll(tagValues(tags, key))],
      };
    case "none": {
      const known = new Set(pool.flatMap((tags) => tagValues(tags, key)));
      const hasNot = (value: string) => `${name}!=${tagText(value)}/`;
      return {
        ofNumber: (tags) => {
          const own = new Set(tagValues(tags, key));
          return [has(EVERY_NUMBER), ...[...known].filter((value) => !own.has(value)).map(hasNot)];
        },
        ofCall: (tags) => {
          const [value, ...more] = tagValues(tags, key);
          if (more.length > 0)
            rejectInput(`tags.${key}`, 'The policy matches this tag with "none": give one value at most.');
          return [value !== undefined && known.has(value) ? hasNot(value) : has(EVERY_NUMBER)];
        },
      };
    }
    default:
      return match satisfies never;
  }
}

/** All combinations of parts, earlier parts varying slowest. Stops soon after {@link MAX_BUCKETS}. */
export function combine(parts: readonly (readonly string[])[]): readonly string[] {
  let prefixes: readonly string[] = [""];
  for (const part of parts) {
    if (prefixes.length > MAX_BUCKETS) break;
    prefixes = prefixes.flatMap((prefix) => part.map((text) => prefix + text));
  }
  return prefixes;
}

function subsetsOf(values: readonly string[]): readonly (readonly string[])[] {
  let subsets: readonly (readonly string[])[] = [[]];
  for (const value of values) {
    if (subsets.length > MAX_BUCKETS) break;
    subsets = [...subsets, ...subsets.map((subset) => [...subset, value])];
  }
  return subsets;
}
