import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";

/** A list that the file keeps as JSON. */
export function keptList<Item>(text: string): readonly Item[] {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list as Item[];
  } catch {
    // Said below, for whatever is no list.
  }
  throw new PoolStoreError(
    "store_corrupt",
    "The file keeps a list that cannot be read. Its `check` says where; restore it from a backup, or rebuild it from call records.",
  );
}
