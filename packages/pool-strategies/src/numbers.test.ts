import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, NOON, SLOT } from "../test/support/numbers.js";
import { callWindows } from "./limits/call-windows.js";
import { Numbers } from "./numbers.js";

function numbersWith(...slugs: readonly string[]): Numbers {
  const numbers = new Numbers();
  for (const slug of slugs) numbers.intern(slug);
  return numbers;
}

describe("Numbers", () => {
  it("gives each slug one id, and keeps what it knows when it grows", () => {
    const numbers = numbersWith("a");
    numbers.setLastSelection(0, 5, NOON);
    numbers.changeCalls(0, NOON, 1, NOON);
    for (let index = 0; index < 100; index++) numbers.intern(`n${index}`);
    expect([numbers.intern("a"), numbers.find("n99"), numbers.find("b"), numbers.slug(100)]).toEqual([
      0,
      100,
      -1,
      "n99",
    ]);
    expect([numbers.lastSequence(0), numbers.lastSelectedAt(0), numbers.callsInDay(0, NOON)]).toEqual([
      5,
      NOON,
      1,
    ]);
    expect(numbers.lastSelectedAt(100)).toBeNaN();
  });

  it("counts a call in the rolling windows until its slot's end plus their length, to the millisecond", () => {
    const numbers = numbersWith("a");
    numbers.changeCalls(0, NOON + 1, 1, NOON + 1);
    expect([
      numbers.callsInHour(0, NOON + MINUTE + HOUR - 1),
      numbers.callsInHour(0, NOON + MINUTE + HOUR),
    ]).toEqual([1, 0]);
    expect([numbers.callsInDay(0, NOON + SLOT + DAY - 1), numbers.callsInDay(0, NOON + SLOT + DAY)]).toEqual([
      1, 0,
    ]);
  });

  it("takes back a call only while one of its slot is kept", () => {
    const numbers = numbersWith("a");
    numbers.changeCalls(0, NOON, 1, NOON);
    numbers.changeCalls(0, NOON, -1, NOON);
    numbers.changeCalls(0, NOON, -1, NOON);
    expect(numbers.callsInDay(0, NOON)).toBe(0);
    numbers.changeCalls(0, NOON - 2 * DAY, 1, NOON);
    numbers.changeCalls(0, NOON - 2 * DAY, -1, NOON);
    expect(numbers.callsInDay(0, NOON)).toBe(0);
  });

  it("counts more calls in a slot than a cell can hold", () => {
    const numbers = numbersWith("a", "b");
    for (let call = 0; call < 70_000; call++) numbers.changeCalls(1, NOON, 1, NOON);
    numbers.changeCalls(1, NOON, -1, NOON);
    expect([numbers.callsInDay(1, NOON), numbers.callsInHour(1, NOON)]).toEqual([69_999, 69_999]);
    expect(numbers.callsSince(1, NOON, NOON)).toBe(69_999);
    expect([numbers.callsInDay(1, NOON + 2 * HOUR), numbers.callsInHour(1, NOON + 2 * HOUR)]).toEqual([
      69_999, 0,
    ]);
    expect(numbers.callsInDay(1, NOON + 2 * DAY)).toBe(0);
    // The cell is used again, without what did not fit it.
    numbers.changeCalls(1, NOON + 113 * SLOT, 1, NOON + 2 * DAY);
    expect(numbers.callsInDay(1, NOON + 2 * DAY)).toBe(1);
  });

  it("counts as a list of instants does that is counted anew each time, and says from when there is room", () => {
    const step = fc.record({
      after: fc.oneof(
        fc.integer({ min: 0, max: 3 * SLOT }),
        fc.constantFrom(0, MINUTE, HOUR, 20 * HOUR, 30 * HOUR),
      ),
      ago: fc.constantFrom(0, 0, 0, MINUTE, SLOT, 26 * HOUR),
      by: fc.constantFrom<1 | -1>(1, 1, 1, -1),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, limit) => {
        const numbers = numbersWith("a");
        const { day, hour } = callWindows(numbers, "rolling");
        const instants: number[] = [];
        let now = NOON;
        const countAt = (at: number, slotMs: number, lengthMs: number) =>
          instants.filter((instant) => (Math.floor(instant / slotMs) + 1) * slotMs + lengthMs > at).length;
        for (const { after, ago, by } of steps) {
          now += after;
          const instant = by === 1 ? now - ago : (instants.at(-1) ?? now);
          numbers.changeCalls(0, instant, by, now);
          if (by === 1) instants.push(instant);
          // Within 28 hours; in a slot whose calls are kept no longer nothing can be taken back, and nothing counts.
          else if (instants.length > 0) instants.pop();
          for (const [window, slotMs, lengthMs] of [
            [day, SLOT, DAY],
            [hour, MINUTE, HOUR],
          ] as const) {
            expect(window.count(0, now)).toBe(countAt(now, slotMs, lengthMs));
            const freeAt = window.freeAt(0, limit, now);
            expect(countAt(freeAt, slotMs, lengthMs)).toBeLessThan(limit);
            if (freeAt > now) expect(countAt(freeAt - 1, slotMs, lengthMs)).toBeGreaterThanOrEqual(limit);
          }
        }
      }),
    );
  });

  it("goes on from its slots", () => {
    const numbers = numbersWith("a");
    for (const instant of [NOON, NOON, NOON + SLOT]) numbers.changeCalls(0, instant, 1, NOON + SLOT);
    const later = NOON + SLOT;
    const copy = numbersWith("b", "a");
    copy.restore(
      1,
      numbers.slotCounts(numbers.day, 0, later),
      numbers.slotCounts(numbers.hour, 0, later),
      later,
    );
    for (const now of [later, later + HOUR, later + DAY, later + DAY + SLOT]) {
      expect(copy.callsInDay(1, now)).toBe(numbers.callsInDay(0, now));
      expect(copy.callsInHour(1, now)).toBe(numbers.callsInHour(0, now));
    }
  });
});

describe("callWindows in a time zone", () => {
  it("counts from midnight, and from the full hour, of the zone", () => {
    const numbers = numbersWith("a");
    const { day, hour } = callWindows(numbers, { timeZone: "Asia/Kathmandu" });
    const midnight = NOON - 15 * HOUR - 45 * MINUTE;
    for (const instant of [midnight - 1, midnight, NOON - 46 * MINUTE, NOON - 45 * MINUTE])
      numbers.changeCalls(0, instant, 1, NOON);
    expect([day.count(0, NOON), hour.count(0, NOON)]).toEqual([3, 1]);
    expect([day.freeAt(0, 3, NOON), day.freeAt(0, 4, NOON), day.freeAt(0, 0, NOON)]).toEqual([
      midnight + DAY,
      NOON,
      Number.POSITIVE_INFINITY,
    ]);
    expect(hour.freeAt(0, 1, NOON)).toBe(NOON + SLOT);
  });

  it("still counts the first hour of a day of 26 hours in its last", () => {
    const numbers = numbersWith("a");
    const { day } = callWindows(numbers, { timeZone: "Antarctica/Troll" });
    const midnight = Date.parse("2026-10-24T22:00:00Z");
    numbers.changeCalls(0, midnight, 1, midnight);
    expect([day.count(0, midnight + 26 * HOUR - 1), day.count(0, midnight + 26 * HOUR)]).toEqual([1, 0]);
    expect(numbers.callsInDay(0, midnight + 26 * HOUR)).toBe(0);
  });
});
