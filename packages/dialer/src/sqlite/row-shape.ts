import type { ContactData } from "../journal.js";

/** Texts that a row may have besides the name. */
const OVERRIDES = ["agentId", "callerId", "timeZone", "region"] as const;

/** What a row of a list says of a contact, its line and number apart. */
export type RowDetails = Omit<ContactData, "line" | "phone">;

/** The tags or the variables of a row, by name. */
type Named = Readonly<Record<string, unknown>>;
/** Their names; `undefined`: the row has none of them; `"whole"`: they are one value, whatever their names. */
type NamedShape = readonly string[] | "whole" | undefined;

/** What a row has besides its name: the same in most rows of a list. */
export interface RowShape {
  readonly overrides: readonly (typeof OVERRIDES)[number][];
  readonly tags: NamedShape;
  readonly variables: NamedShape;
}

export function shapeOf(row: RowDetails): RowShape {
  return {
    overrides: OVERRIDES.filter((field) => row[field] !== undefined),
    tags: row.tags && Object.keys(row.tags),
    variables: row.variables && Object.keys(row.variables),
  };
}

/** One shape for many rows, whatever their tags and variables are called. */
export function wideShapeOf(row: RowDetails): RowShape {
  return { ...shapeOf(row), tags: row.tags && "whole", variables: row.variables && "whole" };
}

export function hasShape(row: RowDetails, { overrides, tags, variables }: RowShape): boolean {
  let count = 0;
  for (const field of OVERRIDES) if (row[field] !== undefined && overrides[count++] !== field) return false;
  return count === overrides.length && areNamed(row.tags, tags) && areNamed(row.variables, variables);
}

function areNamed(named: Named | undefined, shape: NamedShape): boolean {
  if (named === undefined || shape === undefined) return named === shape;
  if (shape === "whole") return true;
  let count = 0;
  for (const name of Object.keys(named)) if (shape[count++] !== name) return false;
  return count === shape.length;
}

/** What the values of {@link valuesOf} stand for: `name`, `callerId`, `tags.brand`; `tags` for all tags in one. */
export function fieldsOf({ overrides, tags, variables }: RowShape): readonly string[] {
  return ["name", ...overrides, ...namedFields("tags", tags), ...namedFields("variables", variables)];
}

function namedFields(group: string, shape: NamedShape): readonly string[] {
  if (shape === undefined) return [];
  return isOneValue(shape) ? [group] : shape.map((name) => `${group}.${name}`);
}

/** No tags are other than none at all. */
function isOneValue(shape: readonly string[] | "whole"): shape is "whole" | readonly [] {
  return shape === "whole" || shape.length === 0;
}

/** Fills in the values of a row that has the shape, from the place `at` on. */
export function fillIn(
  values: unknown[],
  at: number,
  row: RowDetails,
  { overrides, tags, variables }: RowShape,
): void {
  let place = at;
  values[place++] = row.name;
  for (const field of overrides) values[place++] = row[field];
  place = fillInNamed(values, place, row.tags, tags);
  fillInNamed(values, place, row.variables, variables);
}

/** @returns The next place. */
function fillInNamed(values: unknown[], at: number, named: Named | undefined, shape: NamedShape): number {
  if (named === undefined || shape === undefined) return at;
  if (isOneValue(shape)) values[at] = named;
  else for (const [index, name] of shape.entries()) values[at + index] = named[name];
  return at + (isOneValue(shape) ? 1 : shape.length);
}

/** What one value stands for. */
export interface Field {
  /** `undefined`: the name is that of a field of the row itself. */
  readonly group: "tags" | "variables" | undefined;
  readonly name: string;
}

/** Takes apart what {@link fieldsOf} gave. */
export function fieldOf(text: string): Field {
  const [, group, name = text] = /^(tags|variables)\.(.*)$/s.exec(text) ?? [];
  return { group: group as Field["group"], name };
}

/** The row with these values; `null` stands for none. */
export function rowOf(fields: readonly Field[], values: readonly unknown[]): RowDetails {
  const row: Record<string, unknown> = {};
  const named = { tags: [] as [string, unknown][], variables: [] as [string, unknown][] };
  for (const [at, { group, name }] of fields.entries()) {
    const value = values[at];
    if (value === null) continue;
    if (group === undefined) row[name] = value;
    else named[group].push([name, value]);
  }
  // Not by assignment: a column may be called `__proto__`.
  if (named.tags.length > 0) row.tags = Object.fromEntries(named.tags);
  if (named.variables.length > 0) row.variables = Object.fromEntries(named.variables);
  return row as unknown as RowDetails;
}
