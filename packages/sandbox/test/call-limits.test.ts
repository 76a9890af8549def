import { describe, expect, it } from "vitest";
import { FOREVER, readOne } from "./support/call-records.js";
import { at, startTestSandbox } from "./support/test-sandbox.js";

describe("limits", () => {
  it("answers 429 beyond the calls that may start in a second, and places nothing", async () => {
    const { sandbox, place, advance } = await startTestSandbox({
      callStartsPerSecond: 2,
      callStartsToleranceMs: 0,
    });
    expect([(await place()).status, (await place()).status]).toEqual([200, 200]);
    advance(999);
    expect(await place()).toMatchObject({
      status: 429,
      body: { detail: { description: "Call attempts per second limit reached", category: "rate_limit" } },
    });
    advance(1);
    expect((await place()).status).toBe(200);
    expect(sandbox.calls).toHaveLength(3);
  });

  it("answers 429 while as many calls as may be are going on", async () => {
    const { place, advance } = await startTestSandbox({ maxConcurrentCalls: 1 });
    await place();
    const over = await place();
    expect(over.status).toBe(429);
    expect(over.text).toContain("Concurrency limit reached");
    advance(FOREVER);
    expect((await place()).status).toBe(200);
  });

  it("lets calls wait as pending where the account queues", async () => {
    const api = await startTestSandbox({
      callStartsPerSecond: 1,
      overLimit: "queue",
      callStartsToleranceMs: 0,
    });
    const placed = [await api.place(), await api.place(), await api.place()];
    expect(placed.map(({ body }) => at(body, "eta"))).toEqual([expect.any(Number), 2, 3]);
    api.advance(1_500);
    const [first, , last] = placed;
    expect(first && (await readOne(api, first))).toMatchObject({ status: "ringing" });
    expect(last && (await readOne(api, last))).toMatchObject({ status: "pending", telephony_start: null });
  });

  it("can be changed on the way", async () => {
    const { sandbox, place } = await startTestSandbox();
    sandbox.setLimits({ maxConcurrentCalls: 1 });
    expect([(await place()).status, (await place()).status]).toEqual([200, 429]);
    sandbox.setLimits({ maxConcurrentCalls: Number.POSITIVE_INFINITY });
    expect((await place()).status).toBe(200);
  });
});
