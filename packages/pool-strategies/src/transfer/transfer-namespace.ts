import { rejectInput } from "../errors.js";
import { type MemoryState, memoryStates } from "../memory-state.js";
import type { PoolStore } from "../store.js";
import type { ExportOptions, ImportOptions, TransferableStore } from "../store-kit/durable-store.js";
import type { NamespaceRecord } from "../store-kit/namespace-record.js";
import { withEnd } from "../store-kit/namespace-records.js";
import { PoolStoreError } from "../store-kit/pool-store-error.js";
import { namespaceRecords, restoreNamespace } from "./memory-namespace.js";

/** Records of a namespace, from wherever they come. */
export type NamespaceRecords = AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>;

/**
 * Everything that a store keeps, as of this moment: any store of this project, the memory store included.
 *
 * A memory store copies its state at once; a durable one gives it piece by piece.
 *
 * @throws InvalidInputError when the store can give nothing away.
 */
export function exportNamespace(
  store: PoolStore,
  options: ExportOptions = {},
): AsyncIterable<NamespaceRecord> {
  return transferable(store).exportNamespace(options);
}

/**
 * Takes an export over into a store, as a whole or not at all.
 *
 * The namespace must be empty unless `replace` is set: then what it kept goes in the same moment. Leases that
 * were out there are known no more after that, so let no process dial meanwhile.
 *
 * @throws PoolStoreError `namespace_not_empty`, or `import_invalid` with the position of the record.
 * @throws PolicyError when a pool needs a geography or an extension that the store was made without.
 * @throws InvalidInputError when the store can take nothing over.
 */
export async function importNamespace(
  store: PoolStore,
  records: NamespaceRecords,
  options: ImportOptions = {},
): Promise<void> {
  await transferable(store).importNamespace(records, options);
}

/**
 * Copies a namespace from one store to another of whatever kind: afterwards both answer every verb the same.
 *
 * @throws What {@link exportNamespace} and {@link importNamespace} throw.
 */
export async function copyNamespace(
  from: PoolStore,
  to: PoolStore,
  options: ImportOptions = {},
): Promise<void> {
  await importNamespace(to, exportNamespace(from), options);
}

/** The way into a store's namespace. */
function transferable(store: PoolStore): Pick<TransferableStore, "exportNamespace" | "importNamespace"> {
  const state = memoryStates.get(store);
  if (state !== undefined) return ofMemory(state);
  if (isTransferable(store)) return store;
  rejectInput(
    "store",
    "It has neither exportNamespace nor importNamespace, and was not made by createMemoryStore of this copy of the package.",
  );
}

function isTransferable(store: PoolStore): store is TransferableStore {
  return "exportNamespace" in store && "importNamespace" in store;
}

function ofMemory(state: MemoryState): Pick<TransferableStore, "exportNamespace" | "importNamespace"> {
  return {
    exportNamespace: () => withEnd([...namespaceRecords(state.current(), state.options)]),
    async importNamespace(records, { replace = false } = {}) {
      if (!replace) checkEmpty(state);
      const namespace = await restoreNamespace(records, state.options);
      // Somebody may have used the store while the records came.
      if (!replace) checkEmpty(state);
      state.replace(namespace);
    },
  };
}

function checkEmpty({ current }: MemoryState): void {
  const namespace = current();
  if (namespace.poolIds.length + namespace.numbers.count + namespace.sequence === 0) return;
  throw new PoolStoreError(
    "namespace_not_empty",
    "The namespace has pools or calls already. Import into a new one, or set `replace` to give up what is there.",
  );
}
