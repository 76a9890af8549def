import { rejectRecord } from "../store-kit/import-fault.js";
import type { NamespaceRecord } from "../store-kit/namespace-record.js";
import type { NamespaceRecords } from "./transfer-namespace.js";

/** So many characters are given at once, about. */
const CHUNK = 65_536;

/**
 * Writes records as JSON Lines: one JSON value a line, every line ended by a line feed.
 *
 * Gives pieces of many lines each, to be written one after the other.
 */
export async function* namespaceToLines(records: NamespaceRecords): AsyncGenerator<string, void, undefined> {
  let text = "";
  for await (const record of records) {
    text += `${JSON.stringify(record)}\n`;
    if (text.length < CHUNK) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

/**
 * Reads records that were written as JSON Lines. Lines that are empty are passed over; the last need not end.
 *
 * What the records say is checked by whoever imports them.
 *
 * @param pieces Text that is cut anywhere, such as a file's stream with the encoding `utf8`.
 * @throws PoolStoreError `import_invalid`, with the number of the line that is no JSON.
 */
export async function* namespaceFromLines(
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<NamespaceRecord, void, undefined> {
  let line = 0;
  for await (const text of linesOf(pieces)) {
    line++;
    if (text.trim() === "") continue;
    yield parse(text, line);
  }
}

async function* linesOf(
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string, void, undefined> {
  let begun = "";
  for await (const piece of pieces) {
    const [first = "", ...others] = piece.split("\n");
    begun += first;
    for (const next of others) {
      yield begun;
      begun = next;
    }
  }
  if (begun !== "") yield begun;
}

function parse(text: string, line: number): NamespaceRecord {
  try {
    return JSON.parse(text) as NamespaceRecord;
  } catch {
    // The error itself repeats the text, which may hold people's numbers.
    rejectRecord(line, "It is no JSON.");
  }
}
