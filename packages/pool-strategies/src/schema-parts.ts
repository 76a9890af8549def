import * as v from "valibot";
import { closestTo } from "./closest.js";

type Schema = v.GenericSchema<unknown, unknown>;

/**
 * An object with these keys and no other; `undefined` is as good as left out.
 *
 * Only what the object has of its own counts, even if it is called `constructor`
 * or `__proto__`; and a list is no object.
 *
 * @param kind What it says there must be, when there is something else.
 */
export function object<const Entries extends v.ObjectEntries>(entries: Entries, kind = "an object") {
  const known = Object.keys(entries);
  const schema = v.strictObject(entries, ({ expected, input, path }) => {
    if (expected === "never") return `Unknown key; known here: ${known.join(", ")}.${meantBy(input, known)}`;
    return path === undefined ? `Must be ${kind}.` : "Is missing.";
  });
  const run: (typeof schema)["~run"] = (dataset, config) =>
    schema["~run"]({ typed: false, value: ownOf(dataset.value) }, config);
  return { ...schema, "~run": run };
}

function ownOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value).filter(([, own]) => own !== undefined));
}

/** The first schema for texts, the second for all else, so that what is wrong is named where it is. */
export function textOr<Text extends Schema, Other extends Schema>(texts: Text, others: Other) {
  return either((value) => typeof value === "string", texts, others);
}

/** The first schema for lists, the second for all else. */
export function listOr<List extends Schema, Other extends Schema>(lists: List, others: Other) {
  return either(Array.isArray, lists, others);
}

function either<First extends Schema, Second extends Schema>(
  isFirst: (value: unknown) => boolean,
  first: First,
  second: Second,
) {
  const schema = v.union([first, second]);
  const run = ((dataset, config) =>
    (isFirst(dataset.value) ? first : second)["~run"](dataset, config)) as (typeof schema)["~run"];
  return { ...schema, "~run": run };
}

/** One of a few names. */
export function oneOf<const Names extends readonly string[]>(names: Names) {
  return v.picklist(names, ({ input }) => notOneOf(names, input));
}

/** What is said of a name that is none of these. The given one is not repeated: it may be anything. */
export function notOneOf(names: readonly string[], given: unknown): string {
  return `Must be one of ${names.map((name) => `"${name}"`).join(", ")}.${meantBy(given, names)}`;
}

function meantBy(given: unknown, names: readonly string[]): string {
  const meant = typeof given === "string" ? closestTo(given, names) : undefined;
  return meant === undefined ? "" : ` Did you mean "${meant}"?`;
}

/** A text that is not empty. */
export function text() {
  const message = "Must be a text that is not empty.";
  return v.pipe(v.string(message), v.nonEmpty(message));
}

/** A text of a certain form. */
export function textLike(form: RegExp, description: string) {
  const message = `Must be ${description}.`;
  return v.pipe(v.string(message), v.regex(form, message));
}

/** A list of texts, at least one, and none of them twice. */
export function distinct<Text extends string>(item: v.GenericSchema<unknown, Text>, besides = "") {
  return v.pipe(
    v.array(item, `Must be a list${besides}.`),
    v.minLength(1, `Must be a list that is not empty${besides}.`),
    noneTwice((text: Text) => text),
  );
}

/** A check that no two things of a list have the same name. */
export function noneTwice<Item>(nameOf: (item: Item) => string | undefined) {
  const repeatedOf = (items: readonly Item[]) => {
    const seen = new Set<string | undefined>([undefined]);
    return items.map(nameOf).find((name) => seen.size === seen.add(name).size && name !== undefined);
  };
  return v.check<Item[], (issue: v.CheckIssue<Item[]>) => string>(
    (items) => repeatedOf(items) === undefined,
    ({ input }) => `Names "${repeatedOf(input)}" twice.`,
  );
}

/** A whole number of that range. @param besides What else may be there, for the sentence: `", or null"`. */
export function whole(least: number, most = Number.MAX_SAFE_INTEGER, besides = "") {
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  const message = `Must be a whole number, ${range}${besides}.`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

/** A number above 0, up to `most`. */
export function above0(most: number, besides = "") {
  const message = `Must be a number above 0, up to ${most}${besides}.`;
  return v.pipe(v.number(message), v.gtValue(0, message), v.maxValue(most, message));
}

/** A number of that range. */
export function between(least: number, most: number) {
  const message = `Must be a number from ${least} to ${most}.`;
  return v.pipe(v.number(message), v.minValue(least, message), v.maxValue(most, message));
}
