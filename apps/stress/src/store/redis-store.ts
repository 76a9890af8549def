import { createRedisStore, type RedisClient } from "@dialpool/store-redis";
import { Cluster, Redis } from "ioredis";
import type { JournalLine } from "../audit/records.js";
import { stressSetup } from "../plan/pools.js";
import type { JournaledStore } from "./journaled-store.js";

const CLUSTER = "redis-cluster:";
const PREFIX = "dialpool";
const PAGE = 10_000;

/** Writes one line: the verb's name, the namespace's time, the lease's sequence or 0. */
const lineOf = (sequence: string) =>
  `redis.call("RPUSH", key("stress"), string.format("%s %.0f %.0f", args[1], call.now, ${sequence}))`;

/**
 * A Redis store whose journal is a list under the same hash tag, written in the same script.
 *
 * @param address Its path is the namespace.
 */
export function openJournaledRedis(address: string, clock: "work" | "real"): JournaledStore {
  const { protocol, hostname, port, pathname } = new URL(address);
  const namespace = pathname.slice(1);
  // As it comes, ioredis sends a command again whose connection broke; the store must see to it that none is applied twice.
  const client =
    protocol === CLUSTER
      ? new Cluster([{ host: hostname, port: Number(port) }])
      : new Redis(`${protocol}//${hostname}:${port}`);
  // Trouble comes back with the verb that meets it.
  client.on("error", () => {});
  const store = createRedisStore({
    client: client as RedisClient,
    namespace,
    keyPrefix: PREFIX,
    ...stressSetup,
    // The run's own clock has nothing to do with the server's.
    ...(clock === "work" ? { maxClockSkewMs: null } : {}),
    journal: { onGrant: lineOf("call.sequence"), onSettle: lineOf("0") },
  });
  return {
    load: (pool, options) => store.load(pool, options),
    acquire: async (request, id) => {
      const selection = await store.journaled.acquire(request, [id]);
      if (!selection.ok && selection.code === "journal_veto")
        throw new RangeError("The journal of a run vetoes nothing.");
      return selection;
    },
    settle: (settlement, id) => store.journaled.settle(settlement, [id]),
    usage: (poolId, options) => store.usage(poolId, options),
    expire: (options) => store.expire(options),
    exportNamespace: () => store.exportNamespace(),
    check: (options) => store.check(options),
    journal: () => readJournal(client, `${PREFIX}:{${namespace}}:journal:stress`),
    close: async () => {
      await store.close();
      client.disconnect();
    },
  };
}

async function readJournal(client: Redis | Cluster, key: string): Promise<readonly JournalLine[]> {
  const lines: JournalLine[] = [];
  for (;;) {
    const page = await client.lrange(key, lines.length, lines.length + PAGE - 1);
    for (const text of page) {
      const [id = "", now, sequence] = text.split(" ");
      lines.push({ id, now: Number(now), sequence: Number(sequence) });
    }
    if (page.length < PAGE) return lines;
  }
}
