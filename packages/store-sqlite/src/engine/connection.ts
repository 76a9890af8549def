import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import Database from "libsql";
import type { SqliteDatabase, SqliteStatement } from "../types.js";
import { storeErrorOf } from "./store-errors.js";

/** A row, by column. */
export type Row = readonly unknown[];

/** A statement that answers rows as arrays. */
export interface Prepared {
  run(...parameters: readonly unknown[]): void;
  /** Answers how many rows were changed. */
  change(...parameters: readonly unknown[]): number;
  get(...parameters: readonly unknown[]): Row | undefined;
  all(...parameters: readonly unknown[]): readonly Row[];
}

/**
 * The open file, its prepared statements, and its transactions: one verb is one immediate transaction, or a
 * savepoint of one that the user began.
 */
export class Connection {
  readonly path: string;
  readonly database: SqliteDatabase & { close(): void };
  /** Connections that exports read by, and that nobody reads by now. */
  readonly idleReaders: Connection[] = [];
  /** Called before a transaction or a savepoint ends well, and when it is undone. */
  onEnd: (isDone: boolean) => void = () => {};
  readonly #prepared = new Map<string, Prepared>();
  readonly #commit;
  readonly #dataVersion;
  #depth = 0;
  #isClosed = false;

  constructor(path: string, busyTimeoutMs: number) {
    this.path = path;
    this.database = new Database(path, { timeout: busyTimeoutMs }) as unknown as SqliteDatabase & {
      close(): void;
    };
    this.#commit = this.prepare("COMMIT");
    this.#dataVersion = this.prepare("PRAGMA data_version");
  }

  /** Another number whenever another connection, of this process or another, has changed the file. */
  get dataVersion(): number {
    return this.#dataVersion.get()?.[0] as number;
  }

  prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = new PreparedStatement(() => this.database.prepare(sql));
    this.#prepared.set(sql, statement);
    return statement;
  }

  /** All or nothing. Nested, the inner part alone is undone when it throws. */
  transaction<Result>(work: () => Result): Result {
    this.#checkOpen();
    const { database } = this;
    const savepoint = this.#depth === 0 ? undefined : `dialpool_${this.#depth}`;
    try {
      // Not prepared: libsql 0.5 leaves a statement that found the file locked unfinished. The next read would then stay open for
      // ever, and after another process' commit every further BEGIN would fail (SQLITE_BUSY_SNAPSHOT).
      database.exec(savepoint === undefined ? "BEGIN IMMEDIATE" : `SAVEPOINT ${savepoint}`);
      this.#depth++;
      try {
        const result = work();
        this.onEnd(true);
        if (savepoint === undefined) this.#commit.run();
        else database.exec(`RELEASE ${savepoint}`);
        return result;
      } catch (error) {
        this.onEnd(false);
        // A full disk may have undone everything already.
        if (database.inTransaction)
          database.exec(
            savepoint === undefined ? "ROLLBACK" : `ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`,
          );
        throw error;
      } finally {
        this.#depth--;
      }
    } catch (error) {
      throw storeErrorOf(error, this.path);
    }
  }

  /** Reads as of one moment, and keeps nobody from writing. */
  read<Result>(work: () => Result): Result {
    this.#checkOpen();
    try {
      if (this.#depth > 0) return work();
      this.database.exec("BEGIN");
      try {
        return work();
      } finally {
        if (this.database.inTransaction) this.database.exec("ROLLBACK");
      }
    } catch (error) {
      throw storeErrorOf(error, this.path);
    }
  }

  #checkOpen(): void {
    if (!this.#isClosed) return;
    throw new PoolStoreError("store_closed", `The store on ${this.path} was closed. Open it again.`);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const reader of this.idleReaders.splice(0)) reader.close();
    // libsql lets go of the file when the last statement is collected; by then nothing is left to be done.
    this.#prepared.clear();
    try {
      this.database.exec("PRAGMA wal_checkpoint(PASSIVE)");
    } catch {
      // Whatever is wrong with the file, it is committed: whoever opens it next finds the rest beside it.
    }
    this.database.close();
  }
}

/**
 * Parameters go as one array: libsql would flatten them otherwise. One statement for each way to ask: libsql 0.5
 * does not reset a statement that all rows were taken of, and the next `get` would see rows of the parameters before.
 */
class PreparedStatement implements Prepared {
  readonly #prepare: () => SqliteStatement;
  #runs: SqliteStatement | undefined;
  #changes: SqliteStatement | undefined;
  #gets: SqliteStatement | undefined;
  #lists: SqliteStatement | undefined;

  constructor(prepare: () => SqliteStatement) {
    this.#prepare = prepare;
  }

  /** By libsql's `get`: its `run` takes a microsecond more for what it answers. */
  run(...parameters: readonly unknown[]): void {
    this.#runs ??= this.#prepare();
    this.#runs.get(parameters);
  }

  change(...parameters: readonly unknown[]): number {
    this.#changes ??= this.#prepare();
    return this.#changes.run(parameters).changes;
  }

  get(...parameters: readonly unknown[]): Row | undefined {
    this.#gets ??= this.#prepare().raw(true);
    return this.#gets.get(parameters) as Row | undefined;
  }

  all(...parameters: readonly unknown[]): readonly Row[] {
    this.#lists ??= this.#prepare().raw(true);
    return this.#lists.all(parameters) as Row[];
  }
}
