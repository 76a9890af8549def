import { describe, expect, it } from "vitest";
import { createPacer } from "./pacer.js";

/** Starts as fast as the pacer lets it, with a stall now and then. */
function startsOf(startRate: number, count: number, stallAt: (index: number) => number): readonly number[] {
  const pacer = createPacer(startRate);
  const starts: number[] = [];
  let now = 1000;
  for (let index = 0; index < count; index++) {
    now += stallAt(index);
    now += pacer.waitMs(now);
    pacer.take(now);
    starts.push(now);
  }
  return starts;
}

describe("createPacer", () => {
  it("lets the first call start at once and spaces the others evenly", () => {
    expect(startsOf(4, 4, () => 0)).toEqual([1000, 1250, 1500, 1750]);
  });

  it("never catches up after a stall", () => {
    expect(startsOf(4, 4, (index) => (index === 2 ? 10_000 : 0))).toEqual([1000, 1250, 11_250, 11_500]);
  });

  it("holds no more starts in any second than the rate, whatever the stalls", () => {
    const starts = startsOf(7, 500, (index) => (index * 7919) % 400);
    for (const start of starts) {
      const inSecond = starts.filter((other) => other >= start && other < start + 1000 - 1e-6);
      expect(inSecond.length).toBeLessThanOrEqual(7);
    }
  });

  it("lets nothing start while it is held", () => {
    const pacer = createPacer(10);
    pacer.take(1000);
    pacer.holdUntil(5000);
    expect(pacer.waitMs(1000)).toBe(4000);
    pacer.holdUntil(2000);
    expect(pacer.waitMs(1000)).toBe(4000);
  });
});
