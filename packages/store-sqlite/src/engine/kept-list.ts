import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";

const NONE: readonly never[] = Object.freeze([]);

/** A list, and the JSON that the file keeps of it: either is made when it is asked for. */
export class KeptList<Item> {
  #text: string | undefined;
  #items: readonly Item[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    this.#text ??= JSON.stringify(this.#items);
    return this.#text;
  }

  /** @throws PoolStoreError `store_corrupt` */
  get items(): readonly Item[] {
    this.#items ??= keptList<Item>(this.#text as string);
    return this.#items;
  }

  set items(items: readonly Item[]) {
    this.#items = items;
    this.#text = undefined;
  }
}

/** @throws PoolStoreError `store_corrupt` for a text that is no list. */
export function keptList<Item>(text: string): readonly Item[] {
  if (text === "[]") return NONE;
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
