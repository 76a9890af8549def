import { ContactsError } from "../errors.js";
import { type FullMapping, fullMapping } from "./column-mapping.js";
import type { ContactRow } from "./contact-row.js";
import type { ReadContactsOptions } from "./read-options.js";
import { readRow } from "./read-row.js";
import type { SourceRow } from "./source-row.js";

/** Turns the rows of a text into contacts. */
export interface Table {
  /** `undefined` before the first row. */
  readonly columnNames: readonly string[] | undefined;
  read(rows: readonly SourceRow[]): readonly ContactRow[];
}

type RowOptions = Pick<ReadContactsOptions, "columns" | "defaultCountry" | "doNotCall">;

/** Rows under a header. */
export class CsvTable implements Table {
  columnNames: readonly string[] | undefined;
  readonly #options: RowOptions;
  readonly #named: string;
  #mapping: FullMapping | undefined;
  #indexOf: ReadonlyMap<string, number> = new Map();
  #rest: readonly string[] = [];

  constructor(options: RowOptions, named: string) {
    this.#options = options;
    this.#named = named;
  }

  read(rows: readonly SourceRow[]): readonly ContactRow[] {
    const contacts: ContactRow[] = [];
    for (const row of rows) {
      if (this.#mapping === undefined) this.#mapping = this.#readHeader(row);
      else contacts.push(this.#readRow(row, this.#mapping));
    }
    return contacts;
  }

  #readRow(row: SourceRow, mapping: FullMapping): ContactRow {
    const { line } = row;
    if ("fault" in row) return { kind: "invalid", line, reason: row.fault, code: row.code };
    const cells = "cells" in row ? row.cells : [];
    const columns = this.columnNames?.length ?? 0;
    if (cells.length !== columns) {
      const fields = `it has ${cells.length} ${cells.length === 1 ? "field" : "fields"} where the header has ${columns}`;
      const isLong = row.endLine > line;
      const reason = isLong ? `${fields}, and quotes that make it go on to line ${row.endLine}` : fields;
      return { kind: "invalid", line, reason, code: "fields" };
    }
    const valueAt = (column: string) => cells[this.#indexOf.get(column) ?? -1];
    const { defaultCountry, doNotCall } = this.#options;
    return readRow(line, valueAt, this.#rest, { mapping, defaultCountry, doNotCall });
  }

  #readHeader(row: SourceRow): FullMapping {
    if (!("cells" in row)) {
      const why = "fault" in row ? row.fault : "it is not CSV";
      throw new ContactsError(`The header of ${this.#named} cannot be read: ${why}.`, row.line);
    }
    const names = row.cells.map((cell) => cell.trim());
    this.columnNames = names;
    const mapping = fullMapping(this.#options.columns ?? {}, names);
    const wanted = [
      ...mapping.single,
      ...mapping.tags,
      ...(mapping.variables === "rest" ? [] : mapping.variables),
    ];
    const keys = names.map(keyOf);
    const repeated = names.find((name, index) => name !== "" && keys.indexOf(keyOf(name)) !== index);
    if (repeated !== undefined)
      throw new ContactsError(`${this.#named} has the column «${repeated}» twice.`, row.line);
    const missing = wanted.map(([, column]) => column).filter((column) => !keys.includes(keyOf(column)));
    if (missing.length > 0) {
      throw new ContactsError(
        `${this.#named} has no column ${missing.map((column) => `«${column}»`).join(" and no column ")}; its header is: ${names.join(", ")}.`,
        row.line,
      );
    }
    const taken = new Set(wanted.map(([, column]) => keyOf(column)));
    this.#rest = names.filter((name, index) => name !== "" && !taken.has(keys[index] ?? ""));
    this.#indexOf = new Map(
      [...wanted.map(([, column]) => column), ...this.#rest].map((column) => [
        column,
        keys.indexOf(keyOf(column)),
      ]),
    );
    return mapping;
  }
}

/** Rows that bring their own keys. */
export class JsonTable implements Table {
  columnNames: readonly string[] | undefined;
  readonly #options: RowOptions;
  #mapping: FullMapping | undefined;
  #taken: ReadonlySet<string> = new Set();

  constructor(options: RowOptions) {
    this.#options = options;
  }

  read(rows: readonly SourceRow[]): readonly ContactRow[] {
    return rows.map((row) => this.#readRow(row));
  }

  #readRow(row: SourceRow): ContactRow {
    const { line } = row;
    if ("fault" in row) {
      this.columnNames ??= [];
      return { kind: "invalid", line, reason: row.fault, code: row.code };
    }
    const object = "object" in row ? row.object : {};
    this.#mapping ??= this.#readKeys(Object.keys(object));
    const mapping = this.#mapping;
    const rest =
      mapping.variables === "rest" ? Object.keys(object).filter((key) => !this.#taken.has(key)) : [];
    const valueAt = (key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);
    const { defaultCountry, doNotCall } = this.#options;
    return readRow(line, valueAt, rest, { mapping, defaultCountry, doNotCall });
  }

  #readKeys(keys: readonly string[]): FullMapping {
    this.columnNames = keys;
    const mapping = fullMapping(this.#options.columns ?? {}, keys);
    this.#taken = new Set([...mapping.single, ...mapping.tags].map(([, key]) => key));
    return mapping;
  }
}

function keyOf(column: string): string {
  return column.trim().toLowerCase();
}
