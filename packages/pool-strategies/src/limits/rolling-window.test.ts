import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, NOON, SLOT } from "../../test/support/numbers.js";
import { DAY_WINDOW, leavesAt, RollingWindow, slotOf } from "./rolling-window.js";

describe("RollingWindow", () => {
  it("counts a call until its slot's end plus 24 hours, to the millisecond", () => {
    const calls = new RollingWindow(DAY_WINDOW);
    calls.add(NOON + 1);
    const leaves = NOON + SLOT + DAY;
    expect(calls.count(leaves - 1)).toBe(1);
    expect(calls.count(leaves)).toBe(0);
  });

  it("says from when it has room, and is right to the millisecond", () => {
    const calls = new RollingWindow(DAY_WINDOW);
    for (const instant of [NOON, NOON + SLOT, NOON + SLOT + 1]) calls.add(instant);
    const now = NOON + 3 * SLOT;
    expect(calls.freeAt(4, now)).toBe(0);
    expect(calls.freeAt(3, now)).toBe(NOON + SLOT + DAY);
    expect(calls.freeAt(2, now)).toBe(NOON + 2 * SLOT + DAY);
    expect(calls.freeAt(0, now)).toBe(Number.POSITIVE_INFINITY);
    expect(calls.freeAt(3, NOON + SLOT + DAY)).toBe(0);
  });

  it("takes back a call only while one of its slot counts", () => {
    const calls = new RollingWindow(DAY_WINDOW);
    calls.add(NOON);
    calls.add(NOON + SLOT);
    calls.giveBack(NOON);
    calls.giveBack(NOON);
    expect(calls.count(NOON + SLOT)).toBe(1);
    calls.giveBack(NOON + SLOT);
    expect(calls.count(NOON + SLOT)).toBe(0);
  });

  it("goes on from its counts", () => {
    const calls = new RollingWindow(DAY_WINDOW);
    for (const instant of [NOON, NOON, NOON + SLOT]) calls.add(instant);
    const copy = new RollingWindow(DAY_WINDOW, calls.toCounts(NOON + SLOT));
    expect(copy.toCounts(NOON + SLOT)).toEqual([
      [slotOf(NOON, DAY_WINDOW), 2],
      [slotOf(NOON, DAY_WINDOW) + 1, 1],
    ]);
  });

  it("agrees with a list of calls that is counted anew each time", () => {
    const step = fc.record({ after: fc.integer({ min: 0, max: 20 * SLOT }), isAdded: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 4 }), (steps, limit) => {
        const calls = new RollingWindow(DAY_WINDOW);
        const instants: number[] = [];
        let now = NOON;
        for (const { after, isAdded } of steps) {
          now += after;
          if (isAdded) {
            calls.add(now);
            instants.push(now);
          }
          const leaving = instants.map((instant) => leavesAt(slotOf(instant, DAY_WINDOW), DAY_WINDOW));
          const countAt = (at: number) => leaving.filter((leaves) => leaves > at).length;
          expect(calls.count(now)).toBe(countAt(now));
          const freeAt = calls.freeAt(limit, now);
          if (countAt(now) < limit) expect(freeAt).toBe(0);
          else {
            expect(countAt(freeAt)).toBeLessThan(limit);
            expect(countAt(freeAt - 1)).toBeGreaterThanOrEqual(limit);
          }
        }
      }),
    );
  });
});
