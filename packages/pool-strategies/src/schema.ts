import { closestTo } from "./closest.js";
import type { Issue } from "./errors.js";

/** The part of JSON Schema (2020-12) in which policies are written down, as plain data. */
export interface Schema {
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";
  /** Texts. */
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  /** They stand in the sentence about a text that does not have the pattern. */
  readonly examples?: readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Schema;
  readonly minProperties?: number;
  /** Told apart by the value's type; if several are objects, by the names that their `name` may have. */
  readonly anyOf?: readonly Schema[];
  /** What stands for a value that is left out. */
  readonly default?: unknown;
  /** A text stands for an object with that one key, to be read by another of `anyOf`. No part of JSON Schema. */
  readonly as?: string;
}

/** Faults named in one error; a wrong list is wrong in the same way throughout. */
const MAX_ISSUES = 20;

/**
 * Reads a value: adds to `issues` what a schema does not allow, and returns the
 * value with defaults filled in, as a copy. What it returns next to an issue means nothing.
 *
 * Only what objects have of their own counts, even if it is called `constructor`
 * or `__proto__`; `undefined` is as good as left out. A sentence never repeats
 * what was given: it may be anything, even a secret in the wrong place.
 */
export function read(schema: Schema, value: unknown, path: string, issues: Issue[]): unknown {
  return readAs(schema, schema, value, path, issues);
}

/** @param whole What the sentence says there must be: the schema, or the choice that it is one of. */
function readAs(schema: Schema, whole: Schema, value: unknown, path: string, issues: Issue[]): unknown {
  if (schema.anyOf !== undefined) return readAnyOf(schema, schema.anyOf, value, path, issues);
  if (!isAllowed(schema, value))
    return add(issues, path, `Must be ${describe(whole)}.${meantBy(value, schema.enum)}`);
  if (Array.isArray(value)) {
    const { items = {}, minItems = 0, uniqueItems } = schema;
    if (value.length < minItems) add(issues, path, "Must not be an empty list.");
    if (uniqueItems && new Set(value).size < value.length) add(issues, path, "Must not name anything twice.");
    return value.map((item, index) => read(items, item, join(path, index), issues));
  }
  return typeof value === "object" && value !== null ? readObject(schema, value, path, issues) : value;
}

function readAnyOf(
  schema: Schema,
  anyOf: readonly Schema[],
  value: unknown,
  path: string,
  issues: Issue[],
): unknown {
  const options = anyOf.filter((option) => isOfType(option, value));
  const [first = schema.anyOf?.[0] ?? {}] = options;
  if (first.as !== undefined && isAllowed(first, value))
    return read(schema, { [first.as]: value }, path, issues);
  if (options.length < 2) return readAs(first, schema, value, path, issues);
  const { name } = value as { readonly name?: unknown };
  const namesOf = ({ properties }: Schema) => properties?.name?.enum ?? [];
  const named = options.find((option) => namesOf(option).some((known) => known === name));
  if (named !== undefined) return read(named, value, path, issues);
  const names: Schema = { enum: options.flatMap(namesOf) };
  return add(issues, join(path, "name"), `Must be ${describe(names)}.${meantBy(name, names.enum)}`);
}

function readObject(schema: Schema, value: object, path: string, issues: Issue[]): object {
  const { properties = {}, required = [], additionalProperties, minProperties = 0 } = schema;
  const given = new Map<string, unknown>(Object.entries(value).filter(([, own]) => own !== undefined));
  if (given.size < minProperties) add(issues, path, "Must not be empty.");
  const output: [string, unknown][] = [];
  for (const [key, property] of Object.entries(properties)) {
    const own = given.has(key) ? given.get(key) : property.default;
    if (own !== undefined) output.push([key, read(property, own, join(path, key), issues)]);
    else if (required.includes(key)) add(issues, join(path, key), "Is missing.");
    given.delete(key);
  }
  const known = Object.keys(properties);
  for (const [key, own] of given) {
    const at = join(path, key);
    if (additionalProperties) output.push([key, read(additionalProperties, own, at, issues)]);
    else add(issues, at, `Unknown key; known here: ${known.join(", ")}.${meantBy(key, known)}`);
  }
  return Object.fromEntries(output);
}

function add(issues: Issue[], path: string, message: string): undefined {
  if (issues.length < MAX_ISSUES) issues.push({ path, message });
}

function join(path: string, key: string | number): string {
  return path === "" ? `${key}` : `${path}.${key}`;
}

function isOfType({ type }: Schema, value: unknown): boolean {
  const isList = Array.isArray(value);
  if (type === "array" || isList) return type === "array" && isList;
  if (type === "null" || value === null) return type === "null" && value === null;
  return typeof value === (type === "integer" ? "number" : type);
}

/** Judges all but what a list or an object holds. */
function isAllowed(schema: Schema, value: unknown): boolean {
  if (!isOfType(schema, value)) return false;
  if (typeof value === "number") {
    const { type, minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity } = schema;
    const isInRange = value >= minimum && value > exclusiveMinimum && value <= maximum;
    return isInRange && (type === "number" || Number.isInteger(value));
  }
  if (typeof value !== "string") return true;
  const { enum: names = [value], pattern = "", minLength = 0 } = schema;
  return names.includes(value) && value.length >= minLength && new RegExp(pattern, "u").test(value);
}

const KINDS: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  boolean: "true or false",
  null: "null",
  integer: "a whole number",
  number: "a number",
  string: "a text",
};

/** What there must be, for a sentence. */
function describe(schema: Schema): string {
  const { type = "", anyOf, enum: names, minimum, exclusiveMinimum, maximum, examples, minLength } = schema;
  if (anyOf !== undefined) return [...new Set(anyOf.map(describe))].join(", or ");
  if (names?.length === 1) return `"${names[0]}"`;
  if (names !== undefined) return `one of ${names.map((name) => `"${name}"`).join(", ")}`;
  const kind = KINDS[type] ?? type;
  if (examples !== undefined) return `${kind} such as ${examples.join(" or ")}`;
  if (minLength !== undefined) return `${kind} that is not empty`;
  if (exclusiveMinimum !== undefined) return `${kind} above ${exclusiveMinimum}, up to ${maximum}`;
  if (minimum === undefined) return kind;
  return `${kind} from ${minimum} ${maximum === Number.MAX_SAFE_INTEGER ? "up" : `to ${maximum}`}`;
}

function meantBy(given: unknown, names: readonly string[] = []): string {
  const meant = typeof given === "string" ? closestTo(given, names) : undefined;
  return meant === undefined ? "" : ` Did you mean "${meant}"?`;
}
