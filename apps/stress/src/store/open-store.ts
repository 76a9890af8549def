import { Cluster, Redis } from "ioredis";
import type { StressPlan } from "../plan/plan.js";
import type { JournaledStore } from "./journaled-store.js";
import { openJournaledRedis } from "./redis-store.js";
import { openJournaledSqlite } from "./sqlite-store.js";

const SQLITE = "sqlite:";
const CLUSTER = "redis-cluster://";

/**
 * Opens the namespace of a run.
 *
 * @param address `sqlite:FILE`, `redis://…`, or `redis-cluster://HOST:PORT`; the path of the latter two names the namespace.
 */
export async function openStore(
  address: string,
  { clock, synchronous }: Pick<StressPlan, "clock" | "synchronous">,
): Promise<JournaledStore> {
  if (address.startsWith(SQLITE)) return openJournaledSqlite(address.slice(SQLITE.length), synchronous);
  const { protocol, hostname, port, pathname, href } = new URL(address);
  const namespace = pathname.slice(1);
  const client = href.startsWith(CLUSTER)
    ? new Cluster([{ host: hostname, port: Number(port) }])
    : new Redis(`${protocol}//${hostname}:${port}`);
  // As it comes, ioredis sends a command again whose connection broke; the store must see to it that none is applied twice.
  // Trouble comes back with the verb that meets it.
  client.on("error", () => {});
  return openJournaledRedis(client, namespace, clock);
}
