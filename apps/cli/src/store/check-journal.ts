import { type JournalFinding, type JournalStore, sqliteJournal } from "@dialpool/dialer/sqlite";
import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";

/** Something that is not as it must be in the journal of campaigns and calls. */
export interface JournalFault {
  readonly law: "journal";
  readonly message: string;
}

/** Checks the journal that is in the file of a pool state, if there is one. Makes none. */
export function checkJournal(store: JournalStore | undefined): readonly JournalFault[] {
  if (store === undefined || !hasJournal(store)) return [];
  try {
    return sqliteJournal(store)
      .check()
      .map(({ message }: JournalFinding) => ({ law: "journal", message }));
  } catch (error) {
    if (!isPoolStoreError(error)) throw error;
    return [{ law: "journal", message: error.message }];
  }
}

function hasJournal(store: JournalStore): boolean {
  return store.read(
    (database) =>
      database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'dialer_campaign'").get([]) !== undefined,
  );
}
