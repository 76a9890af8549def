import { CsvError, parse } from "csv-parse/sync";
import { usageError } from "../cli-error.js";

/** One record of a CSV text and the line it starts at (1 is the header's). */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [",", ";", "\t"] as const;

/**
 * Reads CSV text. Comma, semicolon and tab are told apart by the header; cells
 * are trimmed; blank lines are passed over.
 *
 * @throws CliError (exit 2) naming the line of a record that cannot be read.
 */
export function readCsvRecords(text: string, source: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let nextLine = 1;
  const onRecord = ({ record, raw }: { readonly record: readonly string[]; readonly raw: string }) => {
    // Counted here: the parser's own count is off after a mix of line endings.
    const line = nextLine + countLineBreaks(raw.slice(0, raw.search(/[^\r\n]/)));
    nextLine += countLineBreaks(raw);
    records.push({ line, cells: record.map((cell) => cell.trim()) });
    return null;
  };
  try {
    parse(text, {
      delimiter: detectDelimiter(text),
      // All of them, and not the header's alone: files put together from parts mix them.
      record_delimiter: ["\r\n", "\n", "\r"],
      raw: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: onRecord as unknown as (record: string[]) => null,
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw usageError(
      `${source} is not well-formed CSV: the record that starts at line ${nextLine} ${describe(cause)}.`,
      "Mend that line; nothing was dialled.",
    );
  }
  return records;
}

function describe(error: CsvError): string {
  if (error.code === "CSV_QUOTE_NOT_CLOSED") return "opens a quote that is never closed";
  if (error.code === "CSV_INVALID_CLOSING_QUOTE") return "has text after a closing quote";
  return `cannot be read (${error.code})`;
}

function detectDelimiter(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

function countLineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
