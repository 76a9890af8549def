import type { AcquireRequest, Selection, Settlement, SettleResult } from "@dialpool/pool-strategies";

/** What is bound to a statement. */
export type SqliteValue = string | number | null;

/** A prepared statement of a SQLite library. */
export interface SqliteStatement {
  run(parameters: readonly SqliteValue[]): {
    readonly changes: number;
    readonly lastInsertRowid: number | bigint;
  };
  get(parameters: readonly SqliteValue[]): unknown;
  all(parameters: readonly SqliteValue[]): readonly unknown[];
}

/** A connection, as libsql and better-sqlite3 have it. */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
}

/**
 * What the journal asks of a pool store that keeps its state in a SQLite file: `openSqliteStore` of
 * `@dialpool/store-sqlite` gives one.
 */
export interface JournalStore {
  /** One immediate transaction, in which `acquire` and `settle` take part; a throw rolls all of it back. */
  transaction<Result>(work: (database: SqliteDatabase) => Result): Result;
  /** Reads as of one moment, without the lock of a writer; part of the transaction if one is open. */
  read<Result>(work: (database: SqliteDatabase) => Result): Result;
  acquire(request: AcquireRequest): Selection;
  settle(settlement: Settlement): SettleResult;
}
