import type { PoolStore, Selection, SettleResult } from "@dialpool/pool-strategies";
import type { NaiveAttempts } from "./naive-attempts.js";
import type { NaiveCampaigns } from "./naive-campaigns.js";
import type { NaivePacer } from "./naive-pacer.js";

/** A store that answers at once. */
export type SyncStore = Omit<PoolStore, "acquire" | "settle"> & {
  acquire(...input: Parameters<PoolStore["acquire"]>): Selection;
  settle(...input: Parameters<PoolStore["settle"]>): SettleResult;
};

/** What a naive journal consists of. */
export interface NaiveParts {
  readonly store: SyncStore;
  readonly campaigns: NaiveCampaigns;
  readonly attempts: NaiveAttempts;
  readonly pacer: NaivePacer;
}
