import type { Call } from "@dialpool/core";
import { describe, expect, it } from "vitest";
import { ApiClock } from "./api-clock.js";
import type { ListOptions } from "./ports.js";

const NOON = Date.UTC(2026, 5, 1, 12);

/** An API whose answers say what it is told, and a clock. */
function openApi(answer: (this: { now: number }) => Record<string, string> | "silent" | "gone") {
  const state = { now: NOON, asked: 0 };
  const list = async function* (_: unknown, { middleware = [] }: ListOptions = {}): AsyncGenerator<Call> {
    state.asked++;
    const headers = answer.call(state);
    if (headers === "gone") throw new Error("No connection.");
    if (headers !== "silent")
      for (const { onResponse } of middleware) onResponse({ response: new Response("", { headers }) });
    yield* [];
  };
  const calls = { list, create: () => Promise.reject(new Error("Nobody is called here.")) };
  const apiClock = new ApiClock({ client: { calls }, clock: { now: () => state.now } });
  return { state, apiClock, hear: () => hearAll(list(undefined, { middleware: apiClock.listening })) };
}

async function hearAll(records: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of records);
}

const dated = (at: number) => ({ date: new Date(at).toUTCString() });

describe("an API that tells its time", () => {
  it("is asked once, and again when a minute has passed", async () => {
    const { state, apiClock } = openApi(function () {
      return dated(this.now);
    });
    await Promise.all([apiClock.check("a"), apiClock.check("a")]);
    state.now += 60_000;
    await apiClock.check("a");
    expect(state.asked).toBe(1);
    state.now += 1;
    await apiClock.check("a");
    expect(state.asked).toBe(2);
  });

  it("need not be asked while its answers to others are heard", async () => {
    const { state, apiClock, hear } = openApi(function () {
      return dated(this.now);
    });
    await hear();
    await apiClock.check("a");
    expect(state.asked).toBe(1);
  });

  it.each([
    [-61_001, "61 seconds ahead of"],
    [-3 * 3_600_000, "3 hours ahead of"],
    [62_000, "62 seconds behind"],
    [5 * 86_400_000, "5 days behind"],
  ])("finds a clock wrong from which it is %i ms off", async (off, words) => {
    const { apiClock } = openApi(function () {
      return dated(this.now + off);
    });
    const checked = apiClock.check("a");
    await expect(checked).rejects.toMatchObject({ name: "ClockError", code: "clock_wrong" });
    await expect(checked).rejects.toThrow(`This machine's clock is ${words} the API's.`);
  });

  it.each([-60_000, 0, 60_000])("bears %i ms", async (off) => {
    const { apiClock } = openApi(function () {
      return dated(this.now + off);
    });
    await expect(apiClock.check("a")).resolves.toBeUndefined();
  });

  it("is not asked for each call where its answers say neither that the clock is right nor that it is wrong", async () => {
    const { state, apiClock } = openApi(function () {
      return dated(this.now - 60_500);
    });
    for (let call = 0; call < 10; call++) await apiClock.check("a");
    expect(state.asked).toBe(3);
    state.now += 61_000;
    await apiClock.check("a");
    expect(state.asked).toBe(6);
  });

  it("is asked at once when the clock was set, forward or back", async () => {
    const time = { of: NOON };
    const { state, apiClock } = openApi(() => dated(time.of));
    await apiClock.check("a");
    state.now = NOON + 600_000;
    await expect(apiClock.check("a")).rejects.toMatchObject({ aheadMs: 599_000 });
    state.now = NOON - 600_000;
    await expect(apiClock.check("a")).rejects.toMatchObject({ aheadMs: -600_000 });
    state.now = NOON;
    await apiClock.check("a");
  });

  it("is asked again where an answer was long on its way, or the clock was set meanwhile", async () => {
    for (const jump of [90_000, -90_000]) {
      const { state, apiClock } = openApi(function () {
        const answer = dated(this.now);
        if (state.asked === 1) this.now += jump;
        return answer;
      });
      // In the second case the machine is behind from then on, and the API with it.
      await expect(apiClock.check("a")).resolves.toBeUndefined();
      expect(state.asked).toBe(2);
    }
  });

  it("is not believed for what a cache answers, which is old", async () => {
    const { state, apiClock } = openApi(() => ({ ...dated(NOON - 3_600_000), age: "3600" }));
    await expect(apiClock.check("a")).resolves.toBeUndefined();
    state.now += 3_600_000;
    await expect(apiClock.check("a")).resolves.toBeUndefined();
  });
});

it("an API that told nothing once is believed when it tells its time later", async () => {
  const answers: Record<string, string>[] = [{ age: "1" }];
  const { state, apiClock, hear } = openApi(function () {
    return answers.shift() ?? dated(this.now - 600_000);
  });
  await apiClock.check("a");
  state.now += 600_000;
  await apiClock.check("a");
  await hear();
  await expect(apiClock.check("a")).rejects.toMatchObject({ code: "clock_wrong" });
});

describe("where nothing is heard, the clock is trusted", () => {
  it.each([
    ["a client passes over who listens", "silent"],
    ["answers have no date", {}],
    ["a date is none", { date: "soon" }],
  ] as const)("because %s", async (_, answer) => {
    const { apiClock } = openApi(() => answer);
    await expect(apiClock.check("a")).resolves.toBeUndefined();
  });

  it("for a minute, if the API cannot be asked", async () => {
    const { state, apiClock } = openApi(() => "gone");
    await apiClock.check("a");
    await apiClock.check("a");
    expect(state.asked).toBe(1);
    state.now += 60_001;
    await apiClock.check("a");
    expect(state.asked).toBe(2);
  });

  it("but not once an answer has shown it to be wrong", async () => {
    const answers = [dated(NOON - 600_000), "gone" as const];
    const { apiClock, hear } = openApi(() => answers.shift() ?? "gone");
    await hear();
    await expect(apiClock.check("a")).rejects.toMatchObject({ code: "clock_wrong" });
  });
});

it("is not waited for by whoever was stopped", async () => {
  const stop = new AbortController();
  const calls = {
    create: () => Promise.reject(new Error("Nobody is called here.")),
    async *list(): AsyncGenerator<Call> {
      stop.abort();
      await new Promise(() => {});
      yield* [];
    },
  };
  const apiClock = new ApiClock({ client: { calls }, clock: { now: () => NOON } });
  await apiClock.check("a", stop.signal);
  await apiClock.check("a", stop.signal);
});
