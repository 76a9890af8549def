import { parsePolicy } from "@dialpool/pool-strategies";
import { describeRedis } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";

const NOON = 1_795_521_600_000;
const CLIENTS = 8;
const CALLS = 250;

describeRedis({ describe, it, inject }, "many clients at once", ({ url, uniqueName }) => {
  const clients = Array.from({ length: CLIENTS }, () => new Redis(url));
  afterAll(() => Promise.all(clients.map((client) => client.quit())));

  it("break no limit, and take no sequence twice", async () => {
    const namespace = uniqueName();
    const stores = clients.map((client) => createRedisStore({ client, namespace, maxClockSkewMs: null }));
    const numbers = Array.from({ length: 60 }, (_, index) => ({
      number: `+1415555${String(1000 + index)}`,
      sid: null,
      slug: `n${index}`,
    }));
    const limits = { maxCallsPerDay: 25, minGapSeconds: 1.2, maxConcurrentCalls: 2, maxCallsPerCallee: null };
    const [first] = stores as [(typeof stores)[number]];
    const load = (poolId: string, from: number, to: number, order: "round-robin" | "least-recently-used") =>
      first.load(
        { poolId, numbers: numbers.slice(from, to), policy: parsePolicy({ order, limits }) },
        { now: NOON },
      );
    await load("one", 0, 40, "round-robin");
    await load("two", 20, 60, "least-recently-used");

    const granted: { sequence: number; slug: string; at: number; endedAt: number }[] = [];
    let now = NOON;
    await Promise.all(
      stores.map(async (store, client) => {
        for (let call = 0; call < CALLS; call++) {
          now += 40;
          const callee = `+1212${String(5_550_000 + client * CALLS + call)}` as const;
          const poolId = call % 2 === 0 ? "one" : "two";
          const selection = await store.acquire({ poolId, callee, now, random: () => 0.5 });
          if (!selection.ok) continue;
          const { id, sequence, slug, acquiredAt } = selection.lease;
          const grant = { sequence, slug, at: acquiredAt, endedAt: Number.POSITIVE_INFINITY };
          granted.push(grant);
          if (call % 25 === 0) continue;
          await store.settle({ leaseId: id, to: "ended", outcome: "answered", now });
        }
      }),
    );
    granted.sort((a, b) => a.sequence - b.sequence);
    expect(granted.map(({ sequence }) => sequence)).toEqual(granted.map((_, index) => index + 1));
    expect(granted.length).toBeGreaterThan(CLIENTS * CALLS * 0.4);
    for (const { slug } of numbers) {
      const instants = granted.filter((grant) => grant.slug === slug).map(({ at }) => at);
      expect(instants.length).toBeLessThanOrEqual(limits.maxCallsPerDay);
      for (const [index, at] of instants.entries())
        if (index > 0) expect(at - (instants[index - 1] as number)).toBeGreaterThanOrEqual(1200);
    }
    const usage = [...(await first.usage("one", { now })), ...(await first.usage("two", { now }))];
    for (const { inFlight } of usage) expect(inFlight).toBeLessThanOrEqual(limits.maxConcurrentCalls);
    expect((await first.check({ now })).findings).toEqual([]);
  });

  it("read a pool that another loaded, and read it again when it changes", async () => {
    const namespace = uniqueName();
    const [one, two] = clients.map((client) =>
      createRedisStore({ client, namespace, maxClockSkewMs: null }),
    ) as [ReturnType<typeof createRedisStore>, ReturnType<typeof createRedisStore>];
    const number = (slug: string, digits: string) => ({ number: `+1415555${digits}`, sid: null, slug });
    const policy = parsePolicy({ limits: { minGapSeconds: null } });
    const ask = async (store: typeof one, callee: `+${string}`) => {
      const selection = await store.acquire({ poolId: "agent", callee, now: NOON, random: () => 0 });
      return selection.ok ? selection.callerId : selection.code;
    };
    await expect(ask(two, "+12125550101")).rejects.toMatchObject({ code: "pool_not_loaded" });
    await one.load({ poolId: "agent", numbers: [number("a", "0101")], policy }, { now: NOON });
    expect(await ask(two, "+12125550101")).toBe("+14155550101");
    await one.load({ poolId: "agent", numbers: [number("b", "0102")], policy }, { now: NOON });
    expect(await ask(two, "+12125550102")).toBe("+14155550102");
    await one.clear();
    await expect(ask(two, "+12125550103")).rejects.toMatchObject({ code: "pool_not_loaded" });
    await two.load({ poolId: "agent", numbers: [number("c", "0103")], policy }, { now: NOON });
    expect(await ask(one, "+12125550104")).toBe("+14155550103");
  });
});
