import { expect, it } from "vitest";
import { callees, type DialingDesk, openDesk } from "./desk.js";

const MINUTE_MS = 60_000;
const CALL = { phone: "+14155550123", name: "Ada" } as const;

const posts = (desk: DialingDesk) =>
  desk.sandbox.requests.filter(({ operationId }) => operationId === "voice-call").length;
/** A vendor that keeps its own time, whatever this machine's clock is set to. */
const ownTime = () => {
  let passed = 0;
  return {
    now: () => Date.now() + passed,
    pass: (ms: number) => {
      passed += ms;
    },
  };
};

it.each([
  ["ahead of", -10 * MINUTE_MS],
  ["behind", 10 * MINUTE_MS],
])("nobody is called by a clock that is %s the API's", async (where, clockOffsetMs) => {
  const desk = await openDesk({ clockOffsetMs });
  await expect(desk.dialer.call(CALL)).rejects.toMatchObject({
    code: "clock_wrong",
    message: expect.stringContaining(`clock is 10 minutes ${where} the API's`),
  });
  const name = await desk.importList(callees(5));
  expect(await desk.dialer.campaigns.run(name)).toMatchObject({
    state: "stopped",
    stop: {
      kind: "failed",
      message: expect.stringContaining("clock is 10 minutes"),
      cause: { code: "clock_wrong" },
    },
    progress: { byState: { queued: 5 } },
  });
  expect(posts(desk)).toBe(0);
  expect(await desk.journal.openAttempts()).toEqual([]);
});

it.each([-50_000, 50_000])(
  "a clock may be less than a minute off: the API's is %i ms ahead",
  async (clockOffsetMs) => {
    const desk = await openDesk({ clockOffsetMs, echoVariables: false });
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset" });
    const call = await desk.dialer.call(CALL);
    if (call.state !== "unknown") throw new Error(`It is ${call.state}.`);
    expect(await call.finished()).toMatchObject({ state: "ended", callId: desk.sandbox.calls[0]?.callId });
  },
);

it("a clock that is set wrong between two calls is seen before the second, and one that is right again after it", async () => {
  const vendor = ownTime();
  const desk = await openDesk({ now: vendor.now });
  expect((await desk.dialer.call(CALL)).state).toBe("placed");
  desk.passTime(10 * MINUTE_MS);
  const other = { phone: "+14155550124", name: "Ben" } as const;
  await expect(desk.dialer.call(other)).rejects.toMatchObject({ code: "clock_wrong" });
  desk.passTime(-10 * MINUTE_MS);
  expect((await desk.dialer.call(other)).state).toBe("placed");
  expect(desk.sandbox.calls).toHaveLength(2);
});

it("a read that is stopped while the clock is compared takes nothing for absent", async () => {
  const vendor = ownTime();
  const desk = await openDesk({ now: vendor.now, listDelayMs: MINUTE_MS, echoVariables: false });
  desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset" });
  expect(await desk.dialer.call(CALL)).toMatchObject({ state: "unknown" });
  desk.passTime(20 * MINUTE_MS);
  let stop = new AbortController();
  const { agents, calls } = desk.client;
  const list: typeof calls.list = (params, options) => {
    // One record is asked for to hear the API's time.
    if (params.limit === 1) stop.abort(new Error("Stopped."));
    return calls.list(params, options);
  };
  const dialer = desk.another({ client: { agents, calls: { create: calls.create, list } } });
  for (let time = 0; time < 3; time++) {
    stop = new AbortController();
    await expect(dialer.reconcile({ signal: stop.signal })).rejects.toThrow("Stopped.");
  }
  expect(desk.journal.openAttempts()).toMatchObject([{ state: "unknown", missedReads: 0 }]);
});

it("under redial, a lost call is not taken for absent by a clock that went ahead, and nobody is called twice", async () => {
  const vendor = ownTime();
  const desk = await openDesk(
    { now: vendor.now, listDelayMs: MINUTE_MS, echoVariables: false },
    { onAbsent: "redial", graceMs: 10 * MINUTE_MS },
  );
  const name = await desk.importList(callees(1));
  desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset" });
  expect((await desk.dialer.campaigns.run(name)).state).toBe("undecided");
  desk.passTime(20 * MINUTE_MS);
  for (let time = 0; time < 3; time++)
    await expect(desk.dialer.reconcile()).rejects.toMatchObject({ code: "clock_wrong" });
  const notes: string[] = [];
  expect(await desk.dialer.campaigns.run(name, { onNote: (note) => notes.push(note) })).toMatchObject({
    state: "undecided",
    progress: { open: { unknown: 1 } },
  });
  // Its record shows up; the clock is set right.
  vendor.pass(2 * MINUTE_MS);
  desk.passTime(-18 * MINUTE_MS);
  expect(await desk.dialer.campaigns.run(name, { maxWaitMs: 60 * MINUTE_MS })).toMatchObject({
    state: "finished",
    progress: { byState: { finished: 1 } },
  });
  expect(posts(desk)).toBe(1);
});
