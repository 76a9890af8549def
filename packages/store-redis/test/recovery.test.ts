import { type PoolStore, parsePolicy } from "@dialpool/pool-strategies";
import { startRedis, startReplica } from "@dialpool/redis-server";
import { describeRedis, describeRedisEngines } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";
import { libraries } from "./client/clients.js";

const POOL = "agent-1";
const pool = {
  poolId: POOL,
  numbers: [{ number: "+14155550101", sid: null, slug: "sf" }],
  policy: parsePolicy({ limits: { maxCallsPerDay: 5, minGapSeconds: null, maxCallsPerCallee: null } }),
} as const;

/** The server's own clock, epoch ms. */
async function timeOf(client: Redis): Promise<number> {
  const [seconds, microseconds] = await client.time();
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}

async function acquire(store: PoolStore, now: number) {
  return store.acquire({ poolId: POOL, callee: "+14155550123", now, random: () => 0.5 });
}

async function callsInDay(store: PoolStore, now: number): Promise<number | undefined> {
  return (await store.usage(POOL, { now }))[0]?.callsInDay;
}

describeRedis({ describe, it, inject }, "the caller's clock", ({ url, uniqueName }) => {
  it.each([-2_000, 0, 2_000])("may be %i ms off the server's", async (skew) => {
    const client = new Redis(url);
    const store = createRedisStore({ client, namespace: uniqueName() });
    await store.load(pool, { now: (await timeOf(client)) + skew });
    expect(await acquire(store, (await timeOf(client)) + skew)).toMatchObject({ ok: true });
    await client.quit();
  });

  it.each([-10_000, 10_000])("must not be %i ms off; nothing is changed then", async (skew) => {
    const client = new Redis(url);
    const store = createRedisStore({ client, namespace: uniqueName() });
    await store.load(pool, { now: await timeOf(client) });
    await expect(acquire(store, (await timeOf(client)) + skew)).rejects.toMatchObject({
      code: "clock_skew",
      applied: "no",
    });
    expect(await callsInDay(store, await timeOf(client))).toBe(0);
    await client.quit();
  });

  it("breaks no limit when processes differ by four seconds", async () => {
    const client = new Redis(url);
    const namespace = uniqueName();
    const early = createRedisStore({ client, namespace });
    const late = createRedisStore({ client, namespace });
    await early.load(pool, { now: (await timeOf(client)) - 2_000 });
    const grants = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const now = await timeOf(client);
      const selection = turn % 2 === 0 ? await acquire(early, now - 2_000) : await acquire(late, now + 2_000);
      if (selection.ok) grants.push(selection.lease.acquiredAt);
    }
    expect(grants).toHaveLength(5);
    expect(grants).toEqual([...grants].sort((a, b) => a - b));
    await client.quit();
  });
});

describeRedisEngines({ describe, it, inject }, "a store over", (engine) => {
  describe.each(libraries)("$name", ({ open }) => {
    it("knows after a crash all that it answered, with appendfsync always", async () => {
      await using redis = await startRedis({ engine, appendonly: true, appendfsync: "always" });
      await using opened = await open(redis.url);
      const store = createRedisStore({ client: opened.client, namespace: "n", maxClockSkewMs: null });
      await store.load(pool, { now: 0 });
      const first = await acquire(store, 0);
      await acquire(store, 0);
      await redis.restart({ signal: "SIGKILL" });
      const again = await settledSoon(() => callsInDay(store, 1));
      expect(again).toBe(2);
      if (!first.ok) throw new Error("not granted");
      expect(await store.settle({ leaseId: first.lease.id, to: "placed", now: 1 })).toEqual({
        applied: true,
        state: "placed",
      });
    });

    it("forgets at a failover what had not reached the replica, and nothing else", async () => {
      await using redis = await startRedis({ engine });
      const replica = await startReplica(redis);
      await using _ = replica.server;
      await using before = await open(redis.url);
      const old = createRedisStore({ client: before.client, namespace: "n", maxClockSkewMs: null });
      await old.load(pool, { now: 0 });
      await acquire(old, 0);
      await acquire(old, 0);
      await replica.catchUp();
      // From here on the replica hears nothing any more: nobody is at that port.
      await replica.server.command("REPLICAOF", "127.0.0.1", 1);
      expect(await acquire(old, 0)).toMatchObject({ ok: true, lease: { sequence: 3 } });
      await redis.kill();
      await replica.promote();

      await using after = await open(replica.server.url);
      const store = createRedisStore({ client: after.client, namespace: "n", maxClockSkewMs: null });
      expect(await callsInDay(store, 1)).toBe(2);
      // The id of the lease that was lost is given anew: leases from before must not be settled after.
      expect(await acquire(store, 1)).toMatchObject({ ok: true, lease: { sequence: 3 } });
    });
  });
});

/** Asks until the client has found its server again: it tries by itself, and says `store_unavailable` until then. */
async function settledSoon<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "store_unavailable")) throw error;
    }
  }
}
