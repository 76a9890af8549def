import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, NOON, SLOT } from "../test/support/numbers.js";
import { leaseIdOf, sequenceOf } from "./lease-id.js";
import { LeaseBook } from "./leases.js";
import { Numbers } from "./numbers.js";

const CALLEE = 14155550123;

function bookWith(...slugs: readonly string[]): { readonly numbers: Numbers; readonly leases: LeaseBook } {
  const numbers = new Numbers();
  for (const slug of slugs) numbers.intern(slug);
  return { numbers, leases: new LeaseBook(numbers, HOUR, 0) };
}

describe("a lease's id", () => {
  it("names its sequence", () => {
    expect([1, 42, 9_007_199_254_740_991].map((sequence) => sequenceOf(leaseIdOf(sequence)))).toEqual([
      1, 42, 9_007_199_254_740_991,
    ]);
  });

  it.each(["lease-0", "lease-01", "lease-1e0", "lease-", "lease--1", "1", ""])("is not %j", (text) => {
    expect(sequenceOf(text)).toBe(0);
  });
});

describe("LeaseBook", () => {
  it("knows a lease until its call has left the day", () => {
    const { leases } = bookWith("a");
    leases.open(1, 0, CALLEE, 3, NOON, 2 * MINUTE, 5);
    expect(leases.stateOf(1)).toBe("held");
    expect([leases.numberOf(1), leases.calleeOf(1), leases.poolOf(1), leases.acquiredAtOf(1)]).toEqual([
      0,
      CALLEE,
      3,
      NOON,
    ]);
    expect([leases.holdMsOf(1), leases.stepOf(1), leases.liveUntilOf(1)]).toEqual([
      2 * MINUTE,
      5,
      NOON + HOUR,
    ]);
    leases.forget(NOON + SLOT + DAY - 1);
    expect(leases.stateOf(1)).toBe("held");
    leases.forget(NOON + SLOT + DAY);
    expect([leases.stateOf(1), leases.stateOf(0), leases.stateOf(2)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("knows no lease where a recorded call took the sequence", () => {
    const { leases } = bookWith("a");
    leases.skip(1, NOON);
    leases.open(2, 0, CALLEE, 0, NOON, MINUTE, 0);
    expect([leases.stateOf(1), leases.stateOf(2)]).toEqual([undefined, "held"]);
  });

  it("lists held leases past their deadline in the order granted", () => {
    const { leases } = bookWith("a");
    for (const [index, holdMs] of [3, 1, 2, 1].entries())
      leases.open(index + 1, 0, CALLEE, 0, NOON, holdMs * MINUTE, 0);
    leases.move(2, "placed", NOON);
    expect(leases.overdue(NOON + 2 * MINUTE - 1)).toEqual([4]);
    expect(leases.overdue(NOON + 2 * MINUTE)).toEqual([3, 4]);
  });

  it("takes a lease that is held longer than a call may last for live until then", () => {
    const numbers = new Numbers();
    numbers.intern("a");
    const leases = new LeaseBook(numbers, MINUTE, 0);
    leases.open(1, 0, CALLEE, 0, NOON, HOUR, 0);
    leases.open(2, 0, CALLEE, 0, NOON, MINUTE, 0);
    expect(leases.kthLiveUntil(0, 1)).toBe(NOON + MINUTE);
    expect(leases.kthLiveUntil(0, 2)).toBe(NOON + HOUR);
    const lapsedBy = (now: number) => {
      const lapsed: number[] = [];
      for (let next = leases.nextLapsed(now); next > 0; next = leases.nextLapsed(now)) lapsed.push(next);
      return lapsed;
    };
    expect([lapsedBy(NOON + MINUTE - 1), lapsedBy(NOON + MINUTE), lapsedBy(NOON + HOUR - 1)]).toEqual([
      [],
      [2],
      [],
    ]);
    expect([lapsedBy(NOON + HOUR), numbers.inFlight(0)]).toEqual([[1], 0]);
  });

  it("counts live leases as a plain list does, over thousands of them, settled in any order", () => {
    const step = fc.record({
      after: fc.constantFrom(0, 0, 0, 1000, MINUTE, 20 * MINUTE),
      number: fc.integer({ min: 0, max: 2 }),
      back: fc.integer({ min: 0, max: 40 }),
      to: fc.constantFrom("placed", "ended", "released", "unknown", "none"),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 200, maxLength: 400, size: "max" }), (steps) => {
        const { numbers, leases } = bookWith("a", "b", "c");
        const plain: { number: number; at: number; isOpen: boolean }[] = [];
        let now = NOON;
        for (const { after, number, back, to } of [...steps, ...steps, ...steps, ...steps]) {
          now += after;
          for (let next = leases.nextLapsed(now); next > 0; next = leases.nextLapsed(now))
            expect(next).toBeGreaterThan(0);
          leases.forget(now);
          leases.open(plain.length + 1, number, CALLEE, 0, now, MINUTE, 0);
          plain.push({ number, at: now, isOpen: true });
          const sequence = plain.length - back;
          const lease = plain[sequence - 1];
          const state = leases.stateOf(sequence);
          if (lease !== undefined && state !== undefined && to !== "none" && lease.isOpen) {
            leases.move(sequence, to, now);
            expect(leases.stateOf(sequence)).toBe(to);
            lease.isOpen = to === "placed" || to === "unknown";
          }
          const live = plain.filter((each) => each.number === number && each.isOpen && each.at + HOUR > now);
          expect(numbers.inFlight(number)).toBe(live.length);
          if (live.length > 1) expect(leases.kthLiveUntil(number, 2)).toBe((live[1]?.at ?? 0) + HOUR);
        }
      }),
      { numRuns: 10 },
    );
  });
});
