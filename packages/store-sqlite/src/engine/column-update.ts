import type { Connection, Prepared } from "./connection.js";

/** Writes those columns of a row that changed: the others need not be passed to SQLite, nor their indexes looked at. */
export class ColumnUpdate {
  readonly #connection: Connection;
  readonly #table: string;
  readonly #key: string;
  readonly #columns: readonly string[];
  /** By which columns they write, as bits. */
  readonly #updates = new Map<number, Prepared>();

  /** @param columns At most 31. */
  constructor(connection: Connection, table: string, key: string, columns: readonly string[]) {
    this.#connection = connection;
    this.#table = table;
    this.#key = key;
    this.#columns = columns;
  }

  /** Both by column; nothing is written where nothing changed. */
  write(id: number, before: readonly unknown[], after: readonly unknown[]): void {
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

  #updateOf(changed: number): Prepared {
    const known = this.#updates.get(changed);
    if (known !== undefined) return known;
    const sets = this.#columns.filter((_, index) => (changed & (1 << index)) !== 0);
    const update = this.#connection.prepare(
      `UPDATE ${this.#table} SET ${sets.map((column) => `${column} = ?`).join(", ")} WHERE ${this.#key} = ?`,
    );
    this.#updates.set(changed, update);
    return update;
  }
}
