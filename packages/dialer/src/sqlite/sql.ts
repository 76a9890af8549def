import type { SqliteDatabase, SqliteStatement, SqliteValue } from "./journal-store.js";

/** Statements on the store's connection, each prepared once. Rows are typed by who asks: the schema is ours. */
export class Sql {
  readonly #database: SqliteDatabase;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** @returns How many rows it changed. */
  run(sql: string, ...parameters: readonly SqliteValue[]): number {
    return this.#statementOf(sql).run(parameters).changes;
  }

  first<Row>(sql: string, ...parameters: readonly SqliteValue[]): Row | undefined {
    return this.#statementOf(sql).get(parameters) as Row | undefined;
  }

  all<Row>(sql: string, ...parameters: readonly SqliteValue[]): readonly Row[] {
    return this.#statementOf(sql).all(parameters) as readonly Row[];
  }

  /** Several statements at once, without parameters. */
  script(sql: string): void {
    this.#database.exec(sql);
  }

  #statementOf(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
