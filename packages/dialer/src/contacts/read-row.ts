import type { Tags } from "@dialpool/pool-strategies";
import { isTimeZone } from "@dialpool/pool-strategies/store-kit";
import type { FullMapping, SingleField } from "./column-mapping.js";
import type { ContactRow, ListedContact } from "./contact-row.js";
import { parsePhone } from "./phone.js";
import type { RowFault } from "./source-row.js";

/** Gives a row's value by what the mapping calls it. */
export type ValueAt = (column: string) => unknown;

/** What reading a row needs besides the row. */
export interface RowRules {
  readonly mapping: FullMapping;
  readonly defaultCountry: string | undefined;
  readonly doNotCall: { has(phone: string): boolean } | undefined;
}

const REGION = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;
/** How the rows of a do-not-call list are reported. */
const SUPPRESSED = "the number is on the do-not-call list";

/** Tells if a text is written like a region or a country of ISO 3166. */
export function isRegion(text: string): boolean {
  return REGION.test(text);
}

/** A contact that may be called. */
type CallableRow = Extract<ContactRow, { readonly kind: "contact" }>;
type Draft = Pick<CallableRow, "kind" | "line"> & {
  -readonly [Field in keyof ListedContact]?: ListedContact[Field];
};

/** A row's value that cannot be taken. */
class RowError {
  constructor(
    readonly code: RowFault,
    readonly reason: string,
  ) {}
}

/**
 * Makes a contact of a row, or says why it is none.
 *
 * @param line Where the row starts.
 * @param rest The columns that no entry of the mapping takes, for `variables: "rest"`.
 */
export function readRow(
  line: number,
  valueAt: ValueAt,
  rest: readonly string[],
  rules: RowRules,
): ContactRow {
  try {
    const contact = contactOf(line, valueAt, rest, rules);
    if (!rules.doNotCall?.has(contact.phone)) return contact;
    return { ...contact, kind: "suppressed", reason: SUPPRESSED };
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    return { kind: "invalid", line, reason: error.reason, code: error.code };
  }
}

function contactOf(
  line: number,
  valueAt: ValueAt,
  rest: readonly string[],
  { mapping, defaultCountry }: RowRules,
): CallableRow {
  // One object that is filled in: over a million rows, copies take longer than all that is done to them.
  const contact: Draft = { kind: "contact", line };
  for (const [field, column] of mapping.single)
    readField(contact, field, textOf(valueAt(column), column), defaultCountry);
  if (mapping.tags.length > 0) contact.tags = tagsOf(mapping.tags, valueAt);
  const pairs = mapping.variables === "rest" ? rest.map((name) => [name, name] as const) : mapping.variables;
  if (pairs.length > 0) contact.variables = variablesOf(pairs, valueAt);
  return contact as CallableRow;
}

function readField(
  contact: Draft,
  field: SingleField,
  text: string,
  defaultCountry: string | undefined,
): void {
  if (field === "phone") {
    const phone = parsePhone(text, defaultCountry);
    if (!phone.ok) throw new RowError("phone", phone.reason);
    contact.phone = phone.phone;
  } else if (field === "name") {
    if (text === "") throw new RowError("name", "the name is missing");
    contact.name = text;
  } else if (text === "") return;
  else if (field === "agent") contact.agentId = text;
  else if (field === "callerId") contact.callerId = callerIdOf(text, defaultCountry);
  else if (field === "timeZone") {
    if (!isTimeZone(text)) throw new RowError("override", `there is no time zone "${text}"`);
    contact.timeZone = text;
  } else {
    const region = text.toUpperCase();
    if (!isRegion(region))
      throw new RowError("override", `"${text}" is no region such as US-FL, and no country such as GB`);
    contact.region = region;
  }
}

/** One spelling for a number of the pool: its E.164 form, also for its slug. What is made of more than digits stays as it is. */
function callerIdOf(text: string, defaultCountry: string | undefined): string {
  const parsed = parsePhone(text, defaultCountry);
  if (parsed.ok) return parsed.phone;
  return /^[1-9]\d{1,14}$/.test(text) ? `+${text}` : text;
}

function tagsOf(pairs: readonly (readonly [string, string])[], valueAt: ValueAt): Tags {
  const tags: Record<string, string | readonly string[]> = {};
  for (const [tag, column] of pairs) {
    const value = valueAt(column);
    const tagValue = isTexts(value) ? value : textOf(value, column);
    if (tagValue.length > 0) setOwn(tags, tag, tagValue);
  }
  return tags;
}

function variablesOf(
  pairs: readonly (readonly [string, string])[],
  valueAt: ValueAt,
): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const [variable, column] of pairs) {
    const value = valueAt(column);
    if (value !== undefined && value !== null) setOwn(variables, variable, textOf(value, column));
  }
  return variables;
}

/** A column may have the one name that cannot be assigned to. */
function setOwn<Value>(record: Record<string, Value>, name: string, value: Value): void {
  if (name !== "__proto__") record[name] = value;
  else Object.defineProperty(record, name, { value, configurable: true, enumerable: true, writable: true });
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** A value as text; empty when there is none. */
function textOf(value: unknown, column: string): string {
  if (typeof value === "string") return value.trim();
  if (value === undefined || value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new RowError("fields", `"${column}" is neither a text nor a number`);
}
