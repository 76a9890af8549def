/**
 * Which column, or key of a JSON object, says what. CSV columns are matched without regard to case and outer
 * spaces, JSON keys to the letter.
 *
 * Nothing but `phone` and `name` is taken unless it is mapped: a column that happens to be called `agent` may be about
 * somebody else.
 */
export interface ColumnMapping {
  /** Default `"phone"`. */
  readonly phone?: string;
  /** Default `"name"`. */
  readonly name?: string;
  /** The agent's id, in place of the campaign's. */
  readonly agent?: string;
  /** This caller ID and no other: a number of the pool or its slug. */
  readonly callerId?: string;
  /** IANA name, in place of what the number tells. */
  readonly timeZone?: string;
  /** `US-FL` or `GB`, in place of what the number tells; for calling hours. */
  readonly region?: string;
  /** Tags of the call: `{ brand: "Brand name" }`, or a list when tag and column have the same name. */
  readonly tags?: Readonly<Record<string, string>> | readonly string[];
  /** Variables of the call, likewise; `"rest"`: every column that is mapped to nothing else, under its own name. */
  readonly variables?: Readonly<Record<string, string>> | readonly string[] | "rest";
}

/** A mapping, or what makes one when the columns are known. */
export type ColumnMappingOption = ColumnMapping | ((columnNames: readonly string[]) => ColumnMapping);

/** The one-to-one part of a mapping. */
export type SingleField = Exclude<keyof ColumnMapping, "tags" | "variables">;

/** A mapping that is written out. */
export interface FullMapping {
  readonly single: readonly (readonly [SingleField, string])[];
  readonly tags: readonly (readonly [string, string])[];
  /** `"rest"`: whatever no other entry takes. */
  readonly variables: readonly (readonly [string, string])[] | "rest";
}

/** Writes a mapping out: name, then column. */
export function fullMapping(option: ColumnMappingOption, columnNames: readonly string[]): FullMapping {
  const given = typeof option === "function" ? option(columnNames) : option;
  const { tags = [], variables = [], ...single } = { phone: "phone", name: "name", ...given };
  return {
    single: Object.entries(single) as [SingleField, string][],
    tags: pairsOf(tags),
    variables: variables === "rest" ? "rest" : pairsOf(variables),
  };
}

function pairsOf(
  given: Readonly<Record<string, string>> | readonly string[],
): readonly (readonly [string, string])[] {
  if (isList(given)) return given.map((name) => [name, name] as const);
  return Object.entries(given);
}

function isList(given: Readonly<Record<string, string>> | readonly string[]): given is readonly string[] {
  return Array.isArray(given);
}
