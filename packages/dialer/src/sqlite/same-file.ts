import type { JournalStore } from "./journal-store.js";

/**
 * Whether another store keeps its state in the same file: it is the same store, or another connection to that file. A database in
 * memory is its store's alone.
 */
export function isInFileOf(store: JournalStore, other: object): boolean {
  if (other === store) return true;
  const file = fileOf(store);
  return file !== "" && isOnFile(other) && fileOf(other) === file;
}

/** A store whose file can be asked for. */
type OnFile = Pick<JournalStore, "read">;

function isOnFile(store: object): store is OnFile {
  return "read" in store && typeof store.read === "function";
}

/** The path in full, links followed; empty for a database in memory. */
function fileOf(store: OnFile): string {
  return store.read((database) => {
    const row = database.prepare("SELECT file FROM pragma_database_list WHERE name = 'main'").get([]);
    return (row as { readonly file: string | null } | undefined)?.file ?? "";
  });
}
