import type { Connection, Prepared } from "./connection.js";

/** Rows that go into a table by one statement: what is spared is the way to SQLite and back. */
const ROWS = 32;

/** Inserts many rows. The last of them are in the table after `finish`. */
export class BatchInsert {
  readonly #width: number;
  readonly #one: Prepared;
  readonly #many: Prepared;
  #waiting: unknown[] = [];

  constructor(connection: Connection, table: string, columns: readonly string[]) {
    const row = `(${columns.map(() => "?").join(", ")})`;
    const sql = (rows: number) =>
      `INSERT INTO ${table} (${columns.join(", ")}) VALUES ${Array.from({ length: rows }, () => row).join(", ")}`;
    this.#width = columns.length;
    this.#one = connection.prepare(sql(1));
    this.#many = connection.prepare(sql(ROWS));
  }

  add(...row: readonly unknown[]): void {
    this.#waiting.push(...row);
    if (this.#waiting.length < ROWS * this.#width) return;
    this.#many.run(...this.#waiting);
    this.#waiting = [];
  }

  finish(): void {
    for (let at = 0; at < this.#waiting.length; at += this.#width)
      this.#one.run(...this.#waiting.slice(at, at + this.#width));
    this.#waiting = [];
  }
}
