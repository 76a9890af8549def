import type { TransformOptions } from "node:stream";
import { CsvError, type Options, type Parser, parse } from "csv-parse";
import { ContactsError } from "../errors.js";
import { LineBreakCounter, lineBreaksIn, offsetAfterBreaks } from "./line-breaks.js";
import { NOT_UTF8, REPLACEMENT_CHARACTER, type RowReader, type SourceRow } from "./source-row.js";

/** A record longer than this is no row: a quote is open, and all that follows would be kept in memory. */
const MAX_RECORD_BYTES = 131_072;
/** Each broken row costs reading up to one record again; so many mean that this is no CSV. */
const MAX_BROKEN_ROWS = 1000;
const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** Makes the parser give out what it holds back to look ahead. Blank lines are no rows. */
const FLUSH = Buffer.from("\n".repeat(16));

/** Bytes that the parser was given, and the line that they begin in. */
interface HeldBytes {
  readonly bytes: Buffer;
  readonly line: number;
  /** They begin with the second half of a break, of which the first half is before them. */
  readonly isAfterReturn: boolean;
}

/**
 * Reads the records of a CSV that comes in pieces, with the line each starts at.
 *
 * A row whose quotes are broken is a fault of that line alone: reading goes on at the next line of the
 * text, so that one forgotten quote does not swallow the rows that follow. Blank lines are passed over.
 */
export class CsvRows implements RowReader {
  readonly #delimiter: string;
  #parser: Parser;
  /** Where the next record starts. */
  #line = 1;
  #held: HeldBytes[] = [];
  /** The line in which the next piece begins. */
  #nextPieceLine = 1;
  #breaks = new LineBreakCounter();
  /** Only a quoted field can hold line breaks. */
  #hasQuotes = false;
  /** The parser was made after a return at the very end of a piece. */
  #isNewAfterReturn = false;
  #broken = 0;
  /** The row that was skipped last is too long for its end to have come yet. */
  #isInSkippedRow = false;
  #isSuspect = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
    this.#parser = this.#createParser();
  }

  push(bytes: Buffer, isSuspect: boolean): SourceRow[] {
    this.#isSuspect = isSuspect;
    const rows: SourceRow[] = [];
    this.#give(bytes);
    this.#take(rows);
    return rows;
  }

  end(isSuspect: boolean): SourceRow[] {
    this.#isSuspect = isSuspect;
    const rows: SourceRow[] = [];
    for (;;) {
      this.#parser.write(FLUSH);
      if (this.#take(rows)) continue;
      // The record of the last line has come out, unless a quote is open.
      if (this.#line > this.#nextPieceLine) break;
      this.#skipBrokenLine(rows, "it opens a quote that is never closed");
      this.#take(rows);
    }
    return rows;
  }

  close(): void {
    this.#parser.destroy();
    this.#held = [];
  }

  #createParser(): Parser {
    const options: Options & TransformOptions = {
      delimiter: this.#delimiter,
      // All of them, and not the first line's alone: files put together from parts mix them.
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      max_record_size: MAX_RECORD_BYTES,
      // What a piece holds is taken at once, so nothing needs to wait for a reader.
      readableHighWaterMark: Number.MAX_SAFE_INTEGER,
    };
    const parser = parse(options);
    // The error is read off the parser, where it is known at once; the event comes later.
    parser.on("error", () => {});
    return parser;
  }

  #give(piece: Buffer): void {
    const line = this.#nextPieceLine;
    const isAfterReturn = this.#breaks.endedInReturn && piece[0] === LINE_FEED;
    this.#nextPieceLine += this.#breaks.count(piece);
    if (this.#isInSkippedRow) {
      this.#giveAfterSkipped(piece, line);
      return;
    }
    // A parser that was made after the return would take the line feed for a blank line.
    const bytes = isAfterReturn && this.#isNewAfterReturn ? piece.subarray(1) : piece;
    this.#isNewAfterReturn = false;
    this.#hold({ bytes, line, isAfterReturn: isAfterReturn && bytes === piece });
  }

  /** Only what follows the row is for the parser: its rest would be taken for a row of its own. */
  #giveAfterSkipped(piece: Buffer, line: number): void {
    const bytes = piece.subarray(offsetAfterBreaks(piece, 1));
    if (bytes.length === 0 && !endsInBreak(piece)) return;
    this.#isInSkippedRow = false;
    this.#isNewAfterReturn = bytes.length === 0 && piece.at(-1) === CARRIAGE_RETURN;
    this.#hold({ bytes, line: line + 1, isAfterReturn: false });
  }

  #hold(held: HeldBytes): void {
    this.#held.push(held);
    this.#hasQuotes ||= held.bytes.includes(QUOTE);
    this.#parser.write(held.bytes);
  }

  /** @returns Whether a row was broken, and reading began anew after it. */
  #take(rows: SourceRow[]): boolean {
    for (let isBroken = false; ; isBroken = true) {
      this.#drain(rows);
      const error = this.#parser.errored;
      if (error === null) {
        this.#letGo();
        return isBroken;
      }
      if (!(error instanceof CsvError)) throw error;
      this.#skipBrokenLine(rows, describe(error));
    }
  }

  #drain(rows: SourceRow[]): void {
    for (let cells = this.#next(); cells !== null; cells = this.#next()) {
      const line = this.#line;
      this.#line += 1;
      if (this.#hasQuotes) for (const cell of cells) this.#line += lineBreaksIn(cell);
      const isBlankLine = cells.length === 1 && cells[0]?.trim() === "" && this.#line === line + 1;
      if (isBlankLine) continue;
      if (this.#isSuspect && cells.some((cell) => cell.includes(REPLACEMENT_CHARACTER)))
        rows.push({ line, fault: NOT_UTF8, code: "encoding" });
      else rows.push({ line, cells, endLine: this.#line - 1 });
    }
  }

  #next(): string[] | null {
    return this.#parser.read() as string[] | null;
  }

  /** Forgets the pieces before the one in which the next record starts. */
  #letGo(): void {
    const first = this.#held.findLastIndex(({ line }) => line < this.#line);
    if (first > 0) this.#held.splice(0, first);
    if (this.#hasQuotes) this.#hasQuotes = this.#held.some(({ bytes }) => bytes.includes(QUOTE));
  }

  #skipBrokenLine(rows: SourceRow[], fault: string): void {
    if (++this.#broken > MAX_BROKEN_ROWS) {
      throw new ContactsError(
        `More than ${MAX_BROKEN_ROWS} rows have broken quotes or are too long, the last at line ${this.#line}. Is this CSV?`,
        this.#line,
      );
    }
    rows.push({ line: this.#line, fault, code: "quotes" });
    const held = Buffer.concat(this.#held.map(({ bytes }) => bytes));
    const [first] = this.#held;
    const breaksBefore = this.#line - (first?.line ?? this.#line);
    const rest = held.subarray(offsetAfterBreaks(held, breaksBefore + 1, first?.isAfterReturn ? 1 : 0));
    this.#isInSkippedRow = rest.length === 0 && !endsInBreak(held);
    this.#isNewAfterReturn = rest.length === 0 && held.at(-1) === CARRIAGE_RETURN;
    this.#parser.destroy();
    this.#parser = this.#createParser();
    this.#line += 1;
    this.#held = [{ bytes: rest, line: this.#line, isAfterReturn: false }];
    this.#hasQuotes = rest.includes(QUOTE);
    this.#parser.write(rest);
  }
}

function endsInBreak(bytes: Buffer): boolean {
  const last = bytes.at(-1);
  return last === LINE_FEED || last === CARRIAGE_RETURN;
}

function describe({ code }: CsvError): string {
  if (code === "CSV_INVALID_CLOSING_QUOTE")
    return "it has text after a closing quote, or a quote that is never closed";
  if (code === "INVALID_OPENING_QUOTE") return "it has a quote in the middle of a field";
  if (code === "CSV_MAX_RECORD_SIZE")
    return `it is longer than ${MAX_RECORD_BYTES} bytes, or has a quote that is never closed`;
  return `it cannot be read (${code})`;
}
