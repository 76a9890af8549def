import { agentOfPool } from "@dialpool/dialer";
import type { DurablePoolStore, StoreFinding, StoreHealth } from "@dialpool/pool-strategies/store-kit";
import type { CommandDefinition } from "../../command.js";
import { EXIT } from "../../exit-codes.js";
import { presentDoctor } from "../../present/store.js";
import { checkJournal, type JournalFault } from "../../store/check-journal.js";
import { requireStore } from "../../store/require-store.js";

/** The JSON document of `store doctor`. */
export interface StoreDoctorData extends Omit<StoreHealth, "findings"> {
  readonly store: string;
  /** Of the pool state, and of the journal of campaigns in the same file. Empty: all is sound. */
  readonly findings: readonly (StoreFinding | JournalFault)[];
}

/** Pools of one number, which the dialer makes where a caller ID is insisted on, are nobody's. A damaged state may not tell. */
async function poolsOfAgents(
  store: Pick<DurablePoolStore, "poolIds">,
  { pools, findings }: StoreHealth,
): Promise<number> {
  if (findings.length > 0) return pools;
  return (await store.poolIds()).filter((poolId) => agentOfPool(poolId) === poolId).length;
}

/** `store doctor`: checks the laws that the state must keep, and those of the journal beside it. What breaks one is our fault. */
export const storeDoctor: CommandDefinition<[], object, StoreDoctorData> = {
  async run(context) {
    const { store, shown, journalStore } = await requireStore(context);
    const health = await store.check({ now: context.io.now() });
    const findings = [...health.findings, ...checkJournal(journalStore)];
    return {
      data: { store: shown, ...health, pools: await poolsOfAgents(store, health), findings },
      exitCode: findings.length === 0 ? EXIT.done : EXIT.internal,
    };
  },
  present: presentDoctor,
};
