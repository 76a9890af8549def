import { createClient } from "@dialpool/core";
import { describe, expect, it } from "vitest";
import { parseCallingHours, parseRetryRules } from "../../src/index.js";
import { CALL, callees, openDesk } from "./desk.js";

const MINUTE = 60_000;

describe("retries", () => {
  it("call again whoever was busy, later, as often as the rules say", async () => {
    const desk = await openDesk({ outcomeOf: () => ({ status: "busy" }) });
    const retries = parseRetryRules({ busy: { retries: 2, delayMinutes: 15 } });
    const name = await desk.importList(callees(3), { retries });
    const first = await desk.dialer.campaigns.run(name);
    expect(first).toMatchObject({
      state: "waiting",
      progress: { byState: { queued: 3 }, waiting: { retry: 3 } },
    });
    expect(first.progress.nextDueAt).toBeGreaterThan(desk.now() + 14 * MINUTE);
    desk.passTime(16 * MINUTE);
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({ state: "waiting" });
    desk.passTime(16 * MINUTE);
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({
      state: "finished",
      progress: { byState: { finished: 3 }, outcomes: { busy: 3 }, attempts: 9 },
    });
    expect(desk.sandbox.calls).toHaveLength(9);
  });
});

describe("calling hours", () => {
  it("let contacts wait until it is time where they are, and show them waiting", async () => {
    const desk = await openDesk();
    // It is noon in New York, and 9 in Los Angeles.
    desk.setTime(Date.UTC(2026, 11, 1, 17));
    const hours = parseCallingHours({ hours: { daily: "10:00-20:00" } });
    const name = await desk.importList(["+12125550123", "+12135550123"], { hours });
    const end = await desk.dialer.campaigns.run(name);
    expect(end).toMatchObject({
      state: "waiting",
      progress: { byState: { finished: 1 }, waiting: { hours: 1 } },
    });
    expect(end.progress.nextDueAt).toBe(Date.UTC(2026, 11, 1, 18));
    expect(desk.sandbox.calls.map(({ to }) => to)).toEqual(["+12125550123"]);
    desk.passTime(60 * MINUTE);
    expect((await desk.dialer.campaigns.run(name)).state).toBe("finished");
  });
});

describe("the end of calling hours", () => {
  it("is kept by the call that leaves last, and not only by the decision to place it", async () => {
    const desk = await openDesk({}, { sendWithinMs: 15_000 });
    // Eight seconds before 20:00 in New York.
    desk.setTime(Date.UTC(2026, 11, 2, 0, 59, 52));
    const hours = parseCallingHours({ hours: { daily: "10:00-20:00" } });
    const name = await desk.importList(["+12125550123"], { hours });
    const end = await desk.dialer.campaigns.run(name);
    expect(end).toMatchObject({ state: "waiting", progress: { waiting: { hours: 1 } } });
    expect(end.progress.nextDueAt).toBe(Date.UTC(2026, 11, 2, 15));
  });

  it("is kept by a request that takes as long as one may", async () => {
    const desk = await openDesk({}, { sendWithinMs: 15_000, timeoutMs: 30_000 });
    // Forty seconds before 20:00 in New York.
    desk.setTime(Date.UTC(2026, 11, 2, 0, 59, 20));
    const hours = parseCallingHours({ hours: { daily: "10:00-20:00" } });
    const name = await desk.importList(["+12125550123"], { hours });
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({ progress: { waiting: { hours: 1 } } });
    expect(desk.sandbox.calls).toEqual([]);
  });

  it("is kept by a call whose pool took long to be read", async () => {
    const desk = await openDesk();
    desk.setTime(Date.UTC(2026, 11, 2, 0, 58));
    const hours = parseCallingHours({ hours: { daily: "10:00-20:00" } });
    const name = await desk.importList(["+12125550123"], { hours });
    const { calls, agents } = createClient({ apiKey: desk.sandbox.apiKey, baseUrl: desk.sandbox.url });
    const get = async (agentId: string) => {
      desk.passTime(3 * MINUTE);
      return await agents.get(agentId);
    };
    const end = await desk.another({ client: { calls, agents: { get } } }).campaigns.run(name);
    expect(end).toMatchObject({ state: "waiting", progress: { waiting: { hours: 1 } } });
    expect(desk.sandbox.calls).toEqual([]);
  });
});

describe("the do-not-call list", () => {
  it("is obeyed when a list is imported, and by single calls", async () => {
    const [kept, never] = callees(2) as [`+${string}`, `+${string}`];
    const desk = await openDesk({}, { doNotCall: { has: (phone) => phone === never } });
    const name = await desk.importList([kept, never]);
    const rows = [];
    for await (const row of desk.dialer.campaigns.rows(name, ["suppressed"])) rows.push(row);
    expect(rows).toMatchObject([
      { line: 2, phone: never, state: "suppressed", reason: "it is on the do-not-call list" },
    ]);
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({ state: "finished" });
    expect(await desk.dialer.call({ ...CALL, phone: never })).toEqual({ state: "suppressed" });
    expect(desk.sandbox.calls.map(({ to }) => to)).toEqual([kept]);
  });
});
