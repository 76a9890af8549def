import type { Connection, Prepared } from "./connection.js";

/**
 * Writes rows column by column as far as need be: those that are not `null` of a new row, those that changed of another. The others
 * need not be passed to SQLite, nor their indexes looked at.
 */
export class RowWrites {
  readonly #connection: Connection;
  readonly #table: string;
  readonly #key: string;
  readonly #columns: readonly string[];
  /** By which columns they write, as bits. */
  readonly #inserts = new Map<number, Prepared>();
  readonly #updates = new Map<number, Prepared>();

  /** @param columns At most 31, without the key. */
  constructor(connection: Connection, table: string, key: string, columns: readonly string[]) {
    this.#connection = connection;
    this.#table = table;
    this.#key = key;
    this.#columns = columns;
  }

  insert(id: number, row: readonly unknown[]): void {
    let given = 0;
    const values: unknown[] = [];
    for (let index = 0; index < row.length; index++) {
      if (row[index] === null) continue;
      given |= 1 << index;
      values.push(row[index]);
    }
    values.push(id);
    this.#insertOf(given).run(...values);
  }

  /** Nothing is written where nothing changed. */
  update(id: number, before: readonly unknown[], after: readonly unknown[]): void {
    let changed = 0;
    const values: unknown[] = [];
    for (let index = 0; index < after.length; index++) {
      if (before[index] === after[index]) continue;
      changed |= 1 << index;
      values.push(after[index]);
    }
    if (changed === 0) return;
    values.push(id);
    this.#updateOf(changed).run(...values);
  }

  #insertOf(given: number): Prepared {
    const known = this.#inserts.get(given);
    if (known !== undefined) return known;
    const columns = [...this.#columnsOf(given), this.#key];
    const insert = this.#connection.prepare(
      `INSERT INTO ${this.#table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
    );
    this.#inserts.set(given, insert);
    return insert;
  }

  #updateOf(changed: number): Prepared {
    const known = this.#updates.get(changed);
    if (known !== undefined) return known;
    const sets = this.#columnsOf(changed).map((column) => `${column} = ?`);
    const update = this.#connection.prepare(
      `UPDATE ${this.#table} SET ${sets.join(", ")} WHERE ${this.#key} = ?`,
    );
    this.#updates.set(changed, update);
    return update;
  }

  #columnsOf(bits: number): readonly string[] {
    return this.#columns.filter((_, index) => (bits & (1 << index)) !== 0);
  }
}
