import { createRedisStore, type RedisClient } from "@dialpool/store-redis";
import { Cluster, Redis } from "ioredis";
import type { JournalLine } from "../audit/records.js";
import { stressSetup } from "../plan/pools.js";
import type { JournaledStore } from "./journaled-store.js";
import { linedScripts } from "./lined-scripts.js";

const CLUSTER = "redis-cluster:";
const PREFIX = "dialpool";
const PAGE = 10_000;
/** The fourth word of the line that comes with an `expire`. */
const EXPIRE = "expire";

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
  const list = `${PREFIX}:{${namespace}}:journal:stress`;
  const open = (by: RedisClient) =>
    createRedisStore({
      client: by,
      namespace,
      keyPrefix: PREFIX,
      ...stressSetup,
      // The run's own clock has nothing to do with the server's.
      ...(clock === "work" ? { maxClockSkewMs: null } : {}),
      journal: { onGrant: lineOf("call.sequence"), onSettle: lineOf("0") },
    });
  const store = open(client as RedisClient);
  // The store's hook knows of grants and settlements alone.
  let sweep = "";
  const sweeper = open(linedScripts(client, list, () => sweep));
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
    expire: (options, id) => {
      if (id === undefined) return store.expire(options);
      sweep = `${id} ${options.now} 0 ${EXPIRE}`;
      return sweeper.expire(options);
    },
    exportNamespace: () => store.exportNamespace(),
    check: (options) => store.check(options),
    journal: () => readJournal(client, list),
    close: async () => {
      await sweeper.close();
      await store.close();
      client.disconnect();
    },
  };
}

/**
 * Reads the journal. An `expire` that was repeated has several lines: the last is that of the run which did it. Its time is
 * the caller's; the namespace's was that of the line before, at least.
 */
async function readJournal(client: Redis | Cluster, key: string): Promise<readonly JournalLine[]> {
  const texts: string[] = [];
  for (;;) {
    const page = await client.lrange(key, texts.length, texts.length + PAGE - 1);
    texts.push(...page);
    if (page.length < PAGE) break;
  }
  const words = texts.map((text) => text.split(" "));
  const latest = new Map(words.map(([id], place) => [id, place]));
  const lines: JournalLine[] = [];
  for (const [place, [id = "", at, sequence, verb]] of words.entries()) {
    if (verb === EXPIRE && latest.get(id) !== place) continue;
    const now = verb === EXPIRE ? Math.max(Number(at), lines.at(-1)?.now ?? 0) : Number(at);
    lines.push({ id, now, sequence: Number(sequence) });
  }
  return lines;
}
