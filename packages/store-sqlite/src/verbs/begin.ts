import type { LoadOptions, LoadReport, PoolDefinition } from "@dialpool/pool-strategies";
import { earlierCallsOf } from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import type { PoolShelf } from "../pools/pool-shelf.js";
import { textOf } from "../texts.js";
import type { Changes } from "./changes.js";
import { load } from "./load.js";
import { record } from "./record.js";

/** Loads a pool; the calls from before are counted in the same transaction, if the file does not know the pool. */
export function begin(
  books: Books,
  shelf: PoolShelf,
  changes: Changes,
  pool: PoolDefinition,
  options: LoadOptions,
): LoadReport {
  const calls = earlierCallsOf(options);
  if (calls === undefined) return load(books, shelf, changes, pool, options);
  const { connection } = books;
  return connection.transaction(() => {
    const known = connection.prepare("SELECT 1 FROM pool WHERE pool_id = ?").get(textOf(pool.poolId));
    const report = load(books, shelf, changes, pool, options);
    if (known !== undefined) return report;
    for (const call of calls) record(books, changes, call);
    return { ...report, counted: calls.length };
  });
}
