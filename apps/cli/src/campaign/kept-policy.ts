import { isDeepStrictEqual } from "node:util";
import type { Campaign } from "@dialpool/dialer";
import type { Policy } from "@dialpool/pool-strategies";
import type { CommandContext } from "../command.js";
import type { OpenPool } from "../selection/open-pool.js";
import { readKnownPools } from "../store/known-pools.js";
import type { CampaignDesk } from "./campaign-desk.js";

/**
 * The pool of a campaign that goes on, with the policy that it was called by so far, unless a flag or the configuration says another: a
 * flag that was forgotten does not change it for the rest of the list, and for everybody who calls from that pool.
 *
 * @returns The pool, and what to say of a policy that is another now.
 */
export async function withKeptPolicy(
  {
    config,
    flags,
  }: { readonly config: CommandContext["config"]; readonly flags: { readonly policy?: string } },
  pool: OpenPool,
  known: Campaign | undefined,
  desk: CampaignDesk | undefined,
): Promise<{ readonly pool: OpenPool; readonly warnings: readonly string[] }> {
  if (known === undefined || desk === undefined) return { pool, warnings: [] };
  const pools = await readKnownPools(desk.store.store);
  const kept = pools.find(({ poolId }) => poolId === pool.agentId)?.policy;
  if (kept === undefined || isDeepStrictEqual(kept, pool.policy)) return { pool, warnings: [] };
  if (flags.policy === undefined && config.policy === undefined)
    return { pool: withPolicy(pool, kept), warnings: [] };
  return {
    pool,
    warnings: [
      "The policy is another than the one that the pool was called by so far; from now on it holds for everybody who calls from this pool.",
    ],
  };
}

function withPolicy(pool: OpenPool, policy: Policy): OpenPool {
  return {
    ...pool,
    policy,
    definition: { ...pool.definition, policy },
    reload: async () => ({ ...(await pool.reload()), policy }),
  };
}
