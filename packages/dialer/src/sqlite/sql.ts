import type { SqliteDatabase, SqliteStatement, SqliteValue } from "./journal-store.js";

/**
 * Statements on the store's connection, each prepared once for each way of running it: libsql 0.5 gives the rows of the earlier
 * parameters when a statement that gave all its rows is asked for one. Rows are typed by who asks: the schema is ours.
 */
export class Sql {
  readonly #database: SqliteDatabase;
  readonly #toRun = new Map<string, SqliteStatement>();
  readonly #forFirst = new Map<string, SqliteStatement>();
  readonly #forAll = new Map<string, SqliteStatement>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** @returns How many rows it changed. */
  run(sql: string, ...parameters: readonly SqliteValue[]): number {
    return this.runWith(sql, parameters);
  }

  /** As {@link run}, for many parameters. */
  runWith(sql: string, parameters: readonly SqliteValue[]): number {
    return this.#prepared(this.#toRun, sql).run(parameters).changes;
  }

  /** @returns The key that the row was given. */
  insert(sql: string, ...parameters: readonly SqliteValue[]): number {
    return Number(this.#prepared(this.#toRun, sql).run(parameters).lastInsertRowid);
  }

  first<Row>(sql: string, ...parameters: readonly SqliteValue[]): Row | undefined {
    return this.#prepared(this.#forFirst, sql).get(parameters) as Row | undefined;
  }

  all<Row>(sql: string, ...parameters: readonly SqliteValue[]): readonly Row[] {
    return this.#prepared(this.#forAll, sql).all(parameters) as readonly Row[];
  }

  /** Several statements at once, without parameters. */
  script(sql: string): void {
    this.#database.exec(sql);
  }

  #prepared(statements: Map<string, SqliteStatement>, sql: string): SqliteStatement {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }
}
