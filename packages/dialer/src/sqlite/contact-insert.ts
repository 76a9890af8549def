import type { SqliteValue } from "./journal-store.js";
import type { Sql } from "./sql.js";

/** Contacts a statement: beyond that, calling the engine costs next to nothing. */
const AT_ONCE = 100;
const COLUMNS = 3;
/** Values that all rows of a statement have in common: they are handed over once. */
const SHARED = 2;
const PLACE = "(?1, ?2, ?, ?, ?)";
const INSERT_ONE = `INSERT INTO dialer_contact (campaign, lane, line, phone, details) VALUES ${PLACE}`;
const INSERT_MANY = `${INSERT_ONE}${`, ${PLACE}`.repeat(AT_ONCE - 1)}`;

/**
 * Inserts contacts of one lane of a campaign, many at a time. Handing a value to the engine takes longer than writing it, a text three times as
 * long as a number: a row has as few of them as can be.
 */
export class ContactInsert {
  readonly #sql: Sql;
  /** One array for all statements: a new one for each would be garbage that holds every text of its rows. */
  readonly #values: SqliteValue[];
  #size = SHARED;

  constructor(sql: Sql, campaign: number, lane: number) {
    this.#sql = sql;
    this.#values = [campaign, lane];
  }

  /** It is in the table when {@link end} was called. */
  add(line: number, phone: number, details: string): void {
    this.#values[this.#size++] = line;
    this.#values[this.#size++] = phone;
    this.#values[this.#size++] = details;
    if (this.#size < SHARED + AT_ONCE * COLUMNS) return;
    this.#sql.runWith(INSERT_MANY, this.#values);
    this.#size = SHARED;
  }

  /** The few that are left go one by one, so that no statement of another size is prepared. */
  end(): void {
    const shared = this.#values.slice(0, SHARED);
    for (let from = SHARED; from < this.#size; from += COLUMNS)
      this.#sql.runWith(INSERT_ONE, [...shared, ...this.#values.slice(from, from + COLUMNS)]);
    this.#size = SHARED;
  }
}
