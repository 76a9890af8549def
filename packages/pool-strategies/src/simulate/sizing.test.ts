import { describe, expect, it } from "vitest";
import { parsePolicy } from "../policy.js";
import type { PolicyInput, PoolNumber } from "../types.js";
import { type SizingFacts, sizeOf } from "./sizing.js";

const DAY = 86_400_000;
const NOW = 1_795_480_000_000;
const numberOf = (slug: string, more: Partial<PoolNumber> = {}): PoolNumber => ({
  number: `+1415555${slug}`,
  sid: null,
  slug,
  ...more,
});

function sizing(limits: NonNullable<PolicyInput["limits"]>, facts: Partial<SizingFacts> = {}) {
  return sizeOf({
    pool: [numberOf("0101"), numberOf("0102")],
    policy: parsePolicy({ limits }),
    startAt: NOW,
    callsPerDay: undefined,
    contacts: 1000,
    startRate: 10,
    concurrency: 100,
    callsPerSecond: 10,
    mostAtOnce: 30,
    areas: [],
    boundBy: new Map(),
    ...facts,
  });
}

const NONE = { maxCallsPerDay: null, minGapSeconds: null, warmUp: null } as const;

describe("sizeOf", () => {
  it("asks each limit for the numbers that the work needs", () => {
    const limits = { maxCallsPerDay: 75, maxCallsPerHour: 20, minGapSeconds: 1.2, maxConcurrentCalls: 2 };
    expect(sizing(limits)).toMatchObject({
      callsPerDay: 1000,
      poolSize: 2,
      needs: [
        { limit: "calls-per-day", numbers: 14 },
        { limit: "calls-per-hour", numbers: 50 },
        { limit: "min-gap", numbers: 12 },
        { limit: "concurrent-calls", numbers: 15 },
      ],
    });
  });

  it("asks for no more numbers by the gap than calls go on at once", () => {
    expect(sizing({ ...NONE, minGapSeconds: 60 }, { concurrency: 5 }).needs).toEqual([
      { limit: "min-gap", numbers: 5 },
    ]);
  });

  it("leaves out limits that are off", () => {
    expect(sizing(NONE)).toMatchObject({ needs: [], capacityPerDay: null });
  });

  it("says that no pool would do where the limit is 0", () => {
    expect(sizing({ ...NONE, maxCallsPerDay: 0 })).toMatchObject({
      needs: [{ limit: "calls-per-day", numbers: null }],
      capacityPerDay: 0,
    });
  });

  it("takes a day's work from start rate and concurrency where the list is longer, or as told", () => {
    expect(sizing(NONE, { contacts: 5_000_000, callsPerSecond: 0.5 }).callsPerDay).toBe(43_200);
    expect(sizing({ ...NONE, maxCallsPerDay: 100 }, { callsPerDay: 2500 }).needs).toEqual([
      { limit: "calls-per-day", numbers: 25 },
    ]);
  });

  it("adds up what the pool may carry: numbers' own limits and their warm-up", () => {
    const pool = [
      numberOf("0101"),
      numberOf("0102", { limits: { maxCallsPerDay: 40 } }),
      numberOf("0103", { activeSince: NOW - 10 * DAY }),
      numberOf("0104", { activeSince: NOW - 100 * DAY }),
    ];
    const warmUp = [
      { untilDays: 7, maxCallsPerDay: 10 },
      { untilDays: 14, maxCallsPerDay: 20 },
    ];
    expect(sizing({ ...NONE, maxCallsPerDay: 75, warmUp }, { pool }).capacityPerDay).toBe(75 + 40 + 20 + 75);
  });

  it("asks for local numbers by area, one at least", () => {
    const areas = [300, 80, 1];
    expect(sizing({ maxCallsPerDay: 75 }, { areas, contacts: 381 }).numbersForLocalPresence).toBe(4 + 2 + 1);
    expect(sizing(NONE, { areas, contacts: 381 }).numbersForLocalPresence).toBe(3);
    expect(sizing({ maxCallsPerDay: 75 }).numbersForLocalPresence).toBeNull();
  });

  it("lists what bound, the most frequent first", () => {
    const boundBy = new Map([
      ["min-gap", 2],
      ["calls-per-day", 7],
      ["calls-per-hour", 2],
    ] as const);
    expect(sizing(NONE, { boundBy }).boundBy).toEqual([
      { limit: "calls-per-day", contacts: 7 },
      { limit: "calls-per-hour", contacts: 2 },
      { limit: "min-gap", contacts: 2 },
    ]);
  });
});
