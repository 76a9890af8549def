import { describe, expect, it } from "vitest";
import { HOUR } from "../../test/support/numbers.js";
import { Calendar, isTimeZone } from "./calendar.js";

const instant = (text: string) => Date.parse(text);

describe("Calendar", () => {
  it.each([
    ["an ordinary day", "Europe/Berlin", "2026-11-24T10:00:00Z", "2026-11-23T23:00:00Z", 24],
    ["a day of 23 hours", "America/New_York", "2026-03-08T20:00:00Z", "2026-03-08T05:00:00Z", 23],
    ["a day of 25 hours", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T04:00:00Z", 25],
    ["a day of 26 hours", "Antarctica/Troll", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", 26],
    ["a day that has no midnight", "Africa/Cairo", "2026-04-24T05:00:00Z", "2026-04-23T22:00:00Z", 23],
    [
      "the hour before midnight comes again",
      "Atlantic/Azores",
      "2026-10-25T00:30:00Z",
      "2026-10-25T00:00:00Z",
      1,
    ],
    [
      "the day after its second midnight",
      "Atlantic/Azores",
      "2026-10-25T09:00:00Z",
      "2026-10-25T01:00:00Z",
      24,
    ],
    ["a day 5:45 from UTC", "Asia/Kathmandu", "2026-11-24T10:00:00Z", "2026-11-23T18:15:00Z", 24],
    ["a day west of UTC", "America/St_Johns", "2026-11-24T02:00:00Z", "2026-11-23T03:30:00Z", 24],
  ])("knows %s", (_, zone, now, start, hours) => {
    const calendar = new Calendar(zone);
    const day = { start: instant(start), end: instant(start) + hours * HOUR };
    expect(calendar.day(instant(now))).toEqual(day);
    expect(calendar.day(day.start)).toEqual(day);
    expect(calendar.day(day.end - 1)).toEqual(day);
    expect(calendar.day(day.end).start).toBe(day.end);
  });

  it.each([
    ["an ordinary hour", "Etc/UTC", "2026-11-24T10:59:59Z", "2026-11-24T10:00:00Z", 1],
    ["an hour a quarter off", "Asia/Kathmandu", "2026-11-24T10:00:00Z", "2026-11-24T09:15:00Z", 1],
    ["an hour of 90 minutes", "Australia/Lord_Howe", "2026-04-04T15:20:00Z", "2026-04-04T14:00:00Z", 1.5],
    ["an hour of 30 minutes", "Australia/Lord_Howe", "2026-10-03T15:45:00Z", "2026-10-03T15:30:00Z", 0.5],
    ["an hour that comes again", "Europe/Berlin", "2026-10-25T01:10:00Z", "2026-10-25T01:00:00Z", 1],
  ])("knows %s", (_, zone, now, start, hours) => {
    expect(new Calendar(zone).hour(instant(now))).toEqual({
      start: instant(start),
      end: instant(start) + hours * HOUR,
    });
  });

  it("knows which zones there are", () => {
    expect([isTimeZone("Europe/Berlin"), isTimeZone("Europe/Nowhere"), isTimeZone("")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
