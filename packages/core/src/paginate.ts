import type { RequestOptions } from "./options.js";
import type { Pagination } from "./types.js";

/** Most the client asks for at once when the caller does not say. */
const DEFAULT_PAGE_SIZE = 100;

/** Where a list starts and how much a page holds. */
export interface PageParams {
  /** Rows a page: default 100 here (the API's own default is 20). */
  readonly limit?: number;
  /** Rows to skip: default 0. */
  readonly offset?: number;
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
 * `for await` goes through every row, page by page. Rows that move to a later
 * page while it is read (because new ones come in front) are given once. A row
 * deleted in front of the reader can make it miss one: offset paging cannot
 * tell.
 */
export interface Listing<T> extends AsyncIterable<T> {
  /** The first page alone: one request. */
  page(): Promise<Page<T>>;
  /** All rows as an array, at most `limit` of them. */
  toArray(options?: { readonly limit?: number }): Promise<T[]>;
}

/**
 * Makes a listing from a function that fetches one page.
 *
 * @param keyOf Tells rows apart. A row without a key is always given.
 */
export function createListing<T>(
  fetchPage: (params: Required<PageParams>, options?: RequestOptions) => Promise<Page<T>>,
  keyOf: (item: T) => string | undefined,
  params: PageParams = {},
  options?: RequestOptions,
): Listing<T> {
  const limit = params.limit ?? DEFAULT_PAGE_SIZE;
  const start = params.offset ?? 0;

  async function* iterate(): AsyncGenerator<T> {
    const seen = new Set<string>();
    for (let offset = start; ; ) {
      const { items, pagination } = await fetchPage({ limit, offset }, options);
      let anyNew = false;
      for (const item of items) {
        const key = keyOf(item);
        if (key !== undefined) {
          if (seen.has(key)) continue;
          seen.add(key);
        }
        anyNew = true;
        yield item;
      }
      offset += items.length;
      if (items.length === 0 || offset >= (pagination?.total_records ?? Number.POSITIVE_INFINITY)) return;
      // Without a total, a short page is the only sign of the end; so is one that repeats what was read.
      if (pagination?.total_records === undefined && (items.length < limit || !anyNew)) return;
    }
  }

  return {
    [Symbol.asyncIterator]: iterate,
    page: () => fetchPage({ limit, offset: start }, options),
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
