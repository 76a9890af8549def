import type { Tags } from "../types.js";

/** Stands for "no value" in a bucket's name; a real value `-` is written `%2D`. */
const NO_VALUE = "-";

/**
 * The values of one tag, in the order given, each once.
 *
 * An empty text is no value: a blank cell of a contact list speaks for no brand.
 */
export function tagValues(tags: Tags | undefined, key: string): readonly string[] {
  if (tags === undefined || !Object.hasOwn(tags, key)) return [];
  const value = tags[key] ?? [];
  return [...new Set(typeof value === "string" ? [value] : value)].filter((text) => text !== "");
}

/** How many prefixes `tagPrefixes` would give. */
export function countTagPrefixes(keys: readonly string[], tags: Tags | undefined): number {
  return keys.reduce((product, key) => product * Math.max(1, tagValues(tags, key).length), 1);
}

/**
 * Beginnings of bucket names, one for each combination of values:
 * `["brand=acme/"]`, or `["brand=-/"]` where there is no value.
 *
 * Earlier keys vary slowest, so values keep the order in which they were given.
 */
export function tagPrefixes(keys: readonly string[], tags: Tags | undefined): readonly string[] {
  let prefixes: readonly string[] = [""];
  for (const key of keys) {
    const values = tagValues(tags, key).map(segmentText);
    const segments = (values.length === 0 ? [NO_VALUE] : values).map(
      (value) => `${segmentText(key)}=${value}/`,
    );
    prefixes = prefixes.flatMap((prefix) => segments.map((segment) => prefix + segment));
  }
  return prefixes;
}

/** Escapes what has a meaning in a bucket's name, so that different values never share a bucket. */
export function segmentText(text: string): string {
  return text === NO_VALUE ? "%2D" : text.replace(/[%/=]/g, encodeURIComponent);
}
