import {
  type ContactRow,
  ContactsError,
  type ListSummary,
  type ReadContactsOptions,
  readContacts,
} from "../../src/index.js";

/** Three people of lists. */
export const ANA = "+14155550123";
export const BEN = "+14155550124";
export const CLEO = "+14155550125";

/** Hands bytes out in pieces of a size. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** Reads a list to its end, in pieces of `size` bytes. */
export async function read(
  text: string | Uint8Array,
  options: ReadContactsOptions = {},
  size = 65_536,
): Promise<{ rows: ContactRow[]; summary: ListSummary }> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const reading = readContacts(inPieces(bytes, size), options);
  const rows: ContactRow[] = [];
  for await (const row of reading) rows.push(row);
  return { rows, summary: reading.summary() };
}

/** Each row in short: its line, then the name or the reason. */
export async function outline(text: string | Uint8Array, options: ReadContactsOptions = {}, size?: number) {
  const { rows } = await read(text, options, size);
  return rows.map((row) => [row.line, row.kind === "contact" ? row.name : `(${row.reason})`]);
}

/** What a list that cannot be read is refused with. */
export async function failure(
  text: string | Uint8Array,
  options: ReadContactsOptions = {},
): Promise<ContactsError> {
  try {
    await read(text, options);
  } catch (error) {
    if (error instanceof ContactsError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}
