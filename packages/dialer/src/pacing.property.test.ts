import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeStartRate,
  claimSlot,
  createPacer,
  LATE_MS,
  type PacerState,
  type Slot,
  slowDown,
} from "./pacing.js";

const START = 1_795_514_400_000;

/** The most events that any second, from any instant on and its end excluded, holds. */
function busiestSecond(instants: readonly number[]): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [index, instant] of sorted.entries()) {
    while (instant - (sorted[first] ?? instant) >= 1000) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

const startRate = fc.oneof(
  fc.integer({ min: 1, max: 2000 }),
  fc.double({ min: 0.05, max: 500, noNaN: true, noDefaultInfinity: true }),
);

/** One thing that a process does: it waits, claims, and sends somewhat late. */
const step = fc.record({
  waitMs: fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: 0, max: 3, noNaN: true }) },
    { weight: 1, arbitrary: fc.double({ min: 0, max: 5000, noNaN: true }) },
  ),
  lateMs: fc.double({ min: 0, max: LATE_MS, noNaN: true }),
  leadMs: fc.constantFrom(0, 0, 1, 30),
  /** It comes too late for its slot, by so much, and claims another. */
  missedByMs: fc.option(fc.double({ min: 0.001, max: 400, noNaN: true }), { freq: 4 }),
  event: fc.constantFrom("none", "none", "none", "none", "none", "429", "hold"),
});

describe("slots, whoever claims them", () => {
  it("never let a second hold more starts than the rate, however late each is within its time", () => {
    fc.assert(
      fc.property(startRate, fc.array(step, { minLength: 1, maxLength: 400 }), (rate, steps) => {
        let state = createPacer({ startRate: rate }, START);
        let now = START;
        const starts: number[] = [];
        // Slots that were missed, and whose owners will have claimed another by then.
        const missed: { readonly slot: Slot; readonly seenAt: number }[] = [];
        for (const { waitMs, lateMs, leadMs, missedByMs, event } of steps) {
          now += waitMs;
          // Every process reads the row anew, as JSON: there is no other state.
          state = JSON.parse(JSON.stringify(state)) as PacerState;
          if (event !== "none") {
            state = slowDown(state, { sentAt: now, ...(event === "hold" ? { retryAfterMs: 300 } : {}) }, now);
          }
          const due = missed.findIndex(({ seenAt }) => seenAt <= now);
          const insteadOf = due < 0 ? undefined : missed.splice(due, 1)[0]?.slot;
          const claimed = claimSlot(state, now, {
            leadMs,
            ...(insteadOf === undefined ? {} : { insteadOf }),
          });
          expect(claimed.sendAt).toBeGreaterThanOrEqual(now + leadMs);
          state = claimed.state;
          if (missedByMs === null) starts.push(claimed.sendAt + lateMs);
          else missed.push({ slot: claimed, seenAt: claimed.sendAt + LATE_MS + missedByMs });
        }
        expect(busiestSecond(starts)).toBeLessThanOrEqual(Math.ceil(rate));
      }),
      { numRuns: 300 },
    );
  });

  it.each([1, 5, 50, 500])("reach 0.95 of a rate of %s, with two processes that take turns", (rate) => {
    let state = createPacer({ startRate: rate }, START);
    const until = START + 60_000;
    const starts: number[] = [];
    // Each claims when it has sent; both are a little late in their own way.
    const readyAt: [number, number] = [START, START];
    while (Math.min(...readyAt) < until) {
      const who = readyAt[0] <= readyAt[1] ? 0 : 1;
      const claimed = claimSlot(state, readyAt[who]);
      state = claimed.state;
      const sentAt = claimed.sendAt + (who === 0 ? 0.4 : 7);
      starts.push(sentAt);
      readyAt[who] = sentAt;
    }
    const inTime = starts.filter((start) => start < until).length;
    expect(inTime).toBeGreaterThanOrEqual(0.95 * rate * 60);
    expect(busiestSecond(starts)).toBeLessThanOrEqual(rate);
  });

  it("keep the law of the higher of two rates when the rate changes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 100 }),
        (before, after, changeAfter) => {
          let state = createPacer({ startRate: before }, START);
          let now = START;
          const starts: number[] = [];
          for (let i = 0; i < 200; i++) {
            if (i === changeAfter) state = changeStartRate(state, after, now);
            const claimed = claimSlot(state, now);
            state = claimed.state;
            now = claimed.sendAt;
            starts.push(now);
          }
          expect(busiestSecond(starts)).toBeLessThanOrEqual(Math.max(before, after));
          expect(busiestSecond(starts.slice(changeAfter))).toBeLessThanOrEqual(after);
        },
      ),
    );
  });
});
