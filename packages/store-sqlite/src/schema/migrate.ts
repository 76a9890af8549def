import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import type { Connection } from "../engine/connection.js";
import { DAMAGE_ADVICE } from "../engine/store-errors.js";
import { VERSION_1 } from "./version-1.js";

/** "dpl1", by which tools that know of it tell our files. */
const APPLICATION_ID = 0x64706c31;
/** What leads from each version to the next; a file is made by all of them. */
const MIGRATIONS: readonly string[] = [VERSION_1];

/** The version of the schema that this release writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Brings the file to the present version, all at once; a process that comes second finds it done.
 *
 * @throws PoolStoreError `store_version` for a file of a newer release, `store_corrupt` for one of another program.
 */
export function migrate(connection: Connection): void {
  if (versionOf(connection) < SCHEMA_VERSION) {
    connection.transaction(() => {
      const version = versionOf(connection);
      for (const migration of MIGRATIONS.slice(version)) connection.database.exec(migration);
      connection.database.exec(
        `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION};`,
      );
    });
  }
  checkWhole(connection);
}

/** @throws PoolStoreError `store_corrupt` when somebody took a table away. */
function checkWhole(connection: Connection): void {
  const names = new Set(
    connection
      .prepare("SELECT name FROM sqlite_schema")
      .all()
      .map(([name]) => name),
  );
  const wanted = MIGRATIONS.flatMap((sql) =>
    [...sql.matchAll(/^CREATE \w+ (\w+)/gm)].map(([, name]) => name),
  );
  const missing = wanted.find((name) => !names.has(name));
  if (missing === undefined) return;
  throw new PoolStoreError("store_corrupt", `${connection.path} lacks its "${missing}". ${DAMAGE_ADVICE}`);
}

/**
 * The version of a file's schema; 0 for a file that is empty. Changes nothing.
 *
 * @throws PoolStoreError `store_version` for a file of a newer release, `store_corrupt` for one of another program, or of no version.
 */
export function versionOf(connection: Connection): number {
  const { path } = connection;
  const read = (sql: string) => connection.prepare(sql).get()?.[0] as number;
  const applicationId = read("PRAGMA application_id");
  const version = read("PRAGMA user_version");
  const isEmpty = read("SELECT count(*) FROM sqlite_schema") === 0;
  if (isEmpty && applicationId === 0) return 0;
  if (applicationId !== APPLICATION_ID) {
    throw new PoolStoreError(
      "store_corrupt",
      `${path} is an SQLite database of another program. Give the store a file of its own; other tables may be added to that.`,
    );
  }
  if (version < 1) {
    throw new PoolStoreError(
      "store_corrupt",
      `${path} says that it has the schema ${version}, which there never was. ${DAMAGE_ADVICE}`,
    );
  }
  if (version > SCHEMA_VERSION) {
    throw new PoolStoreError(
      "store_version",
      `${path} was written by a newer release (schema ${version}; this one reads up to ${SCHEMA_VERSION}). Update @dialpool/store-sqlite.`,
    );
  }
  return version;
}
