import { type PoolNumber, parsePolicy } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import { copyNamespace, rebuildNamespace } from "@dialpool/pool-strategies/transfer";
import { describeRedis } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";

const NOON = 1_795_521_600_000;
const HOUR = 3_600_000;

function numbersOf(prefix: string): readonly PoolNumber[] {
  return ["a", "b", "c", "d"].map((letter, index) => ({
    number: `${prefix}5550${100 + index}`,
    sid: null,
    slug: `${letter}${prefix.slice(2)}`,
    weight: index + 1,
    ...(index === 1 ? { limits: { maxCallsPerDay: 3 } } : {}),
  }));
}

/** Pools that together use every kind of key: turns, clocks, learning, a calendar, overflow, rest. */
const POOLS = [
  {
    poolId: "turns",
    numbers: numbersOf("+1415"),
    policy: parsePolicy({
      order: "weighted-round-robin",
      limits: { minGapSeconds: 60, whenExhausted: "overflow" },
    }),
  },
  {
    poolId: "clocks",
    numbers: [...numbersOf("+1212"), numbersOf("+1415")[0] as PoolNumber],
    policy: parsePolicy({
      order: "weighted-random",
      affinity: "fresh",
      limits: { window: { timeZone: "America/New_York" }, minGapSeconds: 60 },
    }),
  },
  {
    poolId: "rates",
    numbers: numbersOf("+1917"),
    policy: parsePolicy({
      order: { name: "answer-rate" },
      limits: {
        minGapSeconds: null,
        restAfterFailures: { failures: 1, restMinutes: 30, maxRestingShare: 0.5 },
      },
    }),
  },
] as const;

/** What the vendor's records tell of calls that were placed. */
const RECORDS = [1, 2, 3].map((line) => ({
  call_id: `call-${line}`,
  type_of_call: "outbound" as const,
  phone_number_from: POOLS[0].numbers[0]?.number as string,
  phone_number_to: `+1310555010${line}`,
  start_time: String(NOON - line * HOUR),
}));

type Damage = readonly [what: string, harm: (client: Redis) => Promise<unknown>];

describeRedis({ describe, it, inject }, "a damaged namespace", ({ url, uniqueName }) => {
  const client = new Redis(url);
  const sound = uniqueName();
  afterAll(() => client.quit());
  const open = (namespace: string) =>
    createRedisStore({ client, namespace, maxClockSkewMs: null, geography });
  const rootOf = (namespace: string) => `dialpool:{${namespace}}:`;

  /** A namespace in which there is something of every kind. It was moved once, so it has marks too. */
  beforeAll(async () => {
    const store = open(sound);
    const random = () => 0.25;
    for (const pool of POOLS) await store.load(pool, { now: NOON, random });
    const call = (poolId: string, line: number, now = NOON) =>
      store.acquire({ poolId, callee: `+1310555${2000 + line}`, now, random });
    for (const [at, { poolId }] of POOLS.entries()) await call(poolId, at);
    for (const [outcome, line] of [
      ["failed", 10],
      ["answered", 11],
    ] as const) {
      const selection = await call("rates", line);
      const leaseId = selection.ok ? selection.lease.id : "";
      await store.settle({ leaseId, to: "ended", outcome, now: NOON });
    }
    await store.record({ slug: "elsewhere", callee: "+13105553000", at: NOON, now: NOON });
    await store.flag({ slug: "d415", until: null, now: NOON });
    await copyNamespace(store, store, { replace: true });
    // So many that leases are in two chunks.
    const earlierCalls = Array.from(
      { length: 1100 },
      (_, line) =>
        ({
          callId: `${line}`,
          slug: "a917",
          callee: "+13105553001",
          at: NOON - HOUR,
        }) as const,
    );
    await store.load(
      { poolId: "late", numbers: numbersOf("+1510"), policy: parsePolicy({}) },
      { now: NOON, earlierCalls },
    );
    for (const [at, { poolId }] of POOLS.entries()) await call(poolId, 20 + at, NOON + 1);
  });

  /** All keys of a namespace but those by which the server knows runs again. */
  async function keysOf(namespace: string): Promise<readonly string[]> {
    const keys = await client.keys(`${rootOf(namespace)}*`);
    return keys.filter((key) => !key.includes(":ran:")).sort();
  }

  /** The sound namespace under another name, so that it can be harmed. */
  async function copyOf(): Promise<string> {
    const namespace = uniqueName();
    for (const key of await keysOf(sound))
      await client.copy(key, key.replace(rootOf(sound), rootOf(namespace)));
    return namespace;
  }

  async function damages(namespace: string): Promise<readonly Damage[]> {
    const found: Damage[] = [];
    const shapes = new Set<string>();
    for (const key of await keysOf(namespace)) {
      const name = key.slice(rootOf(namespace).length);
      found.push([`${name} is lost`, (redis) => redis.unlink(key)]);
      const type = await client.type(key);
      const other = type === "string" ? "list" : "string";
      found.push([
        `${name} is of another type`,
        async (redis) => {
          await redis.unlink(key);
          return other === "list" ? redis.rpush(key, "x") : redis.set(key, "x");
        },
      ]);
      if (type === "hash") {
        for (const field of (await client.hkeys(key)).sort()) {
          // One of each kind: the letter of a field of the state, and every other field.
          const shape = `${name} ${name.endsWith(":s") ? `${field[0]}${field.includes(":") ? ":" : ""}` : field}`;
          if (
            name.includes(":l:")
              ? [...shapes].filter((each) => each.startsWith(name)).length > 2
              : shapes.has(shape)
          )
            continue;
          shapes.add(shape);
          found.push(
            [`${name} has lost ${field}`, (redis) => redis.hdel(key, field)],
            [`${name} has nonsense at ${field}`, (redis) => redis.hset(key, field, "x")],
          );
        }
        found.push([`${name} has a field of somebody else's`, (redis) => redis.hset(key, "xyz", "1")]);
      }
      if (type === "zset") {
        const [first = ""] = await client.zrange(key, "0", "0");
        const [last = ""] = await client.zrange(key, "-1", "-1");
        found.push(
          [`${name} has lost ${first}`, (redis) => redis.zrem(key, first)],
          [`${name} has lost ${last}, its last`, (redis) => redis.zrem(key, last)],
          [`${name} has somebody else's member`, (redis) => redis.zadd(key, String(NOON + HOUR), "9:xyz")],
          [`${name} has ${first} elsewhere`, (redis) => redis.zadd(key, String(NOON * 2), first)],
        );
      }
    }
    return found;
  }

  it("is sound before", async () => {
    const { findings, ...seen } = await open(await copyOf()).check({ now: NOON });
    expect(findings).toEqual([]);
    expect(seen).toEqual({ pools: 4, numbers: 17, leases: 8, callees: 10 });
  });

  it("is found out whatever is lost, foreign or nonsense, and rebuild makes it anew", {
    timeout: 600_000,
  }, async () => {
    const missed: string[] = [];
    const unrepaired: string[] = [];
    const list = await damages(await copyOf());
    for (const [at, [what]] of list.entries()) {
      const namespace = await copyOf();
      const [, harm] = (await damages(namespace))[at] as Damage;
      await harm(client);
      const store = open(namespace);
      const found = await store.check({ now: NOON }).then(
        ({ findings }) => (findings.length === 0 ? "nothing" : ""),
        (error: unknown) => String(error),
      );
      if (found !== "") missed.push(`${what}: ${found}`);
      try {
        await rebuildNamespace(store, RECORDS, {
          now: NOON,
          geography,
          pools: POOLS,
          replace: true,
          random: () => 0.5,
        });
        const after = await open(namespace).check({ now: NOON });
        const [usage] = await open(namespace).usage("turns", { now: NOON });
        if (after.findings.length > 0 || usage?.callsInDay !== 3)
          unrepaired.push(`${what}: ${JSON.stringify(after.findings.slice(0, 2))} ${usage?.callsInDay}`);
      } catch (error) {
        unrepaired.push(`${what}: ${String(error)}`);
      }
      for (const key of await client.keys(`${rootOf(namespace)}*`)) await client.unlink(key);
    }
    expect(list.length).toBeGreaterThan(200);
    expect({ missed, unrepaired }).toEqual({ missed: [], unrepaired: [] });
  });
});
