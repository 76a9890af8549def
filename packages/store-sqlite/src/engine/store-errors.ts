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

/** Results of SQLite that libsql has no name for, by their lowest byte. */
const RESULTS: Readonly<Record<number, string>> = {
  5: "SQLITE_BUSY",
  8: "SQLITE_READONLY",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  13: "SQLITE_FULL",
  14: "SQLITE_CANTOPEN",
};

/** SQLite's name for an error of the engine, also where libsql tells its number alone; nothing for other errors. */
export function engineCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error ? String(error.code) : "";
  if (code.startsWith("SQLITE_")) return code;
  const [, number] = /^UNKNOWN_SQLITE_ERROR_(\d+)$/.exec(code) ?? [];
  const [, failed] = code === "" ? (/^ConnectionFailed\(".*: (\d+)"\)$/.exec(error.message) ?? []) : [];
  const result = number ?? failed;
  return result === undefined ? undefined : (RESULTS[Number(result) & 255] ?? "SQLITE_ERROR");
}

/** An error of SQLite as a {@link PoolStoreError}; whatever else was thrown as it is. */
export function storeErrorOf(error: unknown, path: string): unknown {
  if (isPoolStoreError(error)) return error;
  const engineCode = engineCodeOf(error);
  const meaning = MEANINGS.find(([prefix]) => engineCode?.startsWith(prefix));
  // The user's own SQL in a transaction has errors of its own: constraints, syntax, types.
  if (meaning === undefined) return error;
  const [, code, sentence] = meaning;
  return new PoolStoreError(code, `${sentence.replace("*", path)} (${engineCode})`, { cause: error });
}
