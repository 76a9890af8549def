import { type PoolNumber, parsePolicy } from "@dialpool/pool-strategies";
import { describeRedis } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createRedisStore, type Journal } from "../src/index.js";

const NOON = 1_795_521_600_000;
const numbers: readonly PoolNumber[] = [
  { number: "+14155550101", sid: null, slug: "a" },
  { number: "+14155550102", sid: null, slug: "b" },
];

/** At most one open attempt for each callee: an attempt is opened with the grant, and closed with the settlement. */
const attempts: Journal = {
  onGrant: `
    if redis.call("HEXISTS", key("open"), call.callee) == 1 then return veto("already open") end
    redis.call("HSET", key("open"), call.callee, args[1])
    redis.call("RPUSH", key("log"), call.sequence .. " " .. call.slug .. " " .. call.now)
    return { call.leaseId, call.poolId, call.acquiredAt, call.holdUntil, args[1] }`,
  onSettle: `
    if args[1] == "not mine" then return veto({ call.from, call.to }) end
    redis.call("HDEL", key("open"), call.callee)
    return call.slug .. " " .. call.from .. " " .. call.to .. " " .. call.outcome`,
};

describeRedis({ describe, it, inject }, "a journal", ({ url, uniqueName }) => {
  const client = new Redis(url);
  afterAll(() => client.quit());

  async function opened(journal: Journal = attempts) {
    const namespace = uniqueName();
    const store = createRedisStore({ client, namespace, maxClockSkewMs: null, journal });
    await store.load({ poolId: "agent", numbers, policy: parsePolicy({}) }, { now: NOON });
    const acquire = (callee: `+${string}`, args: readonly string[] = ["attempt"]) =>
      store.journaled.acquire({ poolId: "agent", callee, now: NOON, random: () => 0 }, args);
    return { store, acquire, keys: `dialpool:{${namespace}}:journal:` };
  }

  it("writes with the grant, and answers with it", async () => {
    const { acquire, keys } = await opened();
    const selection = await acquire("+14155550150", ["attempt-1"]);
    expect(selection).toMatchObject({
      ok: true,
      journal: ["lease-1", "agent", String(NOON), String(NOON + 120_000), "attempt-1"],
    });
    expect(await client.hgetall(`${keys}open`)).toEqual({ "+14155550150": "attempt-1" });
    expect(await client.lrange(`${keys}log`, 0, -1)).toEqual([`1 a ${NOON}`]);
  });

  it("runs as it was written, whatever words it has in common with the store", async () => {
    const onGrant = `
      local DAY, MAX_WAKES = 86400000, 3
      redis.call("HSET", key("rows"), "ANSWERED", "POOL -- a note", 'TO', "LEASE TURNS")
      local text = [[
-- kept
line -- tail]]
      return { "STATE", 'USED', DAY * 1, MAX_WAKES, text }`;
    const { acquire, keys } = await opened({ onGrant });
    expect(await acquire("+14155550150")).toMatchObject({
      journal: ["STATE", "USED", "86400000", "3", "-- kept\nline -- tail"],
    });
    expect(await client.hgetall(`${keys}rows`)).toEqual({ ANSWERED: "POOL -- a note", TO: "LEASE TURNS" });
  });

  it("can veto a grant, which then leaves no trace: not of its sequence, its turn or its number", async () => {
    const { store, acquire } = await opened();
    await acquire("+14155550150");
    const before = await store.usage("agent", { now: NOON });
    expect(await acquire("+14155550150")).toEqual({
      ok: false,
      code: "journal_veto",
      journal: "already open",
    });
    expect(await store.usage("agent", { now: NOON })).toEqual(before);
    expect(await acquire("+14155550151")).toMatchObject({ ok: true, lease: { sequence: 2, slug: "b" } });
    expect((await store.check({ now: NOON })).findings).toEqual([]);
  });

  it("runs with a settlement that moves the lease, and can veto it", async () => {
    const { store, acquire } = await opened();
    const selection = await acquire("+14155550150");
    const leaseId = selection.ok ? selection.lease.id : "";
    const end = { leaseId, to: "ended", outcome: "answered", now: NOON } as const;
    expect(await store.journaled.settle(end, ["not mine"])).toEqual({
      applied: false,
      state: "held",
      vetoed: true,
      journal: ["held", "ended"],
    });
    expect(await store.journaled.settle(end, [])).toEqual({
      applied: true,
      state: "ended",
      journal: "a held ended answered",
    });
    expect(await store.journaled.settle(end, [])).toEqual({ applied: false, state: "ended" });
    expect(await acquire("+14155550150")).toMatchObject({ ok: true, lease: { slug: "b" } });
  });

  it.each([
    ["an error of its own", `error("no room for " .. args[1])`, "no room for attempt-1"],
    [
      "an error as Redis has them",
      `return redis.error_reply("FULL no room for " .. args[1])`,
      "FULL no room for attempt-1",
    ],
    ["an error without a text", "error({ code = 7 })", "says no more"],
    [
      "a command that fails",
      `redis.call("SET", key("text"), "x") redis.call("HSET", key("text"), "field", 1)`,
      "WRONGTYPE Operation against a key holding the wrong kind of value",
    ],
    ["a mistake in Lua", "return nobody.there", "nobody"],
    ["a callee in its text", "error(call.callee .. ' is too much')", "…50 is too much"],
  ])("fails with its verb, of which nothing is done: %s", async (_, onGrant, text) => {
    const { store, acquire } = await opened({ onGrant });
    const failure = await acquire("+14155550150", ["attempt-1"]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "journal_failed", applied: "no" });
    const { message } = failure as Error;
    expect(message).toMatch(/^The journal's fragment failed.*Nothing of the verb was done/);
    expect(message).toContain(text);
    expect(message).not.toContain("4155550150");
    expect(await store.usage("agent", { now: NOON })).toMatchObject([{ callsInDay: 0 }, { callsInDay: 0 }]);
    expect((await store.check({ now: NOON })).findings).toEqual([]);
  });

  it("fails with a settlement alone, and not with the others of its run", async () => {
    const { store, acquire } = await opened({ onSettle: `if args[1] ~= "mine" then error("not mine") end` });
    const leases = [];
    for (const callee of ["+14155550150", "+14155550151"] as const) {
      const selection = await acquire(callee);
      leases.push(selection.ok ? selection.lease.id : "");
    }
    const end = (leaseId: string | undefined, args: readonly string[]) =>
      store.journaled.settle({ leaseId: leaseId ?? "", to: "ended", outcome: "answered", now: NOON }, args);
    const [failed, done] = await Promise.allSettled([end(leases[0], []), end(leases[1], ["mine"])]);
    expect(failed).toMatchObject({ reason: { code: "journal_failed", applied: "no" } });
    expect(done).toMatchObject({ value: { applied: true } });
    expect(await end(leases[0], ["mine"])).toMatchObject({ applied: true, state: "ended" });
    expect((await store.check({ now: NOON })).findings).toEqual([]);
  });

  it("that is not Lua is told before anything is done", async () => {
    const { store, acquire } = await opened({ onGrant: "retrun 1" });
    const failure = await acquire("+14155550150").catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "journal_failed", applied: "no" });
    expect((failure as Error).message).toContain("'=' expected near '1'");
    expect(await store.usage("agent", { now: NOON })).toMatchObject([{ callsInDay: 0 }, { callsInDay: 0 }]);
  });

  it("is of texts, and refused before anything is sent where it is not", () => {
    const journal = { onSettle: 5 } as unknown as Journal;
    expect(() => createRedisStore({ client, namespace: "n", journal })).toThrow(
      expect.objectContaining({
        code: "input_invalid",
        message: expect.stringMatching(/journal\.onSettle/) as string,
      }),
    );
  });

  it("need not have a fragment for both verbs, or any", async () => {
    for (const journal of [{ onSettle: "return 'settled'" }, { onGrant: "return 'granted'" }, {}]) {
      const { store, acquire } = await opened(journal);
      const selection = await acquire("+14155550150");
      expect(selection).toMatchObject({ ok: true, journal: "onGrant" in journal ? "granted" : null });
      const leaseId = selection.ok ? selection.lease.id : "";
      expect(await store.journaled.settle({ leaseId, to: "placed", now: NOON })).toEqual({
        applied: true,
        state: "placed",
        ...("onSettle" in journal ? { journal: "settled" } : {}),
      });
    }
  });

  it("is left out by the plain verbs, and for refusals", async () => {
    const { store, acquire, keys } = await opened();
    await store.acquire({ poolId: "agent", callee: "+14155550150", now: NOON, random: () => 0 });
    expect(await client.exists(`${keys}open`)).toBe(0);
    await acquire("+14155550151");
    expect(await acquire("+14155550152")).toMatchObject({ ok: false, code: "exhausted" });
    expect(await client.hkeys(`${keys}open`)).toEqual(["+14155550151"]);
  });
});
