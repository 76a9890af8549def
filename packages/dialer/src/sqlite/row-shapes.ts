import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import {
  type Field,
  fieldOf,
  fieldsOf,
  fillIn,
  hasShape,
  type RowDetails,
  type RowShape,
  rowOf,
  shapeOf,
  wideShapeOf,
} from "./row-shape.js";
import type { Sql } from "./sql.js";

/** When a file has so many shapes, rows that would bring another take a wide one. */
const MANY_SHAPES = 1000;

const LOST = "The file has contacts of which it does not know any more what their values stand for";

interface KeptShape {
  readonly shape: RowShape;
  /** Its key, and room for the values of a row. One array for all rows: each of its own would be garbage at once. */
  readonly values: unknown[];
}

/**
 * Writes rows of lists down as arrays: the key of the row's shape, and its values. What they stand for is kept once for
 * each shape, and not in every one of a million rows.
 *
 * To be made anew for each transaction: if that is undone, so are the shapes it added.
 */
export class RowShapes {
  readonly #sql: Sql;
  readonly #kept = new Map<string, KeptShape>();
  readonly #fields = new Map<number, readonly Field[]>();
  /** That of the row before: most lists have one. */
  #last: KeptShape | undefined;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** A row as JSON. */
  write(row: RowDetails): string {
    if (this.#last === undefined || !hasShape(row, this.#last.shape)) this.#last = this.#shapeOf(row);
    const { shape, values } = this.#last;
    fillIn(values, 1, row, shape);
    return JSON.stringify(values);
  }

  /** The row that was written so. */
  read(details: string): RowDetails {
    const [key, ...values] = JSON.parse(details) as [number, ...unknown[]];
    return rowOf(this.#fieldsOf(key), values);
  }

  #shapeOf(row: RowDetails): KeptShape {
    const own = shapeOf(row);
    const fields = JSON.stringify(fieldsOf(own));
    const known = this.#kept.get(fields);
    if (known !== undefined) return known;
    const shape = this.#keyOf(fields) !== undefined || this.#hasRoom() ? own : wideShapeOf(row);
    const kept = { shape, values: [this.#keep(JSON.stringify(fieldsOf(shape)))] };
    this.#kept.set(fields, kept);
    return kept;
  }

  #keep(fields: string): number {
    return (
      this.#keyOf(fields) ?? this.#sql.insert("INSERT INTO dialer_row_shape (fields) VALUES (?)", fields)
    );
  }

  #keyOf(fields: string): number | undefined {
    return this.#sql.first<{ key: number }>("SELECT key FROM dialer_row_shape WHERE fields = ?", fields)?.key;
  }

  #hasRoom(): boolean {
    const row = this.#sql.first<{ last: number | null }>("SELECT max(key) AS last FROM dialer_row_shape");
    return (row?.last ?? 0) < MANY_SHAPES;
  }

  #fieldsOf(key: number): readonly Field[] {
    const known = this.#fields.get(key);
    if (known !== undefined) return known;
    const row = this.#sql.first<{ fields: string }>("SELECT fields FROM dialer_row_shape WHERE key = ?", key);
    if (row === undefined) throw new PoolStoreError("store_corrupt", `${LOST} (dialer_row_shape ${key}).`);
    const fields = (JSON.parse(row.fields) as string[]).map(fieldOf);
    this.#fields.set(key, fields);
    return fields;
  }
}
