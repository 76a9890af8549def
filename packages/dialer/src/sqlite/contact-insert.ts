import type { SqliteValue } from "./journal-store.js";
import type { Sql } from "./sql.js";

/** Contacts a statement: beyond that, calling the engine costs next to nothing. */
const AT_ONCE = 100;
const COLUMNS = 3;
const PLACE = "(?1, ?, ?, ?)";
const INSERT_ONE = `INSERT INTO dialer_contact (campaign, line, phone, details) VALUES ${PLACE}`;
const INSERT_MANY = `${INSERT_ONE}${`, ${PLACE}`.repeat(AT_ONCE - 1)}`;

/**
 * Inserts contacts of one campaign, many at a time. Handing a value to the engine takes longer than writing it, a text three times as
 * long as a number: a row has as few of them as can be.
 */
export class ContactInsert {
  readonly #sql: Sql;
  /** One array for all statements: a new one for each would be garbage that holds every text of its rows. */
  readonly #values: SqliteValue[];
  #size = 1;

  constructor(sql: Sql, campaign: number) {
    this.#sql = sql;
    this.#values = [campaign];
  }

  /** It is in the table when {@link end} was called. */
  add(line: number, phone: number, details: string): void {
    this.#values[this.#size++] = line;
    this.#values[this.#size++] = phone;
    this.#values[this.#size++] = details;
    if (this.#size <= AT_ONCE * COLUMNS) return;
    this.#sql.runWith(INSERT_MANY, this.#values);
    this.#size = 1;
  }

  /** The few that are left go one by one, so that no statement of another size is prepared. */
  end(): void {
    const [campaign = null] = this.#values;
    for (let from = 1; from < this.#size; from += COLUMNS)
      this.#sql.run(INSERT_ONE, campaign, ...this.#values.slice(from, from + COLUMNS));
    this.#size = 1;
  }
}
