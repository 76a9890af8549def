import { describe, expect, it } from "vitest";
import { isDialerError } from "./errors.js";
import {
  changeStartRate,
  claimSlot,
  createPacer,
  isSlotGood,
  measuredRate,
  type PacerState,
  rateAt,
  slowDown,
} from "./pacing.js";

const START = 1_795_514_400_000;

/** Claims as many slots as lie before `until`, asking all the time, as a busy campaign does. */
function runUntil(pacer: PacerState, from: number, until: number): { slots: number[]; pacer: PacerState } {
  const slots: number[] = [];
  let state = pacer;
  let now = from;
  for (;;) {
    const claimed = claimSlot(state, now);
    if (claimed.sendAt >= until) return { slots, pacer: state };
    state = claimed.state;
    now = claimed.sendAt;
    slots.push(claimed.sendAt);
  }
}

describe("a pacer", () => {
  it("gives the first slot at once and the others evenly", () => {
    const { slots } = runUntil(createPacer({ startRate: 5 }, START), START, START + 1000);
    expect(slots.map((slot) => slot - START)).toEqual([0, 205, 410, 615, 820]);
  });

  it("gives time to get ready", () => {
    expect(claimSlot(createPacer({ startRate: 1 }, START), START, { leadMs: 12 }).sendAt).toBe(START + 12);
  });

  it("gives all slots at once without a limit", () => {
    const first = claimSlot(createPacer({ startRate: null }, START), START);
    expect(claimSlot(first.state, START).sendAt).toBe(START);
  });

  it("never catches up", () => {
    const { pacer } = runUntil(createPacer({ startRate: 2 }, START), START, START + 1000);
    const late = START + 60_000;
    const { slots } = runUntil(pacer, late, late + 1000);
    expect(slots.map((slot) => slot - late)).toEqual([0, 512.5]);
  });

  it("goes on at its rate when the clock is set back", () => {
    const { pacer } = runUntil(createPacer({ startRate: 5 }, START), START, START + 1000);
    const back = START - 3_600_000;
    const { slots } = runUntil(pacer, back, back + 1000);
    // The last slot was claimed one distance ahead.
    expect(slots.map((slot) => slot - back)).toEqual([410, 615, 820]);
    // A 429 holds for as long as it asked, by whichever clock.
    const held = slowDown(
      claimSlot(pacer, START + 1000).state,
      { sentAt: START, retryAfterMs: 5000 },
      START + 1000,
    );
    expect(claimSlot(held, back).sendAt).toBe(back + 5000);
  });

  it("does not take a slot that was missed before the clock was set back for one that is still to come", () => {
    const { state: pacer, sendAt } = claimSlot(createPacer({ startRate: 5 }, START), START);
    const back = START - 3_600_000;
    const again = claimSlot(pacer, back, { insteadOf: { sendAt } });
    expect(again.sendAt - back).toBeLessThanOrEqual(205);
    expect(claimSlot(again.state, back).sendAt - back).toBeLessThanOrEqual(410);
  });

  it("keeps its distance from a process whose clock is read a little earlier", () => {
    const { pacer } = runUntil(createPacer({ startRate: 5 }, START), START, START + 1000);
    expect(claimSlot(pacer, START - 5000).sendAt).toBe(START + 1025);
  });

  it("is plain JSON", () => {
    const { pacer } = runUntil(createPacer({ startRate: 7 }, START), START, START + 1000);
    const copy = JSON.parse(JSON.stringify(pacer)) as PacerState;
    expect(copy).toEqual(pacer);
    expect(claimSlot(copy, START + 1000)).toEqual(claimSlot(pacer, START + 1000));
  });

  it.each([
    ["at its instant", 0, true],
    ["19 ms later", 19, true],
    ["20 ms later, by a clock that rounds down", 20, false],
    ["before", -0.5, false],
    ["21 ms later", 21, false],
  ])("calls a slot good or not: %s", (_, offset, good) => {
    const slot = claimSlot(createPacer({ startRate: 5 }, START), START);
    expect(isSlotGood(slot, START + offset)).toBe(good);
  });

  it.each([
    [0, undefined],
    [-1, undefined],
    [Number.NaN, undefined],
    [100_001, undefined],
    [5, 6],
    [5, 0],
  ])("refuses a start rate of %s with a floor of %s", (startRate, floorRate) => {
    let thrown: unknown;
    try {
      createPacer({ startRate, ...(floorRate === undefined ? {} : { floorRate }) }, START);
    } catch (error) {
      thrown = error;
    }
    expect(isDialerError(thrown, "config_invalid")).toBe(true);
  });
});

describe("a 429", () => {
  const pacer = createPacer({ startRate: 100 }, START);

  it("halves the rate, which climbs back evenly in a minute", () => {
    const slowed = slowDown(pacer, { sentAt: START }, START);
    expect(rateAt(slowed, START)).toBe(50);
    expect(rateAt(slowed, START + 30_000)).toBeCloseTo(75);
    expect(rateAt(slowed, START + 60_000)).toBe(100);
    expect(rateAt(slowed, START + 600_000)).toBe(100);
  });

  it("lowers the rate once for all calls that were under way", () => {
    let state = slowDown(pacer, { sentAt: START }, START + 100);
    state = slowDown(state, { sentAt: START + 50 }, START + 150);
    state = slowDown(state, { sentAt: START + 100 }, START + 200);
    expect(rateAt(state, START + 100)).toBe(50);
    state = slowDown(state, { sentAt: START + 101 }, START + 201);
    expect(rateAt(state, START + 201)).toBeCloseTo(25, 0);
  });

  it("never slows below the floor", () => {
    let state = createPacer({ startRate: 4, floorRate: 1 }, START);
    for (let i = 1; i < 10; i++) state = slowDown(state, { sentAt: START + i }, START + i);
    expect(rateAt(state, START + 9)).toBe(1);
  });

  it("holds all slots for as long as it asks, and nothing bursts after", () => {
    const slowed = slowDown(pacer, { sentAt: START, retryAfterMs: 5000 }, START);
    const { slots } = runUntil(slowed, START, START + 6000);
    expect(slots[0]).toBe(START + 5000);
    // At half the rate from the end of the hold on: 50 in that second, less what spacing takes, plus what it climbs.
    expect(slots.length).toBeGreaterThanOrEqual(48);
    expect(slots.length).toBeLessThanOrEqual(50);
  });

  it("holds for an hour at most", () => {
    const slowed = slowDown(pacer, { sentAt: START, retryAfterMs: 1e12 }, START);
    expect(claimSlot(slowed, START).sendAt).toBe(START + 3_600_000);
  });

  it("holds again, but does not lower again, for a call sent before", () => {
    const slowed = slowDown(pacer, { sentAt: START }, START + 10);
    const held = slowDown(slowed, { sentAt: START, retryAfterMs: 1000 }, START + 20);
    expect(claimSlot(held, START + 20).sendAt).toBe(START + 1020);
    expect(rateAt(held, START + 1020)).toBeCloseTo(50, 1);
  });

  it("gives a pacer without a limit one: half of what it measured", () => {
    let state = createPacer({ startRate: null }, START);
    for (let i = 0; i < 2000; i++) state = claimSlot(state, START + i * 10).state;
    const now = START + 20_000;
    const slowed = slowDown(state, { sentAt: now }, now);
    expect(rateAt(slowed, now)).toBeCloseTo(50, 0);
    expect(rateAt(slowed, now + 60_000)).toBeCloseTo(100, 0);
    expect(rateAt(slowed, now + 600_000)).toBeGreaterThan(500);
  });
});

describe("changing the rate", () => {
  it("holds from the next slot on", () => {
    const first = claimSlot(createPacer({ startRate: 10 }, START), START).state;
    expect(claimSlot(changeStartRate(first, 1, START), START).sendAt).toBe(START + 1025);
    expect(claimSlot(changeStartRate(first, 41, START), START).sendAt).toBe(START + 25);
    expect(claimSlot(changeStartRate(first, null, START), START).sendAt).toBe(START);
  });

  it("leaves a slowed rate slowed, and lets it climb to the new one", () => {
    const slowed = slowDown(createPacer({ startRate: 100 }, START), { sentAt: START }, START);
    const changed = changeStartRate(slowed, 200, START);
    expect(rateAt(changed, START)).toBe(50);
    expect(rateAt(changed, START + 90_000)).toBe(200);
    expect(rateAt(changeStartRate(slowed, 10, START), START)).toBe(10);
  });
});

describe("the measured rate", () => {
  it("is what goes out, soon after the start", () => {
    const { pacer } = runUntil(createPacer({ startRate: 20 }, START), START, START + 5000);
    expect(measuredRate(pacer, START + 5000)).toBeCloseTo(20 / 1.025, 0);
  });

  it("fades when nothing goes out", () => {
    const { pacer } = runUntil(createPacer({ startRate: 20 }, START), START, START + 60_000);
    expect(measuredRate(pacer, START + 70_000)).toBeCloseTo(measuredRate(pacer, START + 60_000) / 2, 0);
    expect(measuredRate(pacer, START + 400_000)).toBeLessThan(0.001);
  });

  it("counts a slot that was missed once", () => {
    const pacer = createPacer({ startRate: 10 }, START);
    const { state, ...missed } = claimSlot(pacer, START);
    const again = claimSlot(state, START + 500, { insteadOf: missed });
    expect(again.state.meter).toEqual(state.meter);
    expect(again.sendAt).toBe(START + 500);
  });
});

describe("a slot that was missed", () => {
  const pacer = createPacer({ startRate: 10 }, START);

  it("need not be kept away from, if it was the last", () => {
    const first = claimSlot(pacer, START);
    const second = claimSlot(first.state, START);
    expect(second.sendAt).toBe(START + 102.5);
    const again = claimSlot(second.state, START + 130, { insteadOf: second });
    expect(again.sendAt).toBe(START + 130);
    expect(claimSlot(again.state, START + 130).sendAt).toBe(START + 232.5);
  });

  it("is lost when another was claimed after it", () => {
    const first = claimSlot(pacer, START);
    const second = claimSlot(first.state, START);
    expect(claimSlot(second.state, START + 30, { insteadOf: first }).sendAt).toBe(START + 205);
  });

  it("does not bring the next one nearer to those before it, also when the rate has fallen meanwhile", () => {
    const first = claimSlot(pacer, START);
    const second = claimSlot(first.state, START);
    const slowed = changeStartRate(second.state, 5, START + 130);
    expect(claimSlot(slowed, START + 130, { insteadOf: second }).sendAt).toBe(START + 205);
  });

  it("is given back once, and one before it not at all", () => {
    const first = claimSlot(pacer, START);
    const second = claimSlot(first.state, START);
    const again = claimSlot(second.state, START + 130, { insteadOf: second });
    const late = claimSlot(again.state, START + 160, { insteadOf: first });
    expect(late.sendAt).toBe(START + 232.5);
  });
});
