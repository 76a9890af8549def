import { ContactsError } from "../errors.js";
import type { ContactRow } from "./contact-row.js";
import { csvDelimiterOf } from "./csv-delimiter.js";
import { CsvRows } from "./csv-rows.js";
import { firstLineOf, withFirstLine } from "./first-line.js";
import { JsonRows } from "./json-rows.js";
import type { ListFormat, ReadContactsOptions } from "./read-options.js";
import type { RowReader } from "./source-row.js";
import { CsvTable, JsonTable, type Table } from "./table.js";
import { utf8Pieces } from "./utf8-pieces.js";

/** What is known of a list when all of it was read. */
export interface ListSummary {
  /** `sha256:` and the hex digest of the bytes: what makes it the same list another time. */
  readonly digest: string;
  readonly bytes: number;
  readonly format: ListFormat;
  /** Of a CSV, the header as it is written; of JSON Lines, the keys of the first object. */
  readonly columnNames: readonly string[];
  /** Rows, without the header and blank lines: the sum of the three. */
  readonly rows: number;
  readonly contacts: number;
  readonly suppressed: number;
  readonly invalid: number;
}

/** A list that is being read. It can be read once. */
export interface ContactReading extends AsyncIterable<ContactRow> {
  /** The rows by the batch, some hundreds at a time: for whoever writes them by the batch. */
  batches(): AsyncIterable<readonly ContactRow[]>;
  /** @throws ContactsError unless all rows were taken. */
  summary(): ListSummary;
}

/**
 * Reads a list of contacts, CSV or JSON Lines in UTF-8, as it streams in: memory stays flat however long it is.
 *
 * A CSV has a header and is separated by comma, semicolon or tab; line endings may be mixed, blank lines are passed over.
 * Rows that are nobody to call come out as `invalid` with line and reason, in their place; none is dropped. The same number
 * twice is not noticed here: whoever keeps the contacts decides that, by a unique key.
 *
 * @throws ContactsError, while iterating, when the text cannot be read as a whole: UTF-16, no header, a mapped column that is not
 *   there. What came out until then is not a list.
 * @example
 * const reading = readContacts(createReadStream("leads.csv"), { defaultCountry: "US" });
 * for await (const row of reading) console.log(row.kind, row.line);
 * reading.summary().digest // "sha256:…"
 */
export function readContacts(
  source: AsyncIterable<Uint8Array>,
  options: ReadContactsOptions = {},
): ContactReading {
  const { named = "The list" } = options;
  const pieces = utf8Pieces(source, named);
  const counts = { contact: 0, suppressed: 0, invalid: 0 };
  let table: Table | undefined;
  let format: ListFormat | undefined;
  let isThrough = false;

  async function* batches(): AsyncGenerator<readonly ContactRow[]> {
    let reader: RowReader | undefined;
    try {
      for await (const piece of withFirstLine(pieces)) {
        if (reader === undefined) {
          format = options.format ?? formatOf(piece, named);
          reader = format === "csv" ? new CsvRows(csvDelimiterOf(firstLineOf(piece))) : new JsonRows();
          table = format === "csv" ? new CsvTable(options, named) : new JsonTable(options);
        }
        const rows = table?.read(reader.push(piece, pieces.isSuspect)) ?? [];
        if (rows.length > 0) yield counted(rows);
      }
      const rows = reader === undefined ? [] : (table?.read(reader.end(pieces.isSuspect)) ?? []);
      if (rows.length > 0) yield counted(rows);
    } finally {
      reader?.close();
    }
    if (table === undefined || table.columnNames === undefined) {
      throw new ContactsError(`${named} is empty. A CSV starts with a header line: phone,name`, 1);
    }
    if (counts.contact + counts.suppressed + counts.invalid === 0)
      throw new ContactsError(`${named} has a header and no rows.`, 1);
    isThrough = true;
  }

  function counted(rows: readonly ContactRow[]): readonly ContactRow[] {
    for (const { kind } of rows) counts[kind]++;
    return rows;
  }

  return {
    batches,
    async *[Symbol.asyncIterator]() {
      for await (const rows of batches()) yield* rows;
    },
    summary() {
      if (!isThrough || format === undefined)
        throw new ContactsError(`${named} was not read to its end, so there is no summary of it.`);
      const { contact: contacts, suppressed, invalid } = counts;
      const rows = contacts + suppressed + invalid;
      const columnNames = table?.columnNames ?? [];
      const { bytes } = pieces;
      return { digest: pieces.digest(), bytes, format, columnNames, rows, contacts, suppressed, invalid };
    },
  };
}

function formatOf(head: Buffer, named: string): ListFormat {
  const start = head.toString("latin1", 0, 1024).trimStart();
  if (start.startsWith("["))
    throw new ContactsError(
      `${named} is a JSON array. Write JSON Lines: one object a line, no commas between.`,
      1,
    );
  return start.startsWith("{") ? "jsonl" : "csv";
}
