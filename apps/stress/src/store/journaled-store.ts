import type {
  AcquireRequest,
  Lease,
  MaybePromise,
  NumberUsage,
  PoolDefinition,
  Selection,
  Settlement,
  SettleResult,
} from "@dialpool/pool-strategies";
import type { DurablePoolStore } from "@dialpool/pool-strategies/store-kit";
import type { JournalLine } from "../audit/records.js";

/** A store under stress, and the journal that it keeps in the same engine: one line with each verb that changed something. */
export interface JournaledStore extends Pick<DurablePoolStore, "exportNamespace" | "check" | "close"> {
  load(pool: PoolDefinition, options: { now: number; random: () => number }): MaybePromise<unknown>;
  acquire(request: AcquireRequest, id: string): MaybePromise<Selection>;
  settle(settlement: Settlement, id: string): MaybePromise<SettleResult>;
  usage(poolId: string, options: { readonly now: number }): MaybePromise<readonly NumberUsage[]>;
  /** @param id The verb's, if it is to have a line in the journal, which it may leave out if no lease was overdue. */
  expire(options: { readonly now: number }, id?: string): MaybePromise<readonly Lease[]>;
  journal(): MaybePromise<readonly JournalLine[]>;
}
