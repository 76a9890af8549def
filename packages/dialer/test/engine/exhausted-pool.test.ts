import type { PolicyInput } from "@dialpool/pool-strategies";
import { SEEDED } from "@dialpool/sandbox";
import { afterEach, describe, expect, it } from "vitest";
import { type CampaignProgress, type DialerPool, listContacts } from "../../src/index.js";
import { CALL, callees, type DialingDesk, openDesk } from "./desk.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let desk: DialingDesk;
afterEach(async () => {
  await desk.close();
});

/** The seeded agent's pool, with these limits and no others. */
function pool(limits: PolicyInput["limits"]): DialerPool {
  const none = { maxCallsPerCallee: null, maxCallsPerDay: null, minGapSeconds: null };
  return { agentId: SEEDED.agentId, policy: { affinity: "off", limits: { ...none, ...limits } } };
}

/** The agent's numbers, in the order in which they are described. */
async function attachedNumbers({ client }: DialingDesk): Promise<readonly string[]> {
  const { attached_phone_numbers: attached } = await client.agents.get(SEEDED.agentId);
  return (attached ?? []).map(({ number }) => number);
}

/** Who was called, whoever's request came first. */
function calledNow(): readonly string[] {
  return desk.sandbox.calls.map(({ to }) => to).sort();
}

describe("a campaign whose numbers are all at a limit", () => {
  it("waits for the first of them, says so, and moves nobody", async () => {
    desk = await openDesk({}, { pool: pool({ maxCallsPerHour: 1 }) });
    const name = await desk.importList(callees(200));
    const { journal, dialer } = desk;
    const first = await dialer.campaigns.run(name);
    const called = desk.sandbox.calls.length;
    expect(called).toBeGreaterThan(0);
    expect(first).toMatchObject({
      state: "waiting",
      progress: {
        byState: { queued: 200 - called, finished: called },
        waiting: { turn: 0, number: 200 - called },
        exhausted: [{ contacts: 200 - called }],
      },
    });
    const { nextDueAt = 0, exhausted = [] } = first.progress;
    expect(nextDueAt).toBe(exhausted[0]?.until);
    expect(nextDueAt).toBeGreaterThan(desk.now() + HOUR_MS / 2);
    const campaignId = journal.findCampaign(name)?.id ?? "";
    const waiting = journal.rows(campaignId, { states: ["queued"], afterLine: 0, limit: 300 });
    expect(waiting.every((row) => "dueAt" in row && row.dueAt === 0)).toBe(true);
    expect((await dialer.campaigns.status(name)).progress).toEqual(first.progress);
    desk.passTime(2 * HOUR_MS);
    await dialer.campaigns.run(name);
    expect(new Set(calledNow()).size).toBe(2 * called);
    expect(journal.check()).toEqual([]);
  });

  it("goes on as soon as a call that is in flight has ended", async () => {
    desk = await openDesk({}, { pool: pool({ maxConcurrentCalls: 1 }), concurrency: 100 });
    const name = await desk.importList(callees(60));
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({
      state: "finished",
      progress: { byState: { finished: 60 }, attempts: 60 },
    });
    expect(desk.sandbox.calls).toHaveLength(60);
    expect(desk.journal.check()).toEqual([]);
  });

  it("goes on as soon as a call has ended whose number alone carries one at a time, though others are free again before a call is given up", async () => {
    const inCall: { number?: string } = {};
    const mixed: DialerPool = {
      ...pool({}),
      describe: (attached) => {
        inCall.number ??= attached.number;
        const isFirst = attached.number === inCall.number;
        return { ...attached, limits: isFirst ? { maxConcurrentCalls: 1 } : { maxCallsPerHour: 1 } };
      },
    };
    desk = await openDesk({ speed: 1 }, { pool: mixed, concurrency: 100 });
    const numbers = await attachedNumbers(desk);
    const callerId = numbers[0] as `+${string}`;
    expect(await desk.dialer.call({ ...CALL, callerId })).toMatchObject({ state: "placed", callerId });
    const name = await desk.importList(callees(numbers.length + 1));
    const onProgress = ({ exhausted, byState }: CampaignProgress) => {
      // Every call has ended by then, and no hour is over.
      if (exhausted !== undefined || byState.queued === 0) desk.passTime(3 * MINUTE_MS);
    };
    expect(await desk.dialer.campaigns.run(name, { onProgress })).toMatchObject({
      state: "finished",
      progress: { attempts: numbers.length + 1 },
    });
    expect(desk.journal.check()).toEqual([]);
  });

  it("asks for few numbers in vain, however many wait", async () => {
    desk = await openDesk({}, { pool: pool({ maxCallsPerHour: 1 }) });
    const name = await desk.importList(callees(1500));
    let inVain = 0;
    let moved = 0;
    const { journal } = desk;
    const dialer = desk.another({
      journal: {
        ...journal,
        begin: (requests, now) => {
          const results = journal.begin(requests, now);
          inVain += results.filter(({ outcome }) => outcome === "exhausted").length;
          return results;
        },
        apply: (changes, now) => {
          moved += changes.filter(({ kind }) => kind === "contact").length;
          return journal.apply(changes, now);
        },
      },
      concurrency: 10,
    });
    expect(await dialer.campaigns.run(name)).toMatchObject({ state: "waiting" });
    // Those who were under way when the last number was given, not the fourteen hundred who wait.
    expect(inVain).toBeGreaterThan(0);
    expect(inVain).toBeLessThanOrEqual(50);
    expect(moved).toBe(0);
  });

  it("calls those meanwhile whose rows ask for another agent", async () => {
    const other = { ...pool({}), agentId: SEEDED.sharingAgentId };
    desk = await openDesk({}, { pool: [pool({ maxCallsPerHour: 1 }), other] });
    const phones = callees(300);
    const rows = phones.map((phone, at) => ({
      phone,
      name: "Ann",
      ...(at < 280 ? {} : { agentId: SEEDED.sharingAgentId }),
    }));
    const { campaign } = await desk.dialer.campaigns.import(listContacts(rows));
    const end = await desk.dialer.campaigns.run(campaign.id);
    expect(end).toMatchObject({ state: "waiting", progress: { waiting: { turn: 0 } } });
    const called = desk.sandbox.calls.map(({ to }) => to);
    expect(called).toEqual(expect.arrayContaining([...phones.slice(280)]));
    expect(called.length).toBeLessThan(280);
  });

  it("asks again when it is run anew, for there may be more numbers", async () => {
    desk = await openDesk({}, { pool: pool({ maxCallsPerHour: 1 }) });
    const name = await desk.importList(callees(200));
    await desk.dialer.campaigns.run(name);
    const called = desk.sandbox.calls.length;
    const generous = desk.another({ pool: pool({ maxCallsPerHour: 2 }) });
    expect(await generous.campaigns.run(name)).toMatchObject({ state: "waiting" });
    expect(desk.sandbox.calls).toHaveLength(2 * called);
  });

  it("calls those again, when it is run anew, who had no number for himself alone", async () => {
    const local = (calls: number): DialerPool => ({
      agentId: SEEDED.agentId,
      policy: {
        affinity: "off",
        route: { rules: [{ prefix: "+1", numbers: ["+16286666348"], otherwise: "refuse" }] },
        limits: {
          maxCallsPerCallee: null,
          maxCallsPerDay: null,
          minGapSeconds: null,
          maxCallsPerHour: calls,
        },
      },
    });
    desk = await openDesk({}, { pool: local(1) });
    const name = await desk.importList(callees(20));
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({
      state: "waiting",
      progress: { waiting: { number: 19 } },
    });
    expect(await desk.another({ pool: local(1000) }).campaigns.run(name)).toMatchObject({
      state: "finished",
      progress: { byState: { finished: 20 } },
    });
  });

  it("stops while all are in quarantine, loses nobody, and goes on when that is lifted", async () => {
    desk = await openDesk({}, { pool: pool({}) });
    const name = await desk.importList(callees(30));
    // Numbers are known to the store once the pool was loaded.
    await desk.dialer.call({ phone: "+14155550199", name: "Ben" });
    const flag = (until: null | "lift") => {
      const now = desk.now();
      for (const { slug } of desk.store.usage(SEEDED.agentId, { now })) desk.store.flag({ slug, until, now });
    };
    flag(null);
    const stopped = await desk.dialer.campaigns.run(name);
    expect(stopped).toMatchObject({
      state: "stopped",
      stop: { kind: "pool_empty" },
      progress: { byState: { queued: 30 }, waiting: { number: 30 } },
    });
    expect(stopped.stop?.message).toContain("in quarantine until somebody lifts it");
    expect(calledNow()).toEqual(["+14155550199"]);
    flag("lift");
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({
      state: "finished",
      progress: { byState: { finished: 30 } },
    });
  });

  it("goes on with the lists of two processes, each in its order", async () => {
    desk = await openDesk({}, { pool: pool({ maxConcurrentCalls: 1 }), concurrency: 100 });
    const name = await desk.importList(callees(120));
    const ends = await Promise.all([
      desk.dialer.campaigns.run(name),
      desk.another({ concurrency: 100 }).campaigns.run(name),
    ]);
    expect(ends).toMatchObject([{ state: "finished" }, { state: "finished" }]);
    expect(calledNow()).toEqual(callees(120));
    expect(desk.journal.check()).toEqual([]);
  });
});
