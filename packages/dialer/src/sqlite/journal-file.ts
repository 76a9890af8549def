import { hasVerb } from "../check-options.js";
import { DialerConfigError } from "../errors.js";
import type { JournalStore } from "./journal-store.js";
import { migrate } from "./schema.js";
import { Sql } from "./sql.js";
import { Tally } from "./tally.js";

/** `PRAGMA synchronous`: commits are kept in order, and only some of them wait for the disk. */
const NORMAL = 1;
/** What a store must be able to do. */
const VERBS = ["transaction", "read", "acquire", "settle"] as const satisfies readonly (keyof JournalStore)[];

/** What a verb works with inside of its transaction. */
export interface Writing {
  readonly sql: Sql;
  /** Counts that change; written when the work is done. */
  readonly tally: Tally;
  /** Leases are granted and settled in the same transaction. */
  readonly leases: Pick<JournalStore, "acquire" | "settle">;
}

/** The journal's tables in the store's file. */
export class JournalFile {
  readonly #store: JournalStore;
  readonly #sql: Sql;
  /** How long the connection waits for other processes that write, ms. */
  readonly #waitMs: number;
  /** How a commit waits for the disk: SQLite's number for it. */
  readonly #synchronous: number;

  /** @throws DialerConfigError for what is no store in a SQLite file. */
  constructor(store: JournalStore) {
    if (!VERBS.every((verb) => hasVerb(store, verb)))
      throw new DialerConfigError("The journal's store", [
        { path: "store", message: "Is none in a SQLite file. openSqliteStore({ path }) opens one." },
      ]);
    this.#store = store;
    this.#sql = store.transaction((database) => {
      const sql = new Sql(database);
      migrate(sql);
      return sql;
    });
    this.#synchronous = this.#sql.first<{ synchronous: number }>("PRAGMA synchronous")?.synchronous ?? NORMAL;
    this.#waitMs = this.#sql.first<{ timeout: number }>("PRAGMA busy_timeout")?.timeout ?? 0;
  }

  /** Reads as of one moment, without a lock. */
  read<Result>(work: (sql: Sql) => Result): Result {
    return this.#store.read(() => work(this.#sql));
  }

  /** One transaction for all of the work. */
  write<Result>(work: (writing: Writing) => Result): Result {
    const sql = this.#sql;
    return this.#store.transaction(() => {
      const tally = new Tally();
      const result = work({ sql, tally, leases: this.#store });
      tally.write(sql);
      return result;
    });
  }

  /** As {@link write}, but where another process is writing it fails at once, with the store's error for that. */
  writeNow<Result>(work: (writing: Writing) => Result): Result {
    this.#sql.script("PRAGMA busy_timeout = 0");
    try {
      return this.write(work);
    } finally {
      this.#sql.script(`PRAGMA busy_timeout = ${this.#waitMs}`);
    }
  }

  /**
   * As {@link write}, but it is on disk for certain only with the next commit that is: for what nobody can see before that.
   * In a transaction that is open already, it is as that is.
   */
  writeAhead<Result>(work: (writing: Writing) => Result): Result {
    if (this.#synchronous <= NORMAL || !this.#trySynchronous(NORMAL)) return this.write(work);
    try {
      return this.write(work);
    } finally {
      this.#trySynchronous(this.#synchronous);
    }
  }

  /** SQLite refuses it inside of a transaction. */
  #trySynchronous(level: number): boolean {
    try {
      this.#sql.script(`PRAGMA synchronous = ${level}`);
      return true;
    } catch {
      return false;
    }
  }
}
