import {
  isPoolStoreError,
  PoolStoreError,
  type PoolStoreErrorCode,
} from "@dialpool/pool-strategies/store-kit";

/** What SQLite calls it, what we call it, and what to do. `*` stands for the file. */
const MEANINGS: readonly (readonly [prefix: string, code: PoolStoreErrorCode, sentence: string])[] = [
  [
    "SQLITE_BUSY",
    "store_busy",
    "Another process kept * busy for longer than `busyTimeoutMs`. Nothing was changed; try again.",
  ],
  ["SQLITE_LOCKED", "store_busy", "* is locked within this process. Nothing was changed; try again."],
  ["SQLITE_FULL", "store_full", "The disk with * is full. Nothing was changed; free some space."],
  ["SQLITE_READONLY", "store_read_only", "* may be read but not written. Check its mode and its folder's."],
  ["SQLITE_PERM", "store_denied", "* may not be opened by this user. Check its owner and mode."],
  ["SQLITE_AUTH", "store_denied", "* may not be used by this user."],
  [
    "SQLITE_CORRUPT",
    "store_corrupt",
    "* is damaged. Restore it from a backup, or begin a new one and rebuild it from call records.",
  ],
  ["SQLITE_NOTADB", "store_corrupt", "* is no SQLite database. Give another path, or move that file away."],
  [
    "SQLITE_CANTOPEN",
    "store_unavailable",
    "* cannot be opened. Check that its folder is there and may be written to.",
  ],
  ["SQLITE_IOERR", "store_unavailable", "Reading or writing * failed. Check the disk."],
];

/** What an error of the engine has, by whichever way it comes. */
interface EngineError {
  readonly code: string;
  readonly message: string;
}

function isEngineError(error: unknown): error is EngineError {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_");
}

/** An error of SQLite as a {@link PoolStoreError}; whatever else was thrown as it is. */
export function storeErrorOf(error: unknown, path: string): unknown {
  if (isPoolStoreError(error) || !isEngineError(error)) return error;
  const meaning = MEANINGS.find(([prefix]) => error.code.startsWith(prefix));
  // The user's own SQL in a transaction has errors of its own: constraints, syntax, types.
  if (meaning === undefined) return error;
  const [, code, sentence] = meaning;
  return new PoolStoreError(code, `${sentence.replace("*", path)} (${error.code})`, { cause: error });
}
