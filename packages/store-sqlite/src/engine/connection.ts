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
  /** Called before a transaction or a savepoint ends well, and when it is undone. */
  onEnd: (isDone: boolean) => void = () => {};
  readonly #prepared = new Map<string, Prepared>();
  #depth = 0;
  #isClosed = false;

  constructor(path: string, busyTimeoutMs: number) {
    this.path = path;
    this.database = new Database(path, { timeout: busyTimeoutMs }) as unknown as SqliteDatabase & {
      close(): void;
    };
  }

  get isInTransaction(): boolean {
    return this.#depth > 0;
  }

  prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = new PreparedStatement(this.database.prepare(sql));
    this.#prepared.set(sql, statement);
    return statement;
  }

  /** All or nothing. Nested, the inner part alone is undone when it throws. */
  transaction<Result>(work: () => Result): Result {
    if (this.#isClosed)
      throw new PoolStoreError("store_closed", `The store on ${this.path} was closed. Open it again.`);
    const { database } = this;
    const savepoint = this.#depth === 0 ? undefined : `dialpool_${this.#depth}`;
    try {
      database.exec(savepoint === undefined ? "BEGIN IMMEDIATE" : `SAVEPOINT ${savepoint}`);
      this.#depth++;
      try {
        const result = work();
        this.onEnd(true);
        database.exec(savepoint === undefined ? "COMMIT" : `RELEASE ${savepoint}`);
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

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.database.close();
  }
}

/** Parameters go as one array: libsql would flatten them otherwise. */
class PreparedStatement implements Prepared {
  readonly #statement: SqliteStatement;
  #isRaw = false;

  constructor(statement: SqliteStatement) {
    this.#statement = statement;
  }

  run(...parameters: readonly unknown[]): void {
    this.#statement.run(parameters);
  }

  change(...parameters: readonly unknown[]): number {
    return this.#statement.run(parameters).changes;
  }

  get(...parameters: readonly unknown[]): Row | undefined {
    return this.#rows().get(parameters) as Row | undefined;
  }

  all(...parameters: readonly unknown[]): readonly Row[] {
    return this.#rows().all(parameters) as Row[];
  }

  /** Only statements that answer rows may be asked for arrays. */
  #rows(): SqliteStatement {
    if (!this.#isRaw) {
      this.#statement.raw(true);
      this.#isRaw = true;
    }
    return this.#statement;
  }
}
