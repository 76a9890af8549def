import {
  isPoolStoreError,
  PoolStoreError,
  type PoolStoreErrorCode,
} from "@dialpool/pool-strategies/store-kit";

/** What helps against damage. What else is in the file, such as a dialer's campaigns, comes back by a backup alone. */
export const DAMAGE_ADVICE =
  "Restore it from a backup, or begin a new one and rebuild it from call records: that brings back usage and affinity, not campaigns or other tables of the file, which are in no export and no rebuild.";

const UNREAD =
  "* could not be read, which says nothing of what is in it. Check the disk, then try again with this same file.";

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
  ["SQLITE_CORRUPT", "store_corrupt", `* is damaged. ${DAMAGE_ADVICE}`],
  ["SQLITE_NOTADB", "store_corrupt", "* is no SQLite database. Give another path, or move that file away."],
  [
    "SQLITE_CANTOPEN",
    "store_unavailable",
    "* cannot be opened. Check that its folder is there and may be written to.",
  ],
  ...["SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ"].map(
    (code) => [code, "store_unavailable", UNREAD] as const,
  ),
  ["SQLITE_IOERR", "store_unavailable", "Reading or writing * failed. Check the disk, then try again."],
];

/** Results of SQLite that libsql has no name for: some in full, all by their lowest byte. */
const RESULTS: Readonly<Record<number, string>> = {
  266: "SQLITE_IOERR_READ",
  522: "SQLITE_IOERR_SHORT_READ",
  3: "SQLITE_PERM",
  5: "SQLITE_BUSY",
  6: "SQLITE_LOCKED",
  8: "SQLITE_READONLY",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  13: "SQLITE_FULL",
  14: "SQLITE_CANTOPEN",
  23: "SQLITE_AUTH",
  26: "SQLITE_NOTADB",
};

/** SQLite's name for an error of the engine, also where libsql tells its number alone; nothing for other errors. */
export function engineCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error ? String(error.code) : "";
  if (code.startsWith("SQLITE_")) return code;
  const [, number] = /^UNKNOWN_SQLITE_ERROR_(\d+)$/.exec(code) ?? [];
  const [, failed] = code === "" ? (/^ConnectionFailed\(".*: (\d+)"\)$/.exec(error.message) ?? []) : [];
  const result = number ?? failed;
  if (result === undefined) return undefined;
  return RESULTS[Number(result)] ?? RESULTS[Number(result) & 255] ?? "SQLITE_ERROR";
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
