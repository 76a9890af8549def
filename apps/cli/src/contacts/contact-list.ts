import { type ContactReading, type ReadContactsOptions, readContacts } from "@dialpool/dialer";
import type { E164, Policy, Tags } from "@dialpool/pool-strategies";
import type { CommandContext } from "../command.js";
import { columnMapping } from "./list-columns.js";
import { readBytes } from "./read-file.js";

/** Flags of whatever reads a list. */
export interface ListFlags {
  readonly defaultCountry?: string;
  /** Field, then column. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly variableColumns?: readonly string[];
}

/** What a list is called in sentences. */
export function listName(file: string): string {
  return file === "-" ? "standard input" : file;
}

/**
 * Begins to read the list that a command names; `-` is standard input.
 *
 * @throws While it is read: CliError (exit 2) or ContactsError when it cannot be used as a whole.
 */
export function readList(
  { io, config }: Pick<CommandContext, "io" | "config">,
  file: string,
  policy: Pick<Policy, "route">,
  flags: ListFlags,
  { doNotCall }: Pick<ReadContactsOptions, "doNotCall"> = {},
): ContactReading {
  const defaultCountry = flags.defaultCountry ?? config.defaultCountry;
  return readContacts(readBytes({ io }, file, "the contacts file"), {
    named: listName(file),
    columns: columnMapping(policy, flags),
    ...(defaultCountry === undefined ? {} : { defaultCountry }),
    ...(doNotCall === undefined ? {} : { doNotCall }),
  });
}

/** A row that is not called, and why. */
export interface ReportedRow {
  readonly line: number;
  readonly reason: string;
}

/** A list in memory, for what looks at all of it at once. */
export interface WholeList {
  /** Rows below the header. */
  readonly rows: number;
  readonly contacts: readonly { readonly callee: E164; readonly tags: Tags }[];
  readonly invalid: readonly ReportedRow[];
  readonly duplicates: readonly ReportedRow[];
}

/** Reads a list to its end. A row's own tags go before `tags`. */
export async function wholeList(reading: ContactReading, tags: Tags): Promise<WholeList> {
  const lineOf = new Map<string, number>();
  const contacts: { callee: E164; tags: Tags }[] = [];
  const invalid: ReportedRow[] = [];
  const duplicates: ReportedRow[] = [];
  for await (const row of reading) {
    const { line } = row;
    const first = row.kind === "invalid" ? undefined : lineOf.get(row.phone);
    if (row.kind === "invalid") invalid.push({ line, reason: row.reason });
    else if (first !== undefined) duplicates.push({ line, reason: `the same number as in line ${first}` });
    else {
      lineOf.set(row.phone, line);
      contacts.push({ callee: row.phone, tags: { ...tags, ...row.tags } });
    }
  }
  return { rows: reading.summary().rows, contacts, invalid, duplicates };
}
