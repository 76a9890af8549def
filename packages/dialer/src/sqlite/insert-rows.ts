import type { SqliteValue } from "./journal-store.js";
import type { Sql } from "./sql.js";

/** Rows a statement: beyond that, calling the engine costs next to nothing. */
const ROWS = 100;

/** A column to be filled. */
export interface ImportColumn<Row> {
  readonly name: string;
  of(row: Row): SqliteValue;
}

/** Inserts rows of one campaign, many at a time: a million of them are to take no longer than to read their file. */
export function insertRows<Row>(
  sql: Sql,
  table: string,
  campaign: number,
  columns: readonly ImportColumn<Row>[],
  rows: readonly Row[],
): void {
  const names = columns.map(({ name }) => name).join(", ");
  // The campaign is part of the text: it is the same in all rows, and each value that is bound costs time.
  const places = `(${campaign}, ${columns.map(() => "?").join(", ")})`;
  const insertMany = `INSERT INTO ${table} (campaign, ${names}) VALUES ${Array(ROWS).fill(places).join(", ")}`;
  const insertOne = `INSERT INTO ${table} (campaign, ${names}) VALUES ${places}`;
  // One array for all statements: a new one for each would be garbage that holds every text of its rows.
  const values: SqliteValue[] = [];
  let at = 0;
  for (const row of rows) {
    for (const column of columns) values[at++] = column.of(row);
    if (at < ROWS * columns.length) continue;
    sql.runWith(insertMany, values);
    at = 0;
  }
  // The few that are left go one by one, so that no statement of another size is prepared.
  for (let from = 0; from < at; from += columns.length)
    sql.runWith(insertOne, values.slice(from, from + columns.length));
}
