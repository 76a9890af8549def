import { ContactsError } from "../errors.js";
import { csvDelimiterOf } from "./csv-delimiter.js";
import { CsvRows } from "./csv-rows.js";
import { firstLineOf, withFirstLine } from "./first-line.js";
import { NumberSet } from "./number-set.js";
import { parsePhone } from "./phone.js";
import type { SourceRow } from "./source-row.js";
import { utf8Pieces } from "./utf8-pieces.js";
import { withoutComments } from "./without-comments.js";

/** How a do-not-call list is read. */
export interface ReadDoNotCallOptions {
  /** The column with the numbers, when it is a CSV with a header. Default: `phone` if there is such a column, else the first. */
  readonly column?: string;
  /** Country of numbers without `+`, two letters. */
  readonly defaultCountry?: string;
  /** How sentences call the list. Default `"The do-not-call list"`. */
  readonly named?: string;
}

/** An entry that was not understood: it keeps nobody from being called. */
export interface RejectedEntry {
  readonly line: number;
  /** A clause, e.g. `the phone number has letters`. */
  readonly reason: string;
}

/** Numbers that must not be called. */
export interface DoNotCallList {
  readonly numbers: NumberSet;
  /** Entries that were not understood. Dial only if there are none, or somebody has looked at them. */
  readonly rejected: number;
  /** The first hundred of them. */
  readonly firstRejected: readonly RejectedEntry[];
  /** `sha256:` and the hex digest of the bytes. */
  readonly digest: string;
}

const MAX_REPORTED = 100;

/**
 * Reads the numbers that must not be called: one a line, or a column of a CSV. Spellings and the default country are
 * those of contacts. A first row that names the column, or has no digits, is a header; lines that begin with `#` are comments.
 *
 * @throws ContactsError when the text cannot be read as a whole, or lacks the column.
 * @example
 * const { numbers } = await readDoNotCall(createReadStream("do-not-call.txt"), { defaultCountry: "US" });
 * readContacts(leads, { doNotCall: numbers })
 */
export async function readDoNotCall(
  source: AsyncIterable<Uint8Array>,
  options: ReadDoNotCallOptions = {},
): Promise<DoNotCallList> {
  const { named = "The do-not-call list" } = options;
  const entries = new Entries(options, named);
  const pieces = utf8Pieces(source, named);
  let reader: CsvRows | undefined;
  try {
    for await (const piece of withFirstLine(withoutComments(pieces))) {
      reader ??= new CsvRows(csvDelimiterOf(firstLineOf(piece)));
      entries.add(reader.push(piece, pieces.isSuspect));
    }
    if (reader !== undefined) entries.add(reader.end(pieces.isSuspect));
  } finally {
    reader?.close();
  }
  return { ...entries.found(), digest: pieces.digest() };
}

class Entries {
  readonly #options: ReadDoNotCallOptions;
  readonly #named: string;
  readonly #numbers = new NumberSet();
  readonly #firstRejected: RejectedEntry[] = [];
  #rejected = 0;
  /** Where the numbers are; `undefined` before the first row. */
  #index: number | undefined;

  constructor(options: ReadDoNotCallOptions, named: string) {
    this.#options = options;
    this.#named = named;
  }

  found(): Omit<DoNotCallList, "digest"> {
    return { numbers: this.#numbers, rejected: this.#rejected, firstRejected: this.#firstRejected };
  }

  add(rows: readonly SourceRow[]): void {
    for (const row of rows) this.#addRow(row);
  }

  #addRow(row: SourceRow): void {
    if ("fault" in row) this.#reject(row.line, row.fault);
    else if ("cells" in row && !row.cells[0]?.trimStart().startsWith("#"))
      this.#addCells(row.line, row.cells);
  }

  #addCells(line: number, cells: readonly string[]): void {
    if (this.#index === undefined) {
      const named = this.#columnOf(cells, line);
      this.#index = named ?? 0;
      if (named !== undefined || hasNoDigits(cells)) return;
    }
    const parsed = parsePhone(cells[this.#index]?.trim() ?? "", this.#options.defaultCountry);
    if (parsed.ok) this.#numbers.add(parsed.phone);
    else this.#reject(line, parsed.reason);
  }

  /** @returns `undefined` if no column is named, and none is called `phone`. */
  #columnOf(cells: readonly string[], line: number): number | undefined {
    const { column } = this.#options;
    const names = cells.map((cell) => cell.trim().toLowerCase());
    const index = names.indexOf(column?.trim().toLowerCase() ?? "phone");
    if (index !== -1) return index;
    if (column === undefined) return undefined;
    throw new ContactsError(
      `${this.#named} has no column «${column}»; its header is: ${cells.join(", ")}.`,
      line,
    );
  }

  #reject(line: number, reason: string): void {
    this.#rejected++;
    if (this.#firstRejected.length < MAX_REPORTED) this.#firstRejected.push({ line, reason });
  }
}

function hasNoDigits(cells: readonly string[]): boolean {
  return cells.every((cell) => !/\p{Nd}/u.test(cell));
}
