import { type PoolNumber, parsePolicy } from "@dialpool/pool-strategies";
import { describeRedis } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";

const NOON = 1_795_521_600_000;

/** More than one run of the script takes in. */
function numbersFrom(first: number, count = 1200): readonly PoolNumber[] {
  return Array.from({ length: count }, (_, index) => ({
    number: `+1415${5_550_000 + first + index}`,
    sid: null,
    slug: `n${String(first + index).padStart(5, "0")}`,
  }));
}

describeRedis({ describe, it, inject }, "loading a big pool", ({ url, uniqueName }) => {
  const client = new Redis(url);
  afterAll(() => client.quit());
  const open = (namespace: string, through: Redis = client) =>
    createRedisStore({ client: through, namespace, maxClockSkewMs: null });
  const ask = (store: ReturnType<typeof open>, callee: number) =>
    store.acquire({ poolId: "agent", callee: `+1212${5_550_000 + callee}`, now: NOON, random: () => 0 });

  /** A client that is lost after so many runs of scripts. */
  function lostAfter(runs: number): Redis {
    let left = runs;
    return new Proxy(client, {
      get(target, key) {
        const value = Reflect.get(target, key) as unknown;
        if (key !== "call") return typeof value === "function" ? value.bind(target) : value;
        return (command: string, args: string[]) => {
          if (/^EVAL/.test(command) && left-- <= 0) return Promise.reject(new Error("Connection is closed."));
          return target.call(command, args);
        };
      },
    });
  }

  /** Sets the time back at which a load that is under way counts as given up, as if its loader had been silent since. */
  async function giveUp(namespace: string, field = "q1"): Promise<void> {
    await client.eval(
      `local load = cmsgpack.unpack(redis.call("HGET", KEYS[1], ARGV[1]))
       load[13] = 0
       redis.call("HSET", KEYS[1], ARGV[1], cmsgpack.pack(load))`,
      1,
      `dialpool:{${namespace}}:0:s`,
      field,
    );
  }

  it("changes the pool in one moment; who asks meanwhile gets the old or the new one, whole", async () => {
    const namespace = uniqueName();
    const [loader, caller] = [open(namespace), open(namespace)];
    const policy = parsePolicy({ limits: { minGapSeconds: null, maxCallsPerCallee: null } });
    await loader.load({ poolId: "agent", numbers: numbersFrom(0), policy }, { now: NOON });
    const loading = loader.load({ poolId: "agent", numbers: numbersFrom(2000), policy }, { now: NOON });
    const slugs: string[] = [];
    for (let call = 0; call < 20; call++) {
      const selection = await ask(caller, call);
      slugs.push(selection.ok ? selection.lease.slug : selection.code);
    }
    const report = await loading;
    expect([report.added.length, report.removed.length, report.kept.length]).toEqual([1200, 1200, 0]);
    const firstNew = slugs.findIndex((slug) => slug >= "n02000");
    expect(firstNew).toBeGreaterThanOrEqual(0);
    expect(slugs.slice(0, firstNew).every((slug) => slug < "n01200")).toBe(true);
    expect(slugs.slice(firstNew).every((slug) => slug >= "n02000" && slug < "n03200")).toBe(true);
    expect((await loader.check({ now: NOON })).findings).toEqual([]);
  });

  it("is taken over by the next load when the loader died", async () => {
    const namespace = uniqueName();
    const store = open(namespace);
    const policy = parsePolicy({});
    await store.load({ poolId: "agent", numbers: numbersFrom(0), policy }, { now: NOON });
    // One run to look what is there, two batches, and then silence.
    const dying = open(namespace, lostAfter(5));
    const other = parsePolicy({ order: "weighted-round-robin", limits: { whenExhausted: "overflow" } });
    await expect(
      dying.load({ poolId: "agent", numbers: numbersFrom(600), policy: other }, { now: NOON }),
    ).rejects.toMatchObject({ code: "store_unavailable" });
    await giveUp(namespace);
    const report = await open(namespace).load(
      { poolId: "agent", numbers: numbersFrom(300), policy },
      { now: NOON },
    );
    expect(report.added.length + report.kept.length).toBe(1200);
    expect(await ask(store, 1)).toMatchObject({ ok: true, lease: { slug: "n00300" } });
    expect((await store.usage("agent", { now: NOON })).map(({ slug }) => slug)).toEqual(
      numbersFrom(300).map(({ slug }) => slug),
    );
    expect((await store.check({ now: NOON })).findings).toEqual([]);
  });

  describe("with calls from before", () => {
    const earlierCalls = Array.from({ length: 1300 }, (_, index) => ({
      callId: `call-${index}`,
      slug: `n0000${index % 3}`,
      callee: `+1212${5_550_000 + index}` as const,
      at: NOON - 5_000_000 + index,
    }));
    const policy = parsePolicy({ limits: { maxCallsPerDay: 100, minGapSeconds: null } });
    const pool = { poolId: "agent", numbers: numbersFrom(0, 3), policy };
    const callsOf = async (store: ReturnType<typeof open>, poolId = "agent") =>
      (await store.usage(poolId, { now: NOON })).map(({ callsInDay }) => callsInDay);

    it("that is killed, at whatever run, is done over by whoever comes next, and no call is counted twice or left out", async () => {
      const halves: number[] = [];
      for (let runs = 0; ; runs++) {
        const namespace = uniqueName();
        const store = open(namespace);
        await store.load({ ...pool, poolId: "other" }, { now: NOON });
        const dying = open(namespace, lostAfter(runs)).load(pool, { now: NOON, earlierCalls });
        const isDone = await dying.then(
          () => true,
          (error: { readonly code: unknown }) => error.code !== "store_unavailable",
        );
        if (isDone) break;
        // Nobody acquires from it, and nobody takes it for known.
        await expect(ask(open(namespace), 1)).rejects.toMatchObject({ code: "pool_not_loaded" });
        expect(await store.poolIds()).toEqual(["other"]);
        const [counted = 0] = await callsOf(store, "other");
        if (counted > 0) halves.push(counted);
        if ((await client.hexists(`dialpool:{${namespace}}:0:s`, "q2")) === 1) await giveUp(namespace, "q2");
        const report = await open(namespace).load(pool, { now: NOON, earlierCalls });
        expect(report).toEqual({
          added: ["n00000", "n00001", "n00002"],
          removed: [],
          kept: [],
          counted: 1300,
        });
        expect(await callsOf(store)).toEqual([434, 433, 433]);
        expect(await callsOf(store, "other")).toEqual([434, 433, 433]);
        expect(await ask(open(namespace), 1)).toMatchObject({ ok: false, code: "exhausted" });
        expect((await store.check({ now: NOON })).findings).toEqual([]);
        expect(await client.exists(`dialpool:{${namespace}}:0:e:2`)).toBe(0);
      }
      // Two runs of three were cut off after some calls were counted.
      expect(halves).toEqual([166, 333]);
    });

    it("of two that begin it at once one counts them, and the other finds it known", async () => {
      const namespace = uniqueName();
      const reports = await Promise.all(
        [open(namespace), open(namespace)].map((store) => store.load(pool, { now: NOON, earlierCalls })),
      );
      expect(reports.map(({ counted }) => counted).sort()).toEqual([1300, undefined]);
      expect(await callsOf(open(namespace))).toEqual([434, 433, 433]);
    });
  });

  it("of two at once one comes after the other", async () => {
    const namespace = uniqueName();
    const policy = parsePolicy({});
    const stores = [open(namespace), open(namespace)];
    await Promise.all(
      stores.map((store, index) =>
        store.load({ poolId: "agent", numbers: numbersFrom(index * 700), policy }, { now: NOON }),
      ),
    );
    const [store] = stores as [(typeof stores)[number]];
    const slugs = (await store.usage("agent", { now: NOON })).map(({ slug }) => slug);
    expect(
      [numbersFrom(0), numbersFrom(700)].map((numbers) => numbers.map(({ slug }) => slug)),
    ).toContainEqual(slugs);
    expect((await store.check({ now: NOON })).findings).toEqual([]);
  });
});
