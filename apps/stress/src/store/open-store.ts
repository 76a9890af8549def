import type { StressPlan } from "../plan/plan.js";
import type { JournaledStore } from "./journaled-store.js";

const SQLITE = "sqlite:";

/**
 * Opens the namespace of a run.
 *
 * @param address `sqlite:FILE`, `redis://…`, or `redis-cluster://HOST:PORT`; the path of the latter two names the namespace.
 */
export async function openStore(
  address: string,
  { clock, synchronous }: Pick<StressPlan, "clock" | "synchronous">,
): Promise<JournaledStore> {
  // A process that starts every second has no time for the engine that it does not use.
  if (address.startsWith(SQLITE)) {
    const { openJournaledSqlite } = await import("./sqlite-store.js");
    return openJournaledSqlite(address.slice(SQLITE.length), synchronous);
  }
  const { openJournaledRedis } = await import("./redis-store.js");
  return openJournaledRedis(address, clock);
}
