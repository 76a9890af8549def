import { describe, expect, it } from "vitest";
import { seededRandom } from "../../test/support/random.js";
import type { E164, Geography, PolicyInput, PoolNumber } from "../types.js";
import type { SimulateOptions } from "./options.js";
import { simulate } from "./simulate.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A full quarter of an hour, UTC. */
const START = 1_795_514_400_000;

/** +1 and three digits are an area code, 628 shares the territory of 415. */
const geography: Geography = {
  locate: (number) =>
    number.startsWith("+1")
      ? {
          country: "US",
          callingCode: "+1",
          areaCode: number.slice(2, 5),
          overlays: ["415", "628"].includes(number.slice(2, 5)) ? ["415"] : [number.slice(2, 5)],
        }
      : {},
};

const poolOf = (...numbers: readonly string[]): readonly PoolNumber[] =>
  numbers.map((number) => ({ number, sid: null, slug: number.slice(1) }));
/** As many callees of an area. */
const callees = (count: number, area = "415") =>
  Array.from({ length: count }, (_, index) => ({ callee: `+1${area}${5_550_000 + index}` as E164 }));

/** Nothing limited, nothing sticky. */
const FREE: PolicyInput = {
  affinity: "off",
  limits: { maxCallsPerDay: null, minGapSeconds: null, warmUp: null, maxCallsPerCallee: null },
};
const limited = (limits: NonNullable<PolicyInput["limits"]>): PolicyInput => ({
  ...FREE,
  limits: { ...FREE.limits, ...limits },
});

function run(options: Partial<SimulateOptions> = {}) {
  return simulate({
    pool: poolOf("+14155550100", "+12125550100"),
    contacts: callees(10),
    startAt: START,
    random: seededRandom(1),
    policy: FREE,
    callSeconds: 30,
    ...options,
  });
}

describe("pace", () => {
  it("starts calls evenly at the start rate, and ends with the last call's end", () => {
    const report = run({ startRate: 2 });
    expect(report).toMatchObject({ contacts: 10, calls: 10, refused: 0, dropped: 0, stalledMs: 0 });
    expect(report.endAt - START).toBe(9 * 500 + 30_000);
    expect(report.peak).toEqual({ callsAtOnce: 10, startsPerMinute: 10 });
  });

  it("keeps to the concurrency, and catches nothing up", () => {
    const report = run({ startRate: 2, concurrency: 2 });
    expect(report.peak.callsAtOnce).toBe(2);
    // Pairs: the next one starts when the first of the pair before has ended.
    expect(report.endAt - START).toBe(4 * 30_000 + 500 + 30_000);
  });

  it("counts calls by number and by hour", () => {
    const report = run({ startRate: 1 / 1800, contacts: callees(5) });
    expect(report.callsByHour).toEqual([2, 2, 1]);
    expect(report.numbers).toMatchObject([
      { slug: "12125550100", calls: 3, share: 0.6, callsByHour: [1, 1, 1] },
      { slug: "14155550100", calls: 2, share: 0.4, callsByHour: [1, 1] },
    ]);
  });
});

describe("limits", () => {
  it("asks nobody else while no number of the pool is free", () => {
    let read = 0;
    function* contacts() {
      for (const area of ["415", "628", "212", "310", "305"]) {
        read++;
        yield* callees(1, area);
      }
    }
    const readAt: number[] = [];
    const report = run({
      policy: { ...limited({ minGapSeconds: 10 }), route: { localPresence: ["area-code", "any"] } },
      geography,
      contacts: contacts(),
      startRate: 10,
      callSeconds: () => {
        readAt.push(read);
        return 0.01;
      },
    });
    expect(readAt).toEqual([1, 2, 3, 4, 5]);
    // At 0.2 s and at 10.2 s both numbers rest between two calls.
    expect(report).toMatchObject({ calls: 5, stalledMs: 19_600, waits: { contacts: 2, longestMs: 9_800 } });
  });

  it("counts waiting for a number, not waiting for a slot", () => {
    const [ann, ...others] = callees(20);
    const contacts = [ann, ann, ...others] as typeof others;
    const policy = limited({ maxCallsPerCallee: { calls: 1, withinHours: 1 } });
    const report = run({ policy, contacts, startRate: 1 / 600 });
    // Asked at 0:10, might be called from 1:00 on, and is, though the slot came at 1:10 of that clock.
    expect(report.waits).toEqual({ contacts: 1, totalMs: 50 * MINUTE, longestMs: 50 * MINUTE });
  });

  it("lets contacts wait for a number, and says for how long and what for", () => {
    const policy = limited({ minGapSeconds: 4 });
    const report = run({ policy, contacts: callees(4) });
    // Two at once, then two more when the gap is over.
    expect(report).toMatchObject({
      calls: 4,
      refusals: [{ code: "exhausted", contacts: 1, final: 0 }],
      waits: { contacts: 1, totalMs: 2000, longestMs: 2000 },
      stalledMs: 2000,
      sizing: { boundBy: [{ limit: "min-gap", contacts: 1 }] },
    });
  });

  it("drops a contact whose wait would be too long", () => {
    const policy = limited({ maxCallsPerDay: 2 });
    const report = run({ policy, maxWaitHours: 24 });
    // The slot of the first call ends 15 minutes after it began.
    expect(report).toMatchObject({
      calls: 4,
      dropped: 6,
      refusals: [{ code: "exhausted", contacts: 6, final: 6 }],
      waits: { contacts: 0 },
    });
  });

  it("goes on the next day if it may", () => {
    const policy = limited({ maxCallsPerDay: 2 });
    const report = run({ policy });
    expect(report).toMatchObject({ calls: 10, dropped: 0 });
    expect(report.endAt - START).toBeGreaterThan(48 * HOUR);
    expect(report.callsByHour.filter((calls) => calls > 0)).toEqual([4, 4, 2]);
    expect(report.sizing).toMatchObject({
      callsPerDay: 10,
      capacityPerDay: 4,
      needs: [{ limit: "calls-per-day", numbers: 5 }],
    });
  });

  it("wakes those who wait for a call in flight when it ends", () => {
    const report = run({ policy: limited({ maxConcurrentCalls: 1 }), contacts: callees(4) });
    expect(report).toMatchObject({
      calls: 4,
      peak: { callsAtOnce: 2 },
      waits: { contacts: 1, longestMs: 28_000 },
      sizing: { boundBy: [{ limit: "concurrent-calls", contacts: 1 }] },
    });
    expect(report.numbers.every(({ peak }) => peak.callsAtOnce === 1)).toBe(true);
  });

  it("refuses for good where waiting does not help", () => {
    const policy: PolicyInput = { ...FREE, route: { localPresence: ["area-code"] } };
    const contacts = [...callees(2, "310"), ...callees(1, "415")];
    expect(run({ policy, geography, contacts })).toMatchObject({
      calls: 1,
      refused: 2,
      refusals: [{ code: "no_match", contacts: 2, final: 2 }],
    });
  });

  it("counts earlier calls", () => {
    const history = [
      { slug: "14155550100", callee: "+14155550001", at: START - HOUR },
      { slug: "12125550100", callee: "+14155550002", at: START - HOUR },
    ] as const;
    const report = run({ policy: limited({ maxCallsPerDay: 2 }), history, maxWaitHours: 0 });
    expect(report).toMatchObject({ calls: 2, dropped: 8 });
  });

  it("lets nobody wait behind one who was called too often", () => {
    const policy: PolicyInput = limited({ maxCallsPerCallee: { calls: 1, withinHours: 2 } });
    const [ann, ...others] = callees(4);
    const contacts = [ann, ann, ...others] as typeof others;
    const report = run({ policy, contacts });
    expect(report).toMatchObject({
      calls: 5,
      refusals: [{ code: "callee_limit", contacts: 1, final: 0 }],
      waits: { contacts: 1, longestMs: 2 * HOUR - 1000 },
    });
  });
});

describe("what the report says of the match", () => {
  const policy: PolicyInput = {
    ...FREE,
    route: { localPresence: ["area-code", "overlay", "any"] },
    limits: { ...FREE.limits, maxCallsPerDay: 2 },
  };

  it("counts steps, and calls that a closer number at its limit did not get", () => {
    const contacts = [...callees(3, "415"), ...callees(1, "628"), ...callees(1, "310")];
    const report = run({
      policy,
      geography,
      contacts,
      pool: poolOf("+14155550100", "+12125550100", "+12125550101"),
    });
    expect(report.match).toEqual([
      { step: "area-code", calls: 2, share: 0.4 },
      { step: "any", calls: 3, share: 0.6 },
    ]);
    // The third of 415, and the one of 628, to whom 415 would be an overlay.
    expect(report.passedOver).toBe(2);
    expect(report.coverage).toEqual({
      areas: 3,
      coveredContacts: 3,
      uncovered: [
        { area: "310", country: "US", contacts: 1, steps: { any: 1 } },
        { area: "628", country: "US", contacts: 1, steps: { any: 1 } },
      ],
    });
  });

  it("counts what became of earlier numbers", () => {
    const known = "+14155559999";
    const history = [{ slug: "12125550100", callee: known, at: START - HOUR }] as const;
    const contacts = [{ callee: known } as const, ...callees(3)];
    const report = run({ policy: { ...policy, affinity: "sticky" }, geography, history, contacts });
    expect(report.affinity).toMatchObject({ kept: 1, none: 3 });
  });
});

describe("how calls end", () => {
  it("is drawn by the chances given, and feeds what the policy learns from it", () => {
    const policy = limited({ restAfterFailures: { failures: 2, restMinutes: 10, maxRestingShare: 1 } });
    const report = run({ policy, outcomes: { failed: 1 }, contacts: callees(6), callSeconds: 1 });
    expect(report.outcomes).toMatchObject({ failed: 6, answered: 0 });
    expect(report.sizing.boundBy[0]).toMatchObject({ limit: "resting" });
    expect(report.waits.longestMs).toBeGreaterThan(9 * MINUTE);
  });

  it("says which numbers ended in quarantine", () => {
    const policy = limited({
      restAfterFailures: null,
      quarantineAfterBlocks: { blocks: 2, withinHours: 24, quarantineDays: 30 },
    });
    const report = run({
      policy,
      contacts: callees(20),
      outcomes: ({ number }) => (number.slug === "12125550100" ? "blocked" : "answered"),
      callSeconds: 1,
    });
    const [blocked, good] = report.numbers;
    expect(blocked).toMatchObject({ calls: 2, answered: 0, quarantinedUntil: START + 3000 + 30 * 24 * HOUR });
    expect(good).toMatchObject({ calls: 18, answered: 18 });
    expect(good).not.toHaveProperty("quarantinedUntil");
  });

  it("follows hidden answer rates of numbers", () => {
    const answerRates = { "14155550100": 1, "12125550100": 0 };
    const report = run({ answerRates, contacts: callees(200) });
    expect(report.numbers.map(({ answered, calls }) => answered / calls)).toEqual([0, 1]);
    expect(report.outcomes.answered).toBe(100);
  });

  it("is the same for a contact under every policy", () => {
    const contacts = callees(50);
    const outcomesBy = (order: "random" | "round-robin") => {
      const outcomes = new Map<string, string>();
      run({
        contacts,
        policy: { ...FREE, order },
        callSeconds: ({ contact }, outcome) => {
          outcomes.set(contact.callee, outcome);
          return 1;
        },
      });
      return outcomes;
    };
    expect(outcomesBy("random")).toEqual(outcomesBy("round-robin"));
    expect(new Set(outcomesBy("random").values()).size).toBeGreaterThan(2);
  });
});

describe("options", () => {
  it.each([
    [{ startRate: 0 }, "startRate: Must be above 0"],
    [{ concurrency: 0.5 }, "concurrency: Must be 1 call or more"],
    [{ maxWaitHours: -1 }, "maxWaitHours: Must be 0 hours or more"],
    [{ callsPerDay: Number.NaN }, "callsPerDay: Must be 0 or more"],
    [{ callSeconds: 0 }, "callSeconds: Must be above 0 seconds"],
    [{ outcomes: { answered: 0 } }, "outcomes: Gives no outcome a chance"],
    [{ outcomes: { answered: -1 } }, "outcomes.answered: Must be 0 or more"],
    [{ outcomes: { ringing: 1 } as object }, "outcomes.ringing: Is no outcome"],
    [{ answerRates: { a: 2 } }, "answerRates.a: Must be a chance from 0 to 1"],
  ])("refuses %j", (options, message) => {
    expect(() => run(options)).toThrow(message);
  });

  it("takes a list of nobody, and a pool of nothing", () => {
    expect(run({ contacts: [] })).toMatchObject({ contacts: 0, calls: 0, match: [], endAt: START });
    expect(run({ pool: [] })).toMatchObject({ refused: 10, refusals: [{ code: "pool_empty", final: 10 }] });
  });

  it("reads the list no further than contacts can wait", () => {
    let read = 0;
    function* contacts() {
      for (const contact of callees(20_000)) {
        read++;
        yield contact;
      }
    }
    // One number for them, one call a day: whoever comes second starts on the next day.
    const policy: PolicyInput = {
      ...limited({ maxCallsPerDay: 1 }),
      route: { localPresence: ["area-code"] },
    };
    const readAt: number[] = [];
    const callSeconds = () => {
      if (readAt.push(read) === 2) throw new Error("Enough was seen.");
      return 1;
    };
    expect(() => run({ contacts: contacts(), policy, geography, callSeconds })).toThrow("Enough was seen.");
    expect(readAt).toEqual([1, 10_001]);
  });
});
