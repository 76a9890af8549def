import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, NOON, SLOT } from "../../test/support/numbers.js";
import { Callees } from "../callees.js";
import { DEFAULT_LIMITS } from "../defaults.js";
import { LeaseBook } from "../leases.js";
import { Numbers } from "../numbers.js";
import type { LimitName } from "../types.js";
import { isAllowed } from "./allowed-countries.js";
import { callWindows } from "./call-windows.js";
import { calleeFreeAt } from "./callee-frequency.js";
import { decidingLimitOf, freeAtOf, type LimitContext } from "./free-at.js";
import { type MemberLimits, memberLimitsOf } from "./member-limits.js";
import { countBlock, countFailure, restAfterFailures } from "./outcomes.js";

const NEVER = Number.POSITIVE_INFINITY;
const NO_LIMITS: MemberLimits = {
  maxCallsPerDay: NEVER,
  maxCallsPerHour: NEVER,
  minGapMs: 0,
  maxConcurrentCalls: NEVER,
  warmUp: [],
};

/** One number, to carry calls. */
function contextWith(): LimitContext & { readonly numbers: Numbers; readonly leases: LeaseBook } {
  const numbers = new Numbers();
  numbers.intern("a");
  return { numbers, leases: new LeaseBook(numbers, HOUR, 0), ...callWindows(numbers, "rolling") };
}

function limitsOf(
  context: LimitContext,
  limits: Partial<MemberLimits>,
  now: number,
  activeSince = Number.NaN,
) {
  const held: [LimitName, number][] = [];
  const all = { ...NO_LIMITS, ...limits };
  const freeAt = freeAtOf(context, 0, all, activeSince, now, (name, at) => held.push([name, at]));
  expect(freeAt).toBe(Math.max(0, ...held.map(([, at]) => at)));
  return held;
}

describe("memberLimitsOf", () => {
  it("takes each limit from the number, or else from the policy", () => {
    expect(memberLimitsOf(undefined, DEFAULT_LIMITS)).toEqual({
      maxCallsPerDay: 75,
      maxCallsPerHour: NEVER,
      minGapMs: 1200,
      maxConcurrentCalls: NEVER,
      warmUp: DEFAULT_LIMITS.warmUp,
    });
    const own = {
      maxCallsPerDay: null,
      maxCallsPerHour: 0,
      minGapSeconds: null,
      maxConcurrentCalls: 2,
      warmUp: null,
    };
    expect(memberLimitsOf(own, DEFAULT_LIMITS)).toEqual({
      ...NO_LIMITS,
      maxCallsPerHour: 0,
      maxConcurrentCalls: 2,
    });
  });
});

describe("freeAtOf", () => {
  it("is 0 for a number that is free of all limits", () => {
    expect(
      limitsOf(
        contextWith(),
        { maxCallsPerDay: 1, maxCallsPerHour: 1, minGapMs: 1, maxConcurrentCalls: 1 },
        NOON,
      ),
    ).toEqual([]);
  });

  it("names every limit that holds, in order, and the one that decides", () => {
    const context = contextWith();
    const { numbers, leases } = context;
    numbers.changeCalls(0, NOON, 1, NOON);
    numbers.setLastSelection(0, 1, NOON);
    leases.open(1, 0, 14155550123, 0, NOON, MINUTE, 0);
    numbers.setRestingUntil(0, NOON + 2 * HOUR);
    numbers.setQuarantinedUntil(0, NOON + 3 * HOUR);
    const limits = {
      maxCallsPerDay: 1,
      maxCallsPerHour: 1,
      minGapMs: 1200,
      maxConcurrentCalls: 1,
      warmUp: [{ untilDays: 7, maxCallsPerDay: 1 }],
    };
    expect(limitsOf(context, limits, NOON, NOON)).toEqual([
      ["calls-per-day", NOON + SLOT + DAY],
      ["calls-per-hour", NOON + MINUTE + HOUR],
      ["min-gap", NOON + 1200],
      ["concurrent-calls", NOON + HOUR],
      ["warm-up", NOON + SLOT + DAY],
      ["resting", NOON + 2 * HOUR],
      ["quarantined", NOON + 3 * HOUR],
    ]);
    expect(decidingLimitOf(context, 0, { ...NO_LIMITS, ...limits }, NOON, NOON)).toEqual({
      name: "calls-per-day",
      freeAt: NOON + SLOT + DAY,
    });
    expect(decidingLimitOf(contextWith(), 0, NO_LIMITS, Number.NaN, NOON)).toBeUndefined();
  });

  it("never frees a number that may carry nothing, or is in quarantine until it is lifted", () => {
    const context = contextWith();
    expect(limitsOf(context, { maxCallsPerDay: 0, maxCallsPerHour: 0 }, NOON)).toEqual([
      ["calls-per-day", NEVER],
      ["calls-per-hour", NEVER],
    ]);
    context.numbers.setQuarantinedUntil(0, NEVER);
    expect(limitsOf(context, {}, NOON)).toEqual([["quarantined", NEVER]]);
  });

  it("waits for so many calls to end as are too many", () => {
    const context = contextWith();
    for (const [index, at] of [NOON, NOON + 1, NOON + 2].entries())
      context.leases.open(index + 1, 0, 14155550123, 0, at, MINUTE, 0);
    expect(limitsOf(context, { maxConcurrentCalls: 4 }, NOON + 2)).toEqual([]);
    expect(limitsOf(context, { maxConcurrentCalls: 3 }, NOON + 2)).toEqual([
      ["concurrent-calls", NOON + HOUR],
    ]);
    expect(limitsOf(context, { maxConcurrentCalls: 1 }, NOON + 2)).toEqual([
      ["concurrent-calls", NOON + 2 + HOUR],
    ]);
  });
});

describe("warm-up", () => {
  const warmUp = [
    { untilDays: 1, maxCallsPerDay: 1 },
    { untilDays: 1.5, maxCallsPerDay: 2 },
    { untilDays: 3, maxCallsPerDay: 2 },
  ];
  const called = (...instants: readonly number[]) => {
    const context = contextWith();
    for (const at of instants) context.numbers.changeCalls(0, at, 1, NOON);
    return context;
  };

  it.each([
    ["no stage for a number that is warmed up long ago", Number.NaN, [NOON, NOON], undefined],
    ["no stage for one that is old enough", NOON - 3 * DAY, [NOON, NOON], undefined],
    ["the first stage until it ends", NOON - 20 * HOUR, [NOON], NOON + 4 * HOUR],
    ["the first stage until its calls have left", NOON, [NOON - 2 * HOUR], NOON - 2 * HOUR + SLOT + DAY],
    ["a later stage that has no room either", NOON - 30 * HOUR, [NOON, NOON], NOON + SLOT + DAY],
    ["the last stage until it ends", NOON - 71 * HOUR, [NOON, NOON], NOON + HOUR],
    ["the first stage of a number that starts in the future", NOON + 2 * HOUR, [NOON], NOON + SLOT + DAY],
  ])("knows %s", (_, activeSince, calls, freeAt) => {
    const expected = freeAt === undefined ? [] : [["warm-up", freeAt]];
    expect(limitsOf(called(...calls), { warmUp }, NOON, activeSince)).toEqual(expected);
  });
});

describe("outcomes", () => {
  it("counts failures in a row; what says nothing of the number changes nothing", () => {
    const { numbers } = contextWith();
    const counts = (
      ["failed", "blocked", "canceled", "unknown", "failed", "answered", "failed", "busy"] as const
    ).map((outcome) => countFailure(numbers, 0, outcome));
    expect(counts).toEqual([1, 2, 2, 2, 3, 0, 1, 0]);
  });

  it("rests a number that failed often enough, unless it rests, or too many do", () => {
    const { numbers } = contextWith();
    const rule = { failures: 2, restMinutes: 30, maxRestingShare: 0.5 };
    numbers.setFailuresInRow(0, 1);
    expect(restAfterFailures(numbers, 0, rule, 0, 4, NOON)).toBe(0);
    numbers.setFailuresInRow(0, 3);
    expect(restAfterFailures(numbers, 0, rule, 1, 4, NOON)).toBe(NOON + 30 * MINUTE);
    expect(restAfterFailures(numbers, 0, rule, 2, 4, NOON)).toBe(0);
    expect(restAfterFailures(numbers, 0, rule, 0, 1, NOON)).toBe(0);
    numbers.setRestingUntil(0, NOON + 1);
    expect(restAfterFailures(numbers, 0, rule, 0, 4, NOON)).toBe(0);
  });

  it("quarantines after blocks within the window, and leaves a longer quarantine as it is", () => {
    const { numbers } = contextWith();
    const rule = { blocks: 2, withinHours: 1, quarantineDays: 30 };
    countBlock(numbers, 0, rule, NOON);
    countBlock(numbers, 0, rule, NOON + HOUR);
    expect(numbers.quarantinedUntil(0)).toBe(0);
    countBlock(numbers, 0, rule, NOON + 2 * HOUR - 1);
    expect(numbers.quarantinedUntil(0)).toBe(NOON + 2 * HOUR - 1 + 30 * DAY);
    numbers.setQuarantinedUntil(0, NEVER);
    countBlock(numbers, 0, rule, NOON + 2 * HOUR);
    expect(numbers.quarantinedUntil(0)).toBe(NEVER);
    for (let more = 0; more < 20; more++) countBlock(numbers, 0, null, NOON + 3 * HOUR);
    expect(numbers.blocks(0)).toHaveLength(16);
  });
});

describe("calleeFreeAt", () => {
  it("is the moment at which the k-th latest call is so long ago", () => {
    const callees = new Callees(10);
    for (const at of [NOON, NOON + MINUTE]) callees.addCall(14155550123, at);
    const row = callees.find(14155550123);
    expect(calleeFreeAt(callees, row, { calls: 3, withinHours: 1 }, NOON + MINUTE)).toBe(0);
    expect(calleeFreeAt(callees, row, { calls: 2, withinHours: 1 }, NOON + HOUR - 1)).toBe(NOON + HOUR);
    expect(calleeFreeAt(callees, row, { calls: 2, withinHours: 1 }, NOON + HOUR)).toBe(0);
    expect(calleeFreeAt(callees, -1, { calls: 1, withinHours: 1 }, NOON)).toBe(0);
  });
});

describe("isAllowed", () => {
  it.each([
    ["a country of the list", ["US", "GB"], { country: "GB", callingCode: "+44" }, true],
    ["another country", ["US"], { country: "CA", callingCode: "+1" }, false],
    ["a calling code of the list", ["+44"], { country: "GB", callingCode: "+44" }, true],
    ["an area code that is not known yet", ["JM"], { country: "+1", callingCode: "+1" }, true],
    ["the same where no country of +1 is allowed", ["GB"], { country: "+1", callingCode: "+1" }, false],
    ["a number that is nowhere", ["US"], {}, false],
    ["anybody by an empty list", [], { country: "US", callingCode: "+1" }, false],
  ])("judges %s", (_, allowed, place, expected) => {
    expect(isAllowed(allowed, place)).toBe(expected);
  });
});
