import { describe, expect, it } from "vitest";
import { VirtualClock } from "./virtual-clock.js";

const START = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;

describe("a virtual clock", () => {
  it("wakes sleepers in the order of their hours, without anybody waiting", async () => {
    const clock = new VirtualClock(START, 1);
    const woken: string[] = [];
    const sleep = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push(name);
    };
    await Promise.all([sleep("late", 2 * DAY), sleep("early", DAY), sleep("now", 0)]);
    expect(woken).toEqual(["now", "early", "late"]);
    expect(clock.now()).toBeGreaterThanOrEqual(START + 2 * DAY);
    expect(clock.now()).toBeLessThan(START + 3 * DAY);
  });

  it("does not jump while work is under way", async () => {
    const clock = new VirtualClock(START, 1);
    let isAwake = false;
    const sleep = clock.sleep(DAY).then(() => {
      isAwake = true;
    });
    await clock.during(async () => {
      for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
      expect(isAwake).toBe(false);
    });
    await sleep;
    expect(isAwake).toBe(true);
  });

  it("lets a sleeper be woken", async () => {
    const clock = new VirtualClock(START, 1);
    const controller = new AbortController();
    await clock.during(async () => {
      const sleep = clock.sleep(DAY, controller.signal);
      controller.abort();
      await sleep;
      await clock.sleep(DAY, controller.signal);
    });
    expect(clock.now()).toBeLessThan(START + DAY);
  });
});
