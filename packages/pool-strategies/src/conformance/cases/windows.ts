import type { Topic } from "../case.js";
import { DAY, HOUR, MINUTE, NOON, numberOf, numbersOf, QUARTER, SECOND } from "../fixtures.js";

/** A call at `callAt` counts until `endsAt` in the zone's day or hour. */
const CALENDAR: readonly (readonly [
  what: string,
  timeZone: string,
  window: "Day" | "Hour",
  callAt: number,
  endsAt: number,
])[] = [
  // 2026-11-24T10:00Z, 2026-11-25T00:00Z
  ["a day of UTC ends at midnight", "Etc/UTC", "Day", 1795514400000, 1795564800000],
  // 2026-11-24T10:00Z, 2026-11-24T18:15Z
  [
    "a day ends at a quarter past where the zone is a quarter off",
    "Asia/Kathmandu",
    "Day",
    1795514400000,
    1795544100000,
  ],
  // 2026-03-08T06:00Z, 2026-03-09T04:00Z
  ["a day of 23 hours ends at midnight", "America/New_York", "Day", 1772949600000, 1773028800000],
  // 2026-11-01T05:00Z, 2026-11-02T05:00Z
  ["a day of 25 hours ends at midnight", "America/New_York", "Day", 1793509200000, 1793595600000],
  // 2026-10-24T22:00Z, 2026-10-26T00:00Z
  ["a day of 26 hours ends at midnight", "Antarctica/Troll", "Day", 1792879200000, 1792972800000],
  // 2026-04-23T21:59Z, 2026-04-23T22:00Z
  [
    "a day ends where the next begins without a midnight",
    "Africa/Cairo",
    "Day",
    1776981540000,
    1776981600000,
  ],
  // 2026-04-23T22:00Z, 2026-04-24T21:00Z
  [
    "a day without a midnight begins at its first instant",
    "Africa/Cairo",
    "Day",
    1776981600000,
    1777064400000,
  ],
  // 2026-10-25T00:30Z, 2026-10-25T01:00Z
  ["where midnight comes twice, a day ends at each", "Atlantic/Azores", "Day", 1792888200000, 1792890000000],
  // 2026-10-25T01:00Z, 2026-10-26T01:00Z
  ["after the second midnight a whole day follows", "Atlantic/Azores", "Day", 1792890000000, 1792976400000],
  // 2026-11-24T10:00Z, 2026-11-24T10:15Z
  [
    "an hour ends at a quarter past where the zone is a quarter off",
    "Asia/Kathmandu",
    "Hour",
    1795514400000,
    1795515300000,
  ],
  // 2026-11-01T05:30Z, 2026-11-01T06:00Z
  ["an hour that comes twice ends the first time", "America/New_York", "Hour", 1793511000000, 1793512800000],
  // 2026-11-01T06:30Z, 2026-11-01T07:00Z
  ["an hour that comes twice ends the second time", "America/New_York", "Hour", 1793514600000, 1793516400000],
  // 2026-04-04T14:10Z, 2026-04-04T15:30Z
  [
    "an hour of which half comes twice lasts an hour and a half",
    "Australia/Lord_Howe",
    "Hour",
    1775311800000,
    1775316600000,
  ],
  // 2026-10-03T14:40Z, 2026-10-03T15:30Z
  [
    "an hour ends where the clocks leap over the next full hour",
    "Australia/Lord_Howe",
    "Hour",
    1791038400000,
    1791041400000,
  ],
  // 2026-10-03T15:30Z, 2026-10-03T16:00Z
  [
    "an hour whose first half is left out lasts for half an hour",
    "Australia/Lord_Howe",
    "Hour",
    1791041400000,
    1791043200000,
  ],
];

export const windowCases: Topic = {
  name: "windows",
  cases: [
    {
      sentence: "a call leaves the rolling day 24 hours after the end of its quarter of an hour",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { maxCallsPerDay: 1 } });
        for (const callAt of [NOON, NOON + 10 * DAY + 5 * MINUTE, NOON + 20 * DAY + QUARTER - 1]) {
          desk.now = callAt;
          await desk.lease();
          const leavesAt = Math.floor(callAt / QUARTER) * QUARTER + QUARTER + DAY;
          desk.now = leavesAt - 1;
          expect(await desk.acquire()).toMatchObject({ code: "exhausted", retryAt: leavesAt });
          expect(await desk.usage("a")).toMatchObject({ callsInDay: 1, callsInHour: 0, freeAt: leavesAt });
          desk.now = leavesAt;
          expect(await desk.usage("a")).toMatchObject({ callsInDay: 0, atLimits: [] });
        }
        expect(await desk.pick()).toEqual("a");
      },
    },
    {
      sentence: "a call leaves the rolling hour an hour after the end of its minute",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { maxCallsPerHour: 2 } });
        desk.now = NOON + 30 * SECOND;
        await desk.lease();
        desk.now = NOON + 90 * SECOND;
        await desk.lease();
        const leavesAt = NOON + MINUTE + HOUR;
        desk.now = leavesAt - 1;
        expect(await desk.acquire()).toMatchObject({ code: "exhausted", retryAt: leavesAt });
        desk.now = leavesAt;
        expect(await desk.usage("a")).toMatchObject({ callsInHour: 1, callsInDay: 2, atLimits: [] });
        expect(await desk.picks(2)).toEqual("a exhausted");
      },
    },
    ...CALENDAR.map(([what, timeZone, window, callAt, endsAt]): Topic["cases"][number] => ({
      sentence: `${what} (${timeZone}, ${window.toLowerCase()})`,
      run: async (desk, expect) => {
        desk.now = callAt;
        await desk.load(numbersOf("a"), { limits: { [`maxCallsPer${window}`]: 1, window: { timeZone } } });
        await desk.lease();
        expect(await desk.acquire()).toMatchObject({ code: "exhausted", retryAt: endsAt });
        desk.now = endsAt - 1;
        expect(await desk.acquire()).toMatchObject({ code: "exhausted", retryAt: endsAt });
        desk.now = endsAt;
        expect(await desk.pick()).toEqual("a");
      },
    })),
    {
      sentence: "usage counts the rolling windows, whatever the pool's rule",
      run: async (desk, expect) => {
        const window = { timeZone: "Etc/UTC" };
        await desk.load(numbersOf("a"), { limits: { maxCallsPerDay: 5, maxCallsPerHour: 5, window } });
        desk.now = NOON + 14 * HOUR - 1;
        await desk.lease();
        desk.now += 1;
        expect(await desk.usage("a")).toMatchObject({ callsInDay: 1, callsInHour: 1 });
      },
    },
    {
      sentence: "pools with different rules share the counts",
      run: async (desk, expect) => {
        const timeZone = "Etc/UTC";
        await desk.load(numbersOf("a"), { limits: { maxCallsPerDay: 1 } });
        await desk.load(
          numbersOf("a"),
          { limits: { maxCallsPerDay: 1, window: { timeZone } } },
          { poolId: "other" },
        );
        desk.now = NOON + 13 * HOUR;
        await desk.lease();
        expect(await desk.pick(undefined, { poolId: "other" })).toEqual("exhausted");
        desk.now = NOON + 14 * HOUR;
        expect(await desk.picks(1)).toEqual("exhausted");
        expect(await desk.pick(undefined, { poolId: "other" })).toEqual("a");
      },
    },
    {
      sentence: "a released call leaves a calendar day as well, as long as it counts there",
      run: async (desk, expect) => {
        const limits = { maxCallsPerDay: 1, window: { timeZone: "Etc/UTC" } };
        await desk.load(numbersOf("a"), { limits });
        const yesterday = await desk.lease();
        desk.now = NOON + 14 * HOUR;
        const today = await desk.lease();
        await desk.settle(yesterday, "released");
        expect(await desk.pick()).toEqual("exhausted");
        await desk.settle(today, "released");
        expect(await desk.pick()).toEqual("a");
      },
    },
    {
      sentence: "several calls leave one by one",
      run: async (desk, expect) => {
        await desk.load([numberOf("a", { limits: { maxCallsPerDay: 3 } })]);
        for (const after of [0, HOUR, HOUR]) {
          desk.now += after;
          await desk.lease();
        }
        expect(await desk.acquire()).toMatchObject({ retryAt: NOON + QUARTER + DAY });
        desk.now = NOON + QUARTER + DAY;
        await desk.lease();
        expect(await desk.acquire()).toMatchObject({ retryAt: NOON + HOUR + QUARTER + DAY });
      },
    },
  ],
};
