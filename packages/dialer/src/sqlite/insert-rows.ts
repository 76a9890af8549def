import type { SqliteValue } from "./journal-store.js";
import type { Sql } from "./sql.js";

/** Rows a statement: beyond that, calling the engine costs next to nothing. */
const ROWS = 50;

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
  // The few that are left go one by one, so that no statement of another size is prepared.
  const firstLeft = rows.length - (rows.length % ROWS);
  const values: SqliteValue[] = [];
  for (const [index, row] of rows.entries()) {
    for (const column of columns) values.push(column.of(row));
    if (index < firstLeft && values.length < ROWS * columns.length) continue;
    sql.runWith(index < firstLeft ? insertMany : insertOne, values);
    values.length = 0;
  }
}
