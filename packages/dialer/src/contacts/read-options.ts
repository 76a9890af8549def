import type { ColumnMappingOption } from "./column-mapping.js";

/** How a list is written down. */
export type ListFormat = "csv" | "jsonl";

/** How a list of contacts is read. */
export interface ReadContactsOptions {
  /** Default: JSON Lines if the text begins with `{`, else CSV. */
  readonly format?: ListFormat;
  /** Which column says what; default: `phone` and `name`. */
  readonly columns?: ColumnMappingOption;
  /** Country of phone numbers without `+`, two letters. Default: such numbers are invalid. */
  readonly defaultCountry?: string;
  /** Numbers that must not be called: a {@link NumberSet}, or anything else that can tell. */
  readonly doNotCall?: { has(phone: string): boolean };
  /** How sentences call the list, e.g. its file name. Default `"The list"`. */
  readonly named?: string;
}
