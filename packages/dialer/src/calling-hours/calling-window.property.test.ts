import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCallingHours } from "./calling-hours.js";
import { callingWindow, callingZonesOf } from "./calling-window.js";
import { WEEKDAYS } from "./hours-schema.js";

const MINUTE = 60_000;
const DAY = 86_400_000;
const RUNS = Number(process.env.HOURS_RUNS ?? 8);

/** Callees, and the zones that they may be in, by hand. */
const CALLEES: readonly (readonly [string, string, readonly string[]])[] = [
  ["New York", "+12125550123", ["America/New_York"]],
  ["Chicago", "+13125550123", ["America/Chicago"]],
  ["Denver", "+13035550123", ["America/Denver"]],
  ["San Francisco", "+14155550123", ["America/Los_Angeles"]],
  ["Arizona", "+16025550123", ["America/Phoenix"]],
  ["Hawaii", "+18085550123", ["Pacific/Honolulu"]],
  ["the Florida panhandle, two zones", "+18505550123", ["America/Chicago", "America/New_York"]],
  ["Idaho, two zones", "+12085550123", ["America/Boise", "America/Los_Angeles"]],
  ["Toronto", "+14165550123", ["America/Toronto"]],
  ["Vancouver", "+16045550123", ["America/Vancouver", "Etc/GMT+7"]],
  ["Calgary", "+14035550123", ["America/Edmonton", "Etc/GMT+6"]],
  ["Newfoundland and Labrador", "+17095550123", ["America/St_Johns", "America/Goose_Bay"]],
  ["London", "+442079460123", ["Europe/London"]],
  ["a British mobile", "+447700900123", ["Europe/London"]],
  ["Sydney", "+61255500123", ["Australia/Sydney"]],
  ["Brisbane", "+61730100123", ["Australia/Brisbane"]],
  [
    "Adelaide, Darwin or Perth",
    "+61855500123",
    ["Australia/Adelaide", "Australia/Darwin", "Australia/Perth", "Australia/Eucla"],
  ],
];

/** The stand-ins for what the runtime does not know: from when they count. */
const FACTS_SINCE: Readonly<Record<string, number>> = {
  "Etc/GMT+7": Date.UTC(2026, 10, 1),
  "Etc/GMT+6": Date.UTC(2026, 10, 1),
};

/** Days around which clocks are changed somewhere, and one in between. */
const TURNS = [
  "2026-10-04",
  "2026-10-25",
  "2026-11-01",
  "2027-01-15",
  "2027-03-14",
  "2027-03-28",
  "2027-04-04",
];

interface Rules {
  readonly hours: Readonly<Record<string, readonly string[]>>;
  readonly holidays: readonly string[];
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show: weekday, date, time of day. Swedish writes it as ISO 8601 does. */
function wallClock(timeZone: string, instant: number) {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
    formats.set(timeZone, format);
  }
  const [date = "", time = ""] = format.format(instant).split(" ");
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? "";
  return { weekday, date, time };
}

/** Asks the clocks of every zone. */
function isOpenByTheClock({ hours, holidays }: Rules, zones: readonly string[], instant: number): boolean {
  return zones.every((zone) => {
    if (instant < (FACTS_SINCE[zone] ?? 0)) return true;
    const { weekday, date, time } = wallClock(zone, instant);
    if (holidays.includes(date) || holidays.includes(date.slice(5))) return false;
    return (hours[weekday] ?? []).some((window) => {
      const [from = "", to = ""] = window.split("-");
      return time >= from && time < to;
    });
  });
}

const minuteOfDay = fc.oneof(
  fc.integer({ min: 0, max: 1440 }),
  // Where clocks are changed.
  fc.integer({ min: 0, max: 240 }),
  fc.constantFrom(0, 480, 540, 1260, 1440),
);
const clockTime = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const windows = fc.array(fc.tuple(minuteOfDay, minuteOfDay), { maxLength: 3 }).map((pairs) =>
  pairs
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => `${clockTime(Math.min(a, b))}-${clockTime(Math.max(a, b))}`)
    .filter((window) => !window.startsWith("24:00")),
);
const week = fc.oneof(
  fc.tuple(windows, windows, windows, windows, windows, windows, windows),
  windows.map((daily) => WEEKDAYS.map(() => daily)),
);
const rules: fc.Arbitrary<Rules> = fc.record({
  hours: week.map((days) => Object.fromEntries(WEEKDAYS.map((day, index) => [day, days[index] ?? []]))),
  holidays: fc.subarray(["2026-10-26", "2026-11-01", "11-02", "2027-03-14", "01-15", "2027-04-05"]),
});

describe("a calling window", () => {
  it.each(CALLEES)("reckons %s by the right zones", (_, number, zones) => {
    const hours = parseCallingHours("us-federal");
    const listed = zones.filter((zone) => !zone.startsWith("Etc/"));
    expect([...callingZonesOf(hours, { number })]).toEqual(expect.arrayContaining([...listed]));
    expect(callingZonesOf(hours, { number }).length).toBe(listed.length);
  });

  it.each(CALLEES)("is what the clocks say, minute by minute, for %s", (_, number, zones) => {
    fc.assert(
      fc.property(
        rules,
        fc.constantFrom(...TURNS),
        fc.integer({ min: -2 * DAY, max: 2 * DAY }),
        fc.integer({ min: 0, max: 2 * DAY }),
        (given, turn, offset, later) => {
          const hours = parseCallingHours(given);
          let now = Date.parse(`${turn}T00:00:00Z`) + offset;
          // Asked again later, of the same hours: what is kept must not go stale.
          for (const instant of [now, now + later, now + Math.floor(later / 2)]) {
            now = instant;
            const window = callingWindow(hours, { number }, now);
            expect(window.isOpen).toBe(isOpenByTheClock(given, zones, now));
            const end = window.isOpen ? window.closesAt : window.opensAt;
            const until = Math.min(end ?? Number.POSITIVE_INFINITY, now + 1.5 * DAY);
            const nextMinute = Math.ceil((now + 1) / MINUTE) * MINUTE;
            for (let at = nextMinute; at < until; at += MINUTE) {
              if (isOpenByTheClock(given, zones, at) !== window.isOpen)
                expect.fail(`It changes at ${new Date(at).toISOString()} already.`);
            }
            if (end !== undefined) {
              expect(end).toBeGreaterThan(now);
              expect(isOpenByTheClock(given, zones, end)).toBe(!window.isOpen);
              expect(isOpenByTheClock(given, zones, end - 1)).toBe(window.isOpen);
            }
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});
