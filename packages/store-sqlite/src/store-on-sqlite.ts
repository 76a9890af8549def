import type {
  AcquireRequest,
  Extensions,
  Flag,
  Geography,
  Lease,
  LoadOptions,
  LoadReport,
  NumberUsage,
  PoolDefinition,
  RecordedCall,
  Selection,
  Settlement,
  SettleResult,
} from "@dialpool/pool-strategies";
import {
  type ExportOptions,
  type ImportOptions,
  type NamespaceRecord,
  rejectInput,
  type StoreHealth,
} from "@dialpool/pool-strategies/store-kit";
import { checkState } from "./check/check-state.js";
import type { Books } from "./engine/books.js";
import { BucketBook } from "./engine/bucket-book.js";
import { CallBook } from "./engine/call-book.js";
import { CalleeBook } from "./engine/callee-book.js";
import type { Connection } from "./engine/connection.js";
import { Namespace } from "./engine/namespace.js";
import { NumberBook } from "./engine/number-book.js";
import { StateRows } from "./engine/state-rows.js";
import { PoolShelf } from "./pools/pool-shelf.js";
import { nameOf } from "./texts.js";
import { clearNamespace } from "./transfer/clear-namespace.js";
import { exportRecords } from "./transfer/export-records.js";
import { importRecords } from "./transfer/import-records.js";
import type { SqliteDatabase, SqliteStore } from "./types.js";
import { acquire } from "./verbs/acquire.js";
import { begin } from "./verbs/begin.js";
import { Changes } from "./verbs/changes.js";
import { expire } from "./verbs/expire.js";
import { flag } from "./verbs/flag.js";
import { record } from "./verbs/record.js";
import { settle } from "./verbs/settle.js";
import { usage } from "./verbs/usage.js";

/** What a store is made with besides its file. */
export interface StoreParts {
  readonly geography: Geography | undefined;
  readonly extensions: Extensions;
  /** `undefined`: as the file has it. */
  readonly maxCallMs: number | undefined;
  readonly maxCallees: number;
  readonly keepCallsDays: number;
}

/** The verbs, each one transaction on the file. */
export class StoreOnSqlite implements SqliteStore {
  readonly #parts: StoreParts;
  readonly #books: Books;
  readonly #shelf: PoolShelf;
  readonly #changes: Changes;

  constructor(connection: Connection, parts: StoreParts) {
    this.#parts = parts;
    const states = new StateRows(connection);
    const namespace = new Namespace(connection, states);
    const books: Books = {
      connection,
      namespace,
      numbers: new NumberBook(connection),
      calls: new CallBook(connection, namespace, parts.keepCallsDays),
      callees: new CalleeBook(connection, namespace, parts.maxCallees),
      buckets: new BucketBook(states),
      states,
    };
    this.#books = books;
    this.#shelf = new PoolShelf(books, parts);
    this.#changes = new Changes(books, this.#shelf);
    connection.onEnd = (isDone) => (isDone ? save(books) : this.#forgetRead());
    if (parts.maxCallMs !== undefined) keepMaxCallMs(books, parts.maxCallMs);
  }

  get database(): SqliteDatabase {
    return this.#books.connection.database;
  }

  load(pool: PoolDefinition, options: LoadOptions): LoadReport {
    return begin(this.#books, this.#shelf, this.#changes, pool, options);
  }

  acquire(request: AcquireRequest): Selection {
    return acquire(this.#books, this.#shelf, this.#changes, request);
  }

  record(call: RecordedCall): void {
    record(this.#books, this.#changes, call);
  }

  settle(settlement: Settlement): SettleResult {
    return settle(this.#books, this.#shelf, this.#changes, settlement);
  }

  flag(flagged: Flag): boolean {
    return flag(this.#books, this.#changes, flagged);
  }

  usage(poolId: string, { now }: { readonly now: number }): readonly NumberUsage[] {
    return usage(this.#books, this.#shelf, this.#changes, poolId, now);
  }

  expire({ now }: { readonly now: number }): readonly Lease[] {
    return expire(this.#books, this.#changes, now);
  }

  transaction<Result>(work: (database: SqliteDatabase) => Result): Result {
    return this.#books.connection.transaction(() => nowOf(work(this.database)));
  }

  read<Result>(work: (database: SqliteDatabase) => Result): Result {
    return this.#books.connection.read(() => nowOf(work(this.database)));
  }

  exportNamespace(options?: ExportOptions): AsyncIterable<NamespaceRecord> {
    return exportRecords(this.#books, this.#shelf, options);
  }

  importNamespace(
    records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>,
    options?: ImportOptions,
  ): Promise<void> {
    return importRecords(this.#books, this.#changes, this.#parts, records, options);
  }

  check({ now }: { readonly now: number }): StoreHealth {
    return checkState(this.#books, this.#shelf, this.#changes, now);
  }

  poolIds(): readonly string[] {
    const rows = this.#books.connection.read(() =>
      this.#books.connection.prepare("SELECT pool_id FROM pool").all(),
    );
    return rows.map(([poolId]) => nameOf(poolId as string)).sort();
  }

  clear(): void {
    this.#books.connection.transaction(() => {
      clearNamespace(this.#books);
      this.#changes.forgetRead();
    });
  }

  /** Whatever was undone was never read. */
  #forgetRead(): void {
    this.#books.namespace.forgetRead();
    this.#changes.forgetRead();
  }

  close(): void {
    this.#books.connection.close();
  }
}

/** Until the first call it may be changed: later, leases that are out were granted for so long. */
function keepMaxCallMs({ connection, namespace }: Books, maxCallMs: number): void {
  connection.transaction(() => {
    namespace.read(0);
    if (namespace.sequence > 0 && namespace.maxCallMs !== maxCallMs) {
      rejectInput(
        "maxCallMs",
        `${connection.path} has counted calls with ${namespace.maxCallMs}. Open it with that, or without.`,
      );
    }
    namespace.setMaxCallMs(maxCallMs);
  });
}

/** Writes what a verb changed and has not written yet. */
function save({ numbers, callees, buckets, namespace, states }: Books): void {
  numbers.save();
  callees.save();
  buckets.save();
  namespace.save();
  states.save();
}

/** What work answered, unless it goes on: then what it does later would not be part of what it was to be part of. */
function nowOf<Result>(result: Result): Result {
  if (!(result instanceof Promise)) return result;
  result.catch(() => {});
  return rejectInput(
    "work",
    "Must not be async: what it does after its first promise would not be undone with the rest.",
  );
}
