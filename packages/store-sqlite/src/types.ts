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
import type { DurablePoolStore, StoreHealth } from "@dialpool/pool-strategies/store-kit";

/** How a store on SQLite is opened. */
export interface SqliteStoreOptions {
  /** The file; made if it is not there (its folder is not). `":memory:"` for a store that lives as long as it is open. */
  readonly path: string;
  /** Knows where numbers belong. Needed by policies with local presence; `geography` of `@dialpool/pool-strategies/geo` is one. */
  readonly geography?: Geography;
  /** Functions that policies may name. Every process that opens the file needs them. */
  readonly extensions?: Extensions;
  /**
   * For how long a lease that nobody settles is taken for a call in flight, ms: 1,000 to 86,400,000. Kept in the file
   * (3,600,000 at first): whoever gives none takes what is there, and it can be changed until the first call.
   */
  readonly maxCallMs?: number;
  /** How long to wait while another process writes, ms: 0 to 600,000, default 5,000. Then the error is `store_busy`. */
  readonly busyTimeoutMs?: number;
  /**
   * `"full"`: what was answered survives the loss of power. `"normal"`: it survives a crash of the
   * process, but the last answers before a loss of power may be gone, each as a whole. Default `"full"`.
   */
  readonly synchronous?: "full" | "normal";
  /** Callees who are remembered; well beyond it, those written to longest ago go. Default 1,000,000. */
  readonly maxCallees?: number;
  /** For how many days calls stay in the table `calls` to be queried; selection itself needs little more than one. 2 to 3650, default 30. */
  readonly keepCallsDays?: number;
}

/**
 * A prepared statement, as far as a journal beside the store needs it. Prepare it twice if it is to be asked for
 * one row and for all: libsql 0.5 answers a `get` after an `all` of the same statement with rows of the former.
 */
export interface SqliteStatement {
  run(...parameters: readonly unknown[]): { readonly changes: number; readonly lastInsertRowid: number };
  get(...parameters: readonly unknown[]): unknown;
  all(...parameters: readonly unknown[]): unknown[];
  raw(isRaw?: boolean): SqliteStatement;
  pluck(isPlucked?: boolean): SqliteStatement;
}

/** The open database: the `Database` of libsql, whose interface is that of better-sqlite3. */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): void;
  readonly inTransaction: boolean;
}

/**
 * A store on one SQLite file. It answers at once, like the memory store; several processes of one machine may have
 * the same file open.
 */
export interface SqliteStore extends DurablePoolStore {
  load(pool: PoolDefinition, options: LoadOptions): LoadReport;
  acquire(request: AcquireRequest): Selection;
  record(call: RecordedCall): void;
  settle(settlement: Settlement): SettleResult;
  flag(flag: Flag): boolean;
  usage(poolId: string, options: { readonly now: number }): readonly NumberUsage[];
  expire(options: { readonly now: number }): readonly Lease[];
  /**
   * Runs `work` in one immediate transaction: verbs of this store that are called inside take part in it, and so does
   * whatever it does with `database`, such as a journal in the same file. Everything is committed at once when it
   * returns, and nothing of it happened if it throws. May be nested: an inner one is part of the outer one.
   *
   * `work` must not wait: the file is locked for all other processes meanwhile.
   */
  transaction<Result>(work: (database: SqliteDatabase) => Result): Result;
  /**
   * Runs `work`, which only reads, without keeping other processes from writing: all that it reads is of one moment. Inside
   * of a transaction it is part of that.
   */
  read<Result>(work: (database: SqliteDatabase) => Result): Result;
  /** The database, for tables of one's own and for reading. The store's own tables are changed by its verbs alone. */
  readonly database: SqliteDatabase;
  check(options: { readonly now: number }): StoreHealth;
  poolIds(): readonly string[];
  clear(): void;
  close(): void;
}
