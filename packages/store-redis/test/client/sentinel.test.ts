import { setImmediate } from "node:timers/promises";
import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { startRedis, startReplica, startSentinel } from "@dialpool/redis-server";
import { describeRedisEngines } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { createSentinel } from "redis";
import { describe, expect, inject, it } from "vitest";
import { connectorOf, type RedisClient, scriptOf } from "../../src/client/index.js";

const KEY = "dialpool:{test}:";
const count = scriptOf(`return redis.call("INCRBY", KEYS[1] .. "count", ARGV[1])`);

const kinds: readonly {
  name: string;
  open(port: number, name: string): Promise<{ client: RedisClient; close(): void }>;
}[] = [
  {
    name: "ioredis",
    open: async (port, name) => {
      const client = new Redis({ sentinels: [{ host: "127.0.0.1", port }], name });
      client.on("error", () => {});
      return { client, close: () => client.disconnect() };
    },
  },
  {
    name: "node-redis",
    open: async (port, name) => {
      const client = createSentinel({ name, sentinelRootNodes: [{ host: "127.0.0.1", port }] });
      client.on("error", () => {});
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  },
];

describeRedisEngines({ describe, it, inject }, "a master watched by Sentinel", (engine) => {
  it.each(kinds)("is followed through a failover by $name", async ({ open }) => {
    await using master = await startRedis({ engine });
    const replica = await startReplica(master);
    await using promoted = replica.server;
    const sentinel = await startSentinel(master);
    const { client, close } = await open(sentinel.port, sentinel.masterName);
    try {
      const runner = connectorOf(client, { scripts: [count], commandTimeoutMs: 2_000 });
      expect(await runner.run(count, [KEY], [1])).toBe(1);
      await replica.catchUp();
      await master.kill();
      await sentinel.failOver();
      for (;;) {
        try {
          expect(Number(await runner.run(count, [KEY], [1]))).toBeGreaterThanOrEqual(2);
          break;
        } catch (error) {
          // Until the client has noticed: nobody is there, or somebody who takes no writes yet.
          if (!isPoolStoreError(error)) throw error;
          expect(["store_unavailable", "store_read_only"]).toContain(error.code);
          await setImmediate();
        }
      }
      expect(Number(await promoted.command("GET", `${KEY}count`))).toBeGreaterThanOrEqual(2);
    } finally {
      close();
      await sentinel.stop();
    }
  });
});
