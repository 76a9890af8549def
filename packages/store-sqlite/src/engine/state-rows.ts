import type { Connection } from "./connection.js";
import { keptList } from "./kept-list.js";

/** Rows that one statement writes at most. */
const ROWS = 8;

/**
 * The rows of the table `state`: of the namespace, and of each bucket. Whatever a verb changes of them is written together, and
 * mostly into one page.
 */
export class StateRows {
  readonly #select;
  readonly #writes;
  readonly #waiting = new Map<number, readonly number[]>();

  constructor(connection: Connection) {
    this.#select = connection.prepare("SELECT value FROM state WHERE id = ?");
    this.#writes = Array.from({ length: ROWS }, (_, index) => {
      const rows = Array.from({ length: index + 1 }, () => "(?, ?)").join(", ");
      return connection.prepare(`INSERT OR REPLACE INTO state (id, value) VALUES ${rows}`);
    });
  }

  /** @throws PoolStoreError `store_corrupt` */
  read(id: number): readonly number[] {
    return this.#waiting.get(id) ?? keptList<number>((this.#select.get(id)?.[0] as string | undefined) ?? "");
  }

  /** Sets a row; it is written by {@link save}. */
  set(id: number, value: readonly number[]): void {
    this.#waiting.set(id, value);
  }

  save(): void {
    let parameters: unknown[] = [];
    const write = () => {
      if (parameters.length > 0) this.#writes[parameters.length / 2 - 1]?.run(...parameters);
      parameters = [];
    };
    for (const [id, value] of this.#waiting) {
      parameters.push(id, `[${value.join()}]`);
      if (parameters.length === 2 * ROWS) write();
    }
    write();
    this.#waiting.clear();
  }

  /** Lets go of what a verb that was undone would have written. */
  forgetRead(): void {
    this.#waiting.clear();
  }
}
