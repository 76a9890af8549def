import type { Schema } from "../wire-types.js";

/** Which rows a list request asks for. */
export interface PageQuery {
  readonly limit?: number;
  readonly offset?: number;
}

/** Rows a page holds if the request does not say. */
export const DEFAULT_LIMIT = 20;

/** One page of rows and where it stands. An offset past the end gives an empty page. */
export interface Page<Row> {
  readonly rows: Row[];
  readonly pagination: Schema<"Pagination">;
}

/** Cuts one page out of all rows. */
export function pageOf<Row>(rows: readonly Row[], query: PageQuery): Page<Row> {
  const { limit, offset } = boundsOf(query);
  return { rows: rows.slice(offset, offset + limit), pagination: paginationOf(rows.length, query) };
}

/** Where a page stands in a list of `totalRecords` rows. */
export function paginationOf(totalRecords: number, query: PageQuery): Schema<"Pagination"> {
  return { total_records: totalRecords, ...boundsOf(query) };
}

/** `limit` and `offset` with the documented defaults. */
export function boundsOf(query: PageQuery): { limit: number; offset: number } {
  return { limit: query.limit ?? DEFAULT_LIMIT, offset: query.offset ?? 0 };
}
