import { createMemoryStore, type PoolNumber, parsePolicy } from "@dialpool/pool-strategies";
import { exportNamespace } from "@dialpool/pool-strategies/transfer";
import { type RedisServer, startRedis } from "@dialpool/redis-server";
import { describeRedisEngines } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";

const NOON = 1_795_521_600_000;
const policy = parsePolicy({ limits: { minGapSeconds: null } });
const POOL = { poolId: "agent", policy };

function numbersOf(count: number): readonly PoolNumber[] {
  return Array.from({ length: count }, (_, index) => ({
    number: `+1415${String(5_550_000 + index)}`,
    sid: null,
    slug: `n${String(index).padStart(6, "0")}`,
  }));
}

describeRedisEngines({ describe, it, inject }, "a server whose memory is nearly full", (engine) => {
  /** A namespace of so many numbers, on a server that takes this much more. */
  async function filled(count: number, moreBytes: number) {
    const redis = await startRedis({ engine });
    const client = new Redis(redis.url);
    const store = createRedisStore({ client, namespace: "n", maxClockSkewMs: null });
    await store.load({ ...POOL, numbers: numbersOf(count) }, { now: NOON });
    const used = await usedBy(redis);
    await redis.command("CONFIG", "SET", "maxmemory", used + moreBytes);
    const acquire = () =>
      store.acquire({ poolId: "agent", callee: "+12125550101", now: NOON, random: () => 0 });
    const stop = async () => {
      client.disconnect();
      await redis.stop();
    };
    return { redis, store, acquire, used, stop };
  }

  it("is as it was after an import for which there was no room, and calls go on", async () => {
    const { redis, store, acquire, used, stop } = await filled(2, 4_000_000);
    const large = createMemoryStore();
    large.load({ ...POOL, numbers: numbersOf(20_000) }, { now: NOON });
    await expect(store.importNamespace(exportNamespace(large), { replace: true })).rejects.toMatchObject({
      code: "store_full",
      applied: "no",
    });
    expect((await usedBy(redis)) - used).toBeLessThan(1_000_000);
    expect(await acquire()).toMatchObject({ ok: true });
    expect((await store.check({ now: NOON })).findings).toEqual([]);
    await stop();
  });

  it("is as it was after an export whose copy took the rest of it, and calls go on", async () => {
    const { redis, store, acquire, used, stop } = await filled(10_000, 500_000);
    const records = store.exportNamespace()[Symbol.asyncIterator]();
    await records.next();
    await expect(acquire()).rejects.toMatchObject({ code: "store_full", applied: "no" });
    await records.return?.();
    expect((await usedBy(redis)) - used).toBeLessThan(500_000);
    expect(await acquire()).toMatchObject({ ok: true });
    await stop();
  });
});

/** Bytes that the server holds, those that it is just giving back not counted. */
async function usedBy(redis: RedisServer): Promise<number> {
  for (;;) {
    const info = String(await redis.command("INFO"));
    const read = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1]);
    if (read("lazyfree_pending_objects") === 0) return read("used_memory");
  }
}
