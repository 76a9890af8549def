import type { MaybePromise, PoolStore } from "../store.js";
import type { NamespaceRecord } from "./namespace-record.js";

/** Something that is not as it must be in the state of a store. */
export interface StoreFinding {
  /**
   * Which law is broken:
   *
   * - `counts`: a number's counts are those of its leases and recorded calls in the window.
   * - `leases`: every lease that is live counts at its number, and belongs to a number and a pool that are known.
   * - `index`: every member is in the indexes of its buckets exactly as its limits say, with the right score.
   * - `parked`: nothing is parked that is free, and whatever is parked has its time to wake.
   * - `engine`: what the engine's own check says.
   */
  readonly law: "counts" | "leases" | "index" | "parked" | "engine";
  /** A sentence: what is wrong, with the slug, pool or lease that it is wrong with. Callees are masked. */
  readonly message: string;
}

/** What `check` looked at, and what it found. */
export interface StoreHealth {
  readonly pools: number;
  readonly numbers: number;
  readonly leases: number;
  readonly callees: number;
  /** At most the first 100. Empty: the state is sound. */
  readonly findings: readonly StoreFinding[];
}

/** How a namespace is taken over. */
export interface ImportOptions {
  /** What was kept before goes in the same moment. Default `false`: the namespace must be empty. */
  readonly replace?: boolean;
}

/** How a namespace is given away. */
export interface ExportOptions {
  /**
   * Told, as a sentence, of whatever cannot be read: it is left out then, and what comes may not be imported, but `rebuildNamespace`
   * goes by it. Without it the export of a damaged state fails with `store_corrupt`.
   */
  readonly onLost?: (sentence: string) => void;
}

/** A store that can give all of its namespace away, and take one over. */
export interface TransferableStore extends PoolStore {
  /** Everything that is kept, as of one moment. Callers of other verbs may go on meanwhile; whoever stops reading lets go of all. */
  exportNamespace(options?: ExportOptions): AsyncIterable<NamespaceRecord>;
  /**
   * Takes over an export, as a whole or not at all. The records are checked.
   *
   * A namespace is empty when it has no pool, number, lease or callee and gave no sequence; its time is then the export's.
   *
   * @throws PoolStoreError `namespace_not_empty`, or `import_invalid`.
   * @throws PolicyError when a pool needs a geography or an extension that this store was opened without.
   */
  importNamespace(
    records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>,
    options?: ImportOptions,
  ): MaybePromise<void>;
}

/** A store whose state outlives the process. */
export interface DurablePoolStore extends TransferableStore {
  /** Checks the laws that the state must keep. Changes nothing but the time. */
  check(options: { readonly now: number }): MaybePromise<StoreHealth>;
  /** Ids of the pools that were loaded, sorted. */
  poolIds(): MaybePromise<readonly string[]>;
  /** Forgets the whole namespace. */
  clear(): MaybePromise<void>;
  /** Lets go of what the store holds open, but not of what its user handed to it. Safe to repeat. */
  close(): MaybePromise<void>;
}
