import type {
  AcquireRequest,
  Flag,
  Lease,
  LoadOptions,
  LoadReport,
  NumberUsage,
  PoolDefinition,
  RecordedCall,
  Selection,
  Settlement,
  SettleResult,
} from "@dialpool/pool-strategies";
import type {
  DurablePoolStore,
  ExportOptions,
  ImportOptions,
  NamespaceRecord,
  StoreHealth,
} from "@dialpool/pool-strategies/store-kit";
import type { JournaledVerbs } from "./journal.js";

/** A store in Redis. */
export interface RedisStore extends DurablePoolStore {
  load(pool: PoolDefinition, options: LoadOptions): Promise<LoadReport>;
  acquire(request: AcquireRequest): Promise<Selection>;
  record(call: RecordedCall): Promise<void>;
  settle(settlement: Settlement): Promise<SettleResult>;
  flag(flag: Flag): Promise<boolean>;
  usage(poolId: string, options: { readonly now: number }): Promise<readonly NumberUsage[]>;
  expire(options: { readonly now: number }): Promise<readonly Lease[]>;
  /** The same verbs, with the journal's fragment run in the same script. */
  readonly journaled: JournaledVerbs;
  exportNamespace(options?: ExportOptions): AsyncIterable<NamespaceRecord>;
  importNamespace(
    records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>,
    options?: ImportOptions,
  ): Promise<void>;
  check(options: { readonly now: number }): Promise<StoreHealth>;
  poolIds(): Promise<readonly string[]>;
  clear(): Promise<void>;
  close(): Promise<void>;
}
