import { parsePolicy } from "@dialpool/pool-strategies";
import { startRedis } from "@dialpool/redis-server";
import { describeRedis } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";

const NOON = 1_795_521_600_000;

async function readAll(records: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of records);
}

describeRedis({ describe, it, inject }, "check", ({ url, uniqueName }) => {
  const client = new Redis(url);
  afterAll(() => client.quit());

  /** A namespace with a call in flight from "a", one ended from "b", and a number at its gap. */
  async function busy() {
    const namespace = uniqueName();
    const store = createRedisStore({ client, namespace, maxClockSkewMs: null });
    const numbers = ["a", "b", "c"].map((slug, index) => ({
      number: `+1415555010${index}`,
      sid: null,
      slug,
    }));
    await store.load({ poolId: "agent", numbers, policy: parsePolicy({}) }, { now: NOON });
    const request = { poolId: "agent", now: NOON, random: () => 0 } as const;
    await store.acquire({ ...request, callee: "+12125550101" });
    const second = await store.acquire({ ...request, callee: "+12125550102" });
    const leaseId = second.ok ? second.lease.id : "";
    await store.settle({ leaseId, to: "ended", outcome: "answered", now: NOON });
    await store.record({ slug: "z", callee: "+12125550103", at: NOON, now: NOON });
    return { store, namespace, key: (name: string) => `dialpool:{${namespace}}:0:${name}` };
  }

  it("finds nothing in a state that is sound, and says what it saw", async () => {
    const { store } = await busy();
    expect(await store.check({ now: NOON })).toEqual({
      pools: 1,
      numbers: 4,
      leases: 2,
      callees: 3,
      findings: [],
    });
  });

  it("does not miss a number whose only call was taken back, once it is forgotten", async () => {
    const store = createRedisStore({ client, namespace: uniqueName(), maxClockSkewMs: null });
    const pool = (slug: string, number: string) =>
      store.load(
        { poolId: "agent", numbers: [{ number, sid: null, slug }], policy: parsePolicy({}) },
        { now: NOON },
      );
    await pool("a", "+14155550100");
    const call = { poolId: "agent", callee: "+12125550101", now: NOON, random: () => 0 } as const;
    const selection = await store.acquire(call);
    await pool("b", "+14155550101");
    const leaseId = selection.ok ? selection.lease.id : "";
    await store.settle({ leaseId, to: "released", now: NOON });
    await store.expire({ now: NOON });
    expect(await store.check({ now: NOON })).toMatchObject({ numbers: 1, leases: 1, findings: [] });
  });

  it("is not all: whoever reads a pool of which numbers are lost, as after an eviction, is told", async () => {
    const { key, namespace } = await busy();
    await client.hdel(key("num:1"), "b");
    const other = createRedisStore({ client, namespace, maxClockSkewMs: null });
    const request = { poolId: "agent", callee: "+12125550105", now: NOON, random: () => 0 } as const;
    for (const verb of [
      other.acquire(request),
      other.load({ poolId: "agent", numbers: [], policy: parsePolicy({}) }, { now: NOON }),
      readAll(other.exportNamespace()),
    ])
      await expect(verb).rejects.toMatchObject({
        code: "store_corrupt",
        message: expect.stringMatching(/pool/),
      });
  });

  it("finds that the server may throw keys out", async () => {
    await using redis = await startRedis({ maxmemory: "100mb" });
    const own = new Redis(redis.url);
    const store = createRedisStore({ client: own, namespace: "evicted", maxClockSkewMs: null });
    expect((await store.check({ now: NOON })).findings).toEqual([]);
    await redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    expect((await store.check({ now: NOON })).findings).toEqual([
      { law: "engine", message: expect.stringMatching(/throws keys out.*allkeys-lru.*noeviction/) as string },
    ]);
    await redis.command("CONFIG", "SET", "maxmemory", 0);
    expect((await store.check({ now: NOON })).findings).toEqual([]);
    own.disconnect();
  });

  it.each<
    [damage: string, law: string, part: string, harm: (key: (name: string) => string) => Promise<unknown>]
  >([
    ["a lease that is lost", "counts", '"a" counts 1 calls', (key) => client.hdel(key("l:0"), "1")],
    ["a number that is lost", "counts", '"b"', (key) => client.hdel(key("s"), "nb")],
    [
      "a member that is lost",
      "index",
      '"c" of the pool "agent" is a member of which nothing is kept',
      (key) => client.hdel(key("s"), "m1:c"),
    ],
    [
      "a free number that no order knows",
      "index",
      '"c" of the pool "agent" is free and not at its place',
      (key) => client.zrem(key("f:1:1"), "c"),
    ],
    ["a free number with a wrong score", "index", '"c"', (key) => client.zadd(key("f:1:1"), 7, "c")],
    [
      "a parked number that is offered",
      "index",
      '"a" of the pool "agent" is offered',
      (key) => client.zadd(key("f:1:1"), 0, "a"),
    ],
    [
      "a parked number that never wakes",
      "parked",
      '"a" of the pool "agent" has not the time set',
      (key) => client.zrem(key("due"), "1:a"),
    ],
    [
      "a stranger in an index",
      "index",
      'The bucket "any"',
      (key) => client.zadd(key("f:1:1"), -NOON, "nobody"),
    ],
    [
      "the long member that keeps due quick, lost",
      "index",
      "What wakes numbers has lost what keeps it quick",
      async (key) => client.zremrangebyscore(key("due"), "+inf", "+inf"),
    ],
    [
      "the long member that keeps due quick, at an instant",
      "index",
      "What wakes numbers has lost what keeps it quick",
      async (key) => {
        const [long = ""] = await client.zrange(key("due"), "+inf", "+inf", "BYSCORE");
        return client.zadd(key("due"), NOON + 60_000, long);
      },
    ],
    [
      "a stranger that never comes due",
      "index",
      "1 that are never due are listed among what wakes numbers",
      (key) => client.zadd(key("due"), "+inf", "1:c"),
    ],
    [
      "the long member that keeps a bucket quick, lost",
      "index",
      'The bucket "any" of the pool "agent" has lost what keeps its order quick',
      (key) => client.zremrangebyscore(key("f:1:1"), "-inf", "-inf"),
    ],
    [
      "a stranger where a bucket is never looked at",
      "index",
      'The bucket "any" of the pool "agent" lists 1 numbers where nobody looks for them',
      (key) => client.zadd(key("f:1:1"), "-inf", "nobody"),
    ],
    [
      "a deadline that is lost",
      "leases",
      "1 leases are held, and 0 wait",
      (key) => client.zrem(key("held"), "1"),
    ],
  ])("finds %s", async (_, law, part, harm) => {
    const { store, key } = await busy();
    await harm(key);
    const { findings } = await store.check({ now: NOON });
    expect(
      findings
        .filter((finding) => finding.law === law)
        .map(({ message }) => message)
        .join("\n"),
    ).toContain(part);
  });
});
