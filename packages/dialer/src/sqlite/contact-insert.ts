import type { SqliteValue } from "./journal-store.js";
import type { Sql } from "./sql.js";

/** Contacts a statement: beyond that, calling the engine costs next to nothing. */
const AT_ONCE = 100;
/** Values of a row, its lane apart. */
const COLUMNS = 3;
/** Values that all rows of a statement have in common: they are handed over once. */
const SHARED = 2;
const INSERT = "INSERT INTO dialer_contact (campaign, lane, line, phone, details) VALUES";
const INSERT_ONE = `${INSERT} (?1, ?2, ?, ?, ?)`;
const INSERT_MANY = `${INSERT_ONE}${", (?1, ?2, ?, ?, ?)".repeat(AT_ONCE - 1)}`;
const INSERT_MIXED = `${INSERT} (?1, ?, ?, ?, ?)${", (?1, ?, ?, ?, ?)".repeat(AT_ONCE - 1)}`;

/**
 * Inserts contacts of a campaign in the order of their lines, many at a time. Handing a value to the engine takes longer than writing it, a
 * text three times as long as a number: a row has as few of them as can be, and no lane where all of a statement stand in one.
 */
export class ContactInsert {
  readonly #sql: Sql;
  /** One array for all statements of a kind: a new one for each would be garbage that holds every text of its rows. */
  readonly #values: SqliteValue[];
  readonly #mixed: SqliteValue[];
  readonly #lanes: number[] = [];
  #rows = 0;

  constructor(sql: Sql, campaign: number) {
    this.#sql = sql;
    this.#values = [campaign, null];
    this.#mixed = [campaign];
  }

  /** It is in the table when {@link end} was called. */
  add(lane: number, line: number, phone: number, details: string): void {
    const at = SHARED + COLUMNS * this.#rows;
    this.#values[at] = line;
    this.#values[at + 1] = phone;
    this.#values[at + 2] = details;
    this.#lanes[this.#rows++] = lane;
    if (this.#rows < AT_ONCE) return;
    if (this.#lanes.every((each) => each === lane)) {
      this.#values[1] = lane;
      this.#sql.runWith(INSERT_MANY, this.#values);
    } else this.#sql.runWith(INSERT_MIXED, this.#mix());
    this.#rows = 0;
  }

  /** The few that are left go one by one, so that no statement of another size is prepared. */
  end(): void {
    const [campaign = null] = this.#values;
    for (let row = 0; row < this.#rows; row++) {
      const at = SHARED + COLUMNS * row;
      const own = this.#values.slice(at, at + COLUMNS);
      this.#sql.runWith(INSERT_ONE, [campaign, this.#lanes[row] as number, ...own]);
    }
    this.#rows = 0;
  }

  #mix(): readonly SqliteValue[] {
    let to = 1;
    for (let row = 0; row < AT_ONCE; row++) {
      const from = SHARED + COLUMNS * row;
      this.#mixed[to++] = this.#lanes[row] as number;
      for (let column = 0; column < COLUMNS; column++)
        this.#mixed[to++] = this.#values[from + column] as SqliteValue;
    }
    return this.#mixed;
  }
}
