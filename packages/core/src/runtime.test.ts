import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { platform } from "./runtime.js";

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

describe("waiting", () => {
  it("ends when its time is over, and leaves nothing", async () => {
    const { signal } = new AbortController();
    const before = timers();
    await platform.sleep(1, signal);
    expect(timers()).toBe(before);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("ends at once when the signal fires, and leaves nothing", async () => {
    const controller = new AbortController();
    const before = timers();
    const sleep = platform.sleep(600_000, controller.signal);
    expect(timers()).toBe(before + 1);
    controller.abort();
    await sleep;
    expect(timers()).toBe(before);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("does not begin when the signal has fired", async () => {
    const before = timers();
    await platform.sleep(600_000, AbortSignal.abort());
    expect(timers()).toBe(before);
  });
});
