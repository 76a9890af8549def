import { accessSync, closeSync, constants, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { versionOf } from "../schema/migrate.js";
import { Connection } from "./connection.js";
import { problemsOf } from "./sound-pages.js";
import { DAMAGE_ADVICE, engineCodeOf, storeErrorOf } from "./store-errors.js";
import { untilFree } from "./until-free.js";

const PRIVATE = 0o600;
/** Files up to this size are checked as a whole when they are opened: about a tenth of a second. */
const CHECKED_BYTES = 64 * 2 ** 20;

/** How a file is opened. */
export interface ConnectionOptions {
  readonly path: string;
  readonly busyTimeoutMs: number;
  readonly synchronous: "full" | "normal";
}

/**
 * Opens the file, makes it if need be (mode 0600, which SQLite gives the files beside it too), and looks
 * whether it is sound.
 */
export function openConnection({ path, busyTimeoutMs, synchronous }: ConnectionOptions): Connection {
  if (path !== ":memory:") {
    makeFile(path);
    checkKind(path);
    checkRights(path);
  }
  let connection: Connection | undefined;
  try {
    const opened = new Connection(path, busyTimeoutMs);
    connection = opened;
    // While another process opens the same file: the change to WAL waits for nobody.
    untilFree(busyTimeoutMs, () => {
      // The first statement reads the header: what is no database fails here.
      // Whatever is not ours, or newer than we are, stays as it is, its header too.
      versionOf(opened);
      checkWritable(opened, busyTimeoutMs);
      opened.prepare("PRAGMA journal_mode = WAL").get();
    });
    opened.database.exec(
      `PRAGMA synchronous = ${synchronous}; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;`,
    );
    checkQuickly(opened);
    return opened;
  } catch (error) {
    connection?.close();
    throw isWithoutRights(path, error) ? readOnlyError(path, error) : storeErrorOf(error, path);
  }
}

/** A file that is there keeps its mode: that is its owner's choice. */
function makeFile(path: string): void {
  try {
    closeSync(openSync(path, "ax", PRIVATE));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "EEXIST") return;
    const [storeCode, reason] =
      code === "EROFS" || code === "EACCES" || code === "EPERM"
        ? ([
            "store_read_only",
            "its folder may not be written to. Check the folder's mode and owner",
          ] as const)
        : code === "ENOSPC"
          ? (["store_full", "the disk is full. Free some space"] as const)
          : code === "ENOENT" || code === "ENOTDIR"
            ? (["store_unavailable", "its folder is not there, or is none. Make the folder first"] as const)
            : (["store_unavailable", "the system refuses"] as const);
    throw new PoolStoreError(storeCode, `${path} cannot be made: ${reason} (${code}).`, { cause: error });
  }
}

/** What is there may be something else than a file. */
function checkKind(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() === true) return;
  const reason =
    found === undefined
      ? "is a link that leads nowhere"
      : "is no file. Name a file, in that folder for instance";
  throw new PoolStoreError("store_unavailable", `${path} ${reason}.`);
}

/**
 * SQLite would open the file for reading, and fail at the first verb. The file is not opened to find out: a process that opens and closes
 * it by the system's own calls loses the locks of all its connections to it (POSIX), and the next process to
 * close it would take the log away from under them.
 */
function checkRights(path: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    // SQLite keeps a journal beside it.
    accessSync(dirname(path), constants.R_OK | constants.W_OK);
  } catch (error) {
    throw readOnlyError(path, error);
  }
}

/** The same, where the rights are others than the system says of this user. */
function checkWritable({ path, database }: Connection, busyTimeoutMs: number): void {
  if (path === ":memory:") return;
  try {
    database.exec("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; ROLLBACK");
  } catch (error) {
    // Whoever writes just now is not waited for: whether we may, is known before it is asked who does.
    if (engineCodeOf(error)?.startsWith("SQLITE_READONLY")) throw readOnlyError(path, error);
  } finally {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  }
}

function readOnlyError(path: string, cause: unknown): PoolStoreError {
  const message = `${path} may not be written to by this user, or its folder may not. Check the modes and the owners of both, and whether their file system takes writes.`;
  return new PoolStoreError("store_read_only", message, { cause });
}

/** Of a file that is there, and that SQLite cannot even begin to read. */
function isWithoutRights(path: string, error: unknown): boolean {
  const code = engineCodeOf(error);
  if (code?.startsWith("SQLITE_READONLY")) return true;
  return (
    code?.startsWith("SQLITE_CANTOPEN") === true &&
    statSync(path, { throwIfNoEntry: false })?.isFile() === true
  );
}

/** A large file is not read as a whole at every start: that is for `check`. */
function checkQuickly(connection: Connection): void {
  const { path } = connection;
  const size = path === ":memory:" ? 0 : statSync(path).size;
  const table = size <= CHECKED_BYTES ? "1" : "sqlite_schema";
  const [problem] = problemsOf(connection, `quick_check(${table})`);
  if (problem === undefined) return;
  throw new PoolStoreError("store_corrupt", `${path} is damaged: ${problem}. ${DAMAGE_ADVICE}`);
}
