export type { JournalFinding } from "./check.js";
export type { JournalStore, SqliteDatabase, SqliteStatement, SqliteValue } from "./journal-store.js";
export { type SqliteJournal, sqliteJournal } from "./sqlite-journal.js";
