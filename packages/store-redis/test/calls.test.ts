import { parsePolicy } from "@dialpool/pool-strategies";
import { describeRedis } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createRedisStore, type Journal } from "../src/index.js";

const NOON = 1_795_521_600_000;
const numbers = Array.from({ length: 8 }, (_, index) => ({
  number: `+1415555010${index}`,
  sid: null,
  slug: `n${index}`,
}));

describeRedis({ describe, it, inject }, "calls of one turn", ({ url, uniqueName }) => {
  const client = new Redis(url);
  // Counts the commands that the store sends.
  let sent = 0;
  const call = client.call.bind(client) as (...args: unknown[]) => Promise<unknown>;
  client.call = (...args: unknown[]) => {
    sent++;
    return call(...args);
  };
  afterAll(() => client.quit());

  async function opened(journal: Journal = {}) {
    const namespace = uniqueName();
    const store = createRedisStore({ client, namespace, maxClockSkewMs: null, journal });
    await store.load({ poolId: "agent", numbers, policy: parsePolicy({}) }, { now: NOON });
    const request = (line: number) =>
      ({ poolId: "agent", callee: `+1212555010${line}`, now: NOON, random: () => 0 }) as const;
    return { store, request, key: (name: string) => `dialpool:{${namespace}}:0:${name}`, namespace };
  }

  it("are one run; one that is alone is one, too", async () => {
    const { store, request } = await opened();
    await store.acquire(request(0));
    const before = sent;
    await store.acquire(request(1));
    expect(sent).toBe(before + 1);
    const selections = await Promise.all([2, 3, 4, 5].map((line) => store.acquire(request(line))));
    expect(sent).toBe(before + 2);
    expect(selections.map((selection) => selection.ok && selection.lease.sequence)).toEqual([3, 4, 5, 6]);
    await Promise.all(
      selections.map((selection) =>
        store.settle({ leaseId: selection.ok ? selection.lease.id : "", to: "placed", now: NOON }),
      ),
    );
    expect(sent).toBe(before + 3);
  });

  it("come to an end when an hour ends between two runs that ask for its periods", async () => {
    const other = new Redis(url);
    const namespace = uniqueName();
    const [one, two] = [client, other].map((each) =>
      createRedisStore({ client: each, namespace, maxClockSkewMs: null }),
    ) as [ReturnType<typeof createRedisStore>, ReturnType<typeof createRedisStore>];
    const policy = parsePolicy({
      limits: { window: { timeZone: "America/New_York" }, maxCallsPerDay: 50 },
    });
    await one.load({ poolId: "agent", numbers, policy }, { now: NOON });
    const request = (line: number, now: number) =>
      ({ poolId: "agent", callee: `+1212555010${line}`, now, random: () => 0 }) as const;
    await Promise.all([one.acquire(request(0, NOON)), two.acquire(request(1, NOON))]);
    const last = NOON + 2 * 3_600_000 - 1;
    const first = one.acquire(request(2, last));
    await new Promise((resolve) => setImmediate(resolve));
    const selections = await Promise.all([
      first,
      one.acquire(request(3, last)),
      two.acquire(request(4, last + 1)),
    ]);
    expect(selections.map(({ ok }) => ok)).toEqual([true, true, true]);
    await other.quit();
  });

  it("are done beside a settlement of a lease that cannot be read", async () => {
    const { store, request, key } = await opened();
    const selection = await store.acquire(request(0));
    const id = selection.ok ? selection.lease.id : "";
    await client.hset(key("l:0"), id.slice("lease-".length), "not a lease");
    const results = await Promise.allSettled([
      store.acquire(request(1)),
      store.settle({ leaseId: id, to: "placed", now: NOON }),
      store.acquire(request(2)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("see what those before them did: acquires and settlements in the order in which they were asked for", async () => {
    const { store, request } = await opened();
    const end = (sequence: number) =>
      store.settle({ leaseId: `lease-${sequence}`, to: "ended", outcome: "failed", now: NOON });
    const [first, ended, again, second] = await Promise.all([
      store.acquire(request(0)),
      end(1),
      end(1),
      store.acquire(request(0)),
    ]);
    expect(first).toMatchObject({ ok: true, lease: { sequence: 1, slug: "n0" } });
    expect(ended).toEqual({ applied: true, state: "ended" });
    expect(again).toEqual({ applied: false, state: "ended" });
    expect(second).toMatchObject({ ok: true, reasons: { affinity: "at_limit", previous: "n0" } });
    expect((await store.check({ now: NOON })).findings).toEqual([]);
  });

  it("go on when one of them fails, which leaves no trace", async () => {
    const { store, request, key } = await opened();
    await client.hset(key("s"), "c12125550102", "not a callee");
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map((line) => store.acquire(request(line))));
    expect(results[2]).toMatchObject({ status: "rejected", reason: { code: "store_corrupt" } });
    expect(
      results.flatMap((result) =>
        result.status === "fulfilled" && result.value.ok ? [result.value.lease] : [],
      ),
    ).toMatchObject([
      { sequence: 1, slug: "n0" },
      { sequence: 2, slug: "n1" },
      { sequence: 3, slug: "n2" },
      { sequence: 4, slug: "n3" },
    ]);
    const usage = await store.usage("agent", { now: NOON });
    expect(usage.map(({ callsInDay }) => callsInDay)).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    expect((await store.check({ now: NOON })).findings).toEqual([
      { law: "engine", message: "The callee ending in 02 cannot be read." },
    ]);
  });

  it("are written once each when a journal's fragment vetoes one and fails for another", async () => {
    const { store, request, namespace } = await opened({
      onGrant: `
        if args[1] == "veto" then return veto("no") end
        if args[1] == "fail" then error("no room") end
        redis.call("RPUSH", key("log"), call.sequence .. " " .. call.slug)`,
    });
    const results = await Promise.allSettled([
      store.acquire(request(0)),
      store.journaled.acquire(request(1), ["write"]),
      store.journaled.acquire(request(2), ["veto"]),
      store.acquire(request(3)),
      store.journaled.acquire(request(4), ["fail"]),
      store.journaled.acquire(request(5), ["write"]),
      store.acquire(request(6)),
    ]);
    expect(results.map((result) => (result.status === "fulfilled" ? result.value.ok : "failed"))).toEqual([
      true,
      true,
      false,
      true,
      "failed",
      true,
      true,
    ]);
    expect(await client.lrange(`dialpool:{${namespace}}:journal:log`, 0, -1)).toEqual(["2 n1", "4 n3"]);
    const usage = await store.usage("agent", { now: NOON });
    expect(usage.map(({ callsInDay }) => callsInDay)).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
    expect((await store.check({ now: NOON })).findings).toEqual([]);
  });

  it("fail together when what they write cannot be written, and say that it may be there", async () => {
    const { store, request, key } = await opened();
    await client.set(key("held"), "not a sorted set");
    const results = await Promise.allSettled([0, 1].map((line) => store.acquire(request(line))));
    for (const result of results)
      expect(result).toMatchObject({ reason: { code: "store_corrupt", applied: "maybe" } });
  });

  it("are each checked by their own clock", async () => {
    const namespace = uniqueName();
    const store = createRedisStore({ client, namespace });
    const now = Date.now();
    await store.load({ poolId: "agent", numbers, policy: parsePolicy({}) }, { now });
    const ask = (line: number, offMs: number) =>
      store.acquire({
        poolId: "agent",
        callee: `+1212555010${line}`,
        now: now + offMs,
        random: () => 0,
      });
    const results = await Promise.allSettled([ask(0, 0), ask(1, 60_000), ask(2, -60_000), ask(3, 0)]);
    expect(
      results.map((result) =>
        result.status === "fulfilled" ? result.value.ok : (result.reason as { code: string }).code,
      ),
    ).toEqual([true, "clock_skew", "clock_skew", true]);
  });
});
