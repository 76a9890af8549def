import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { EVENT_FIELDS, isResultEvent, type ResultEvent } from "./result-event.js";

/** How events stand in a file: one line each, so that appending is all it takes to write. */
export interface ResultsFormat {
  /** What a new file starts with. */
  readonly head: string;
  encode(event: ResultEvent): string;
  /** Events of a whole file, and how many lines could not be read. */
  decode(text: string): DecodedResults;
}

export interface DecodedResults {
  readonly events: readonly ResultEvent[];
  /** Lines that are no events: a line cut short by a crash, or a foreign file. */
  readonly damagedLines: number;
}

/** CSV for a name that ends in `.csv`, JSON Lines for every other. */
export function formatOf(file: string): ResultsFormat {
  return file.toLowerCase().endsWith(".csv") ? csvFormat : jsonLinesFormat;
}

const jsonLinesFormat: ResultsFormat = {
  head: "",
  encode: (event) => `${JSON.stringify(event)}\n`,
  decode: (text) => collect(text, (line) => JSON.parse(line) as unknown),
};

const csvFormat: ResultsFormat = {
  head: `${EVENT_FIELDS.join(",")}\n`,
  // A line break inside a cell would break "one line each".
  encode: (event) =>
    stringify([EVENT_FIELDS.map((field) => String(event[field] ?? "").replace(/[\r\n]+/g, " "))]),
  decode: (text) =>
    collect(text, (line) => (line === EVENT_FIELDS.join(",") ? undefined : fromCells(parseLine(line)))),
};

function collect(text: string, read: (line: string) => unknown): DecodedResults {
  const events: ResultEvent[] = [];
  let damagedLines = 0;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const value = attempt(() => read(line));
    if (isResultEvent(value)) events.push(value);
    else if (value !== undefined) damagedLines++;
  }
  return { events, damagedLines };
}

/** `undefined` is a line to pass over, `null` one that cannot be read. */
function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return null;
  }
}

function parseLine(line: string): readonly string[] {
  const [cells = []] = parse(line, { relax_column_count: true }) as string[][];
  return cells;
}

const NUMERIC_FIELDS: ReadonlySet<string> = new Set(["line", "duration"]);

function fromCells(cells: readonly string[]): unknown {
  if (cells.length !== EVENT_FIELDS.length) return null;
  const filled = EVENT_FIELDS.map((field, index) => [field, cells[index] ?? ""] as const).filter(
    ([, cell]) => cell !== "",
  );
  return Object.fromEntries(
    filled.map(([field, cell]) => [field, NUMERIC_FIELDS.has(field) ? Number(cell) : cell]),
  );
}
