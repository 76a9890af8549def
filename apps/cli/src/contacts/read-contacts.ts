import { createHash } from "node:crypto";
import type { E164 } from "@dialpool/pool-strategies";
import { usageError } from "../cli-error.js";
import { parsePhone } from "../selection/phone.js";
import { readCsvRecords } from "./csv-records.js";
import { decodeUtf8 } from "./decode-text.js";

/** One person to call. */
export interface Contact {
  /** Line of the file it starts at; the header is line 1. */
  readonly line: number;
  readonly phone: E164;
  readonly name: string;
  /** All columns of the row by their lower-case names, `phone` and `name` included. */
  readonly columns: Readonly<Record<string, string>>;
}

/** A row that will not be called. */
export interface SkippedRow {
  readonly line: number;
  readonly kind: "invalid" | "duplicate";
  /** A clause that says why, e.g. `the phone number has letters`. */
  readonly reason: string;
}

/** A contacts file as it was read. */
export interface ContactList {
  readonly source: string;
  /** `sha256:` and the hex digest of the file's bytes: what makes it the same list another time. */
  readonly digest: string;
  /** Rows below the header. */
  readonly rows: number;
  readonly columnNames: readonly string[];
  readonly contacts: readonly Contact[];
  readonly skipped: readonly SkippedRow[];
}

const REQUIRED_COLUMNS = ["phone", "name"] as const;

/**
 * Reads a contacts file: CSV in UTF-8 with a header and at least the columns
 * `phone` and `name`, in any order and case.
 *
 * Invalid rows and rows whose phone number came before are kept apart with
 * their line and reason; nothing is dropped.
 *
 * @throws CliError (exit 2) when the file as a whole cannot be used.
 */
export function readContacts(
  bytes: Uint8Array,
  options: { readonly source: string; readonly defaultCountry?: string },
): ContactList {
  const { source } = options;
  const [header, ...records] = readCsvRecords(decodeUtf8(bytes, source), source);
  if (header === undefined)
    throw usageError(`${source} is empty.`, "A contacts file starts with a header line: phone,name");
  const columnNames = checkHeader(header.cells, source);

  if (records.length === 0) throw usageError(`${source} has a header and no rows.`);
  const contacts: Contact[] = [];
  const skipped: SkippedRow[] = [];
  const firstLineOf = new Map<E164, number>();
  for (const { line, cells } of records) {
    const row = readRow(cells, columnNames, options.defaultCountry);
    if (!row.ok) {
      skipped.push({ line, kind: "invalid", reason: row.reason });
      continue;
    }
    const earlier = firstLineOf.get(row.phone);
    if (earlier !== undefined) {
      skipped.push({ line, kind: "duplicate", reason: `the same phone number as line ${earlier}` });
      continue;
    }
    firstLineOf.set(row.phone, line);
    contacts.push({ line, phone: row.phone, name: row.name, columns: row.columns });
  }

  return { source, digest: digestOf(bytes), rows: records.length, columnNames, contacts, skipped };
}

function checkHeader(cells: readonly string[], source: string): readonly string[] {
  const names = cells.map((cell) => cell.toLowerCase());
  const missing = REQUIRED_COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw usageError(
      `${source} has no column ${missing.map((column) => `«${column}»`).join(" and no column ")}; its header is: ${cells.join(", ")}.`,
      "A contacts file needs a header line with at least: phone,name",
    );
  }
  const repeated = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  if (repeated !== undefined) throw usageError(`${source} has the column «${repeated}» twice.`);
  return names;
}

type Row =
  | {
      readonly ok: true;
      readonly phone: E164;
      readonly name: string;
      readonly columns: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly reason: string };

function readRow(
  cells: readonly string[],
  names: readonly string[],
  defaultCountry: string | undefined,
): Row {
  if (cells.length !== names.length) {
    return { ok: false, reason: `it has ${cells.length} fields where the header has ${names.length}` };
  }
  const columns = Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  if (!columns.phone) return { ok: false, reason: "the phone number is missing" };
  if (!columns.name) return { ok: false, reason: "the name is missing" };
  const phone = parsePhone(columns.phone, defaultCountry);
  return phone.ok
    ? { ok: true, phone: phone.phone, name: columns.name, columns }
    : { ok: false, reason: phone.reason };
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
