import type { Pagination } from "./types.js";

/** Most the client asks for at once when the caller does not say. */
const DEFAULT_PAGE_SIZE = 100;

/** So often a reader steps back: a list that never keeps its order must end all the same. */
const MAX_STEPS_BACK = 100;

/** Where a list starts and how much a page holds. */
export interface PageParams {
  /** Rows a page, from 1 on: default 100 here (the API's own default is 20). */
  readonly limit?: number | undefined;
  /** Rows to skip: default 0. */
  readonly offset?: number | undefined;
}

/** What one request of a list asks for. */
export interface PageRange {
  readonly limit: number;
  readonly offset: number;
}

/** One answer of a list operation. */
export interface Page<T> {
  readonly items: readonly T[];
  /** As the API gave it; absent when it gave none. */
  readonly pagination?: Pagination;
}

/**
 * A list that is fetched as it is read.
 *
 * `for await` goes through every row, page by page. **Promised**, if the API
 * keeps its order and tells the total: no row comes twice, and of the rows that
 * are there from the first request to the last none is missing, however many
 * are added or removed meanwhile. Each page after the first begins with a row
 * that is known already; if it does not, rows in front of it have gone, and the
 * reader steps back.
 *
 * Not promised: rows added or removed meanwhile may come or not. A list that is
 * reordered, begun at an `offset`, read with `limit: 1`, or that loses rows in
 * front of the reader more than a hundred times can miss some.
 */
export interface Listing<T> extends AsyncIterable<T> {
  /** The first page alone: one request. */
  page(): Promise<Page<T>>;
  /** All rows as an array, at most `limit` of them. */
  toArray(options?: { readonly limit?: number | undefined }): Promise<T[]>;
}

/**
 * Makes a listing from a function that fetches one page.
 *
 * @param keyOf Tells rows apart. A row without a key is always given.
 * @param breakOff Throws. Called where the list ends before its own total, or its end cannot be told; absent: that is its end.
 */
export function createListing<T>(
  fetchPage: (range: PageRange) => Promise<Page<T>>,
  keyOf: (item: T) => string | undefined,
  params: PageParams = {},
  breakOff?: (rows: number) => never,
): Listing<T> {
  const limit = params.limit ?? DEFAULT_PAGE_SIZE;
  const start = params.offset ?? 0;

  async function* iterate(): AsyncGenerator<T> {
    const seen = new Set<string | undefined>();
    let overlap = 0;
    let stepsBack = 0;
    for (let offset = start; ; ) {
      const { items, pagination } = await fetchPage({ limit, offset });
      const [first] = items;
      const total = pagination?.total_records;
      const hasTotal = typeof total === "number";
      const isKnown = first !== undefined && seen.has(keyOf(first));
      if (overlap > 0 && !isKnown && offset > start) {
        if (stepsBack++ < MAX_STEPS_BACK) {
          offset = Math.max(start, offset - limit);
          continue;
        }
        breakOff?.(seen.size);
      }
      let anyNew = false;
      for (const item of items) {
        const key = keyOf(item);
        if (key !== undefined) {
          if (seen.has(key)) continue;
          seen.add(key);
          anyNew = true;
        }
        yield item;
      }
      offset += items.length;
      // Without a total, a short page is a sign of the end, if nobody has to know; so is one that repeats what was read.
      if (hasTotal ? offset >= total : !(breakOff && anyNew) && items.length < limit) return;
      if (hasTotal ? !first : !anyNew) {
        breakOff?.(seen.size);
        return;
      }
      overlap = hasTotal && limit > 1 && items.length > 1 && seen.has(keyOf(items.at(-1) as T)) ? 1 : 0;
      offset -= overlap;
    }
  }

  return {
    [Symbol.asyncIterator]: iterate,
    page: () => fetchPage({ limit, offset: start }),
    async toArray({ limit: most = Number.POSITIVE_INFINITY } = {}) {
      const all: T[] = [];
      if (most <= 0) return all;
      for await (const item of iterate()) {
        all.push(item);
        if (all.length >= most) break;
      }
      return all;
    },
  };
}
