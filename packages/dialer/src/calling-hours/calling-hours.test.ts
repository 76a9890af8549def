import { describe, expect, it } from "vitest";
import { DialerConfigError } from "../errors.js";
import { parseCallingHours } from "./calling-hours.js";

function issuesOf(input: unknown): readonly { path: string; message: string }[] {
  try {
    parseCallingHours(input);
  } catch (error) {
    if (error instanceof DialerConfigError) return error.issues;
    throw error;
  }
  return [];
}

describe("calling hours", () => {
  it("are written out by the day", () => {
    const { hours } = parseCallingHours({
      hours: {
        daily: "10:00-18:00",
        weekdays: ["08:00-12:00", "13:00-21:00"],
        weekend: [],
        saturday: "09:00-12:00",
      },
    });
    expect(hours).toEqual({
      sunday: [],
      monday: ["08:00-12:00", "13:00-21:00"],
      tuesday: ["08:00-12:00", "13:00-21:00"],
      wednesday: ["08:00-12:00", "13:00-21:00"],
      thursday: ["08:00-12:00", "13:00-21:00"],
      friday: ["08:00-12:00", "13:00-21:00"],
      saturday: ["09:00-12:00"],
    });
  });

  it("close on days that nothing names", () => {
    expect(parseCallingHours({ hours: { monday: "09:00-17:00" } }).hours.tuesday).toEqual([]);
  });

  it("are plain JSON, and the same when read again", () => {
    const hours = parseCallingHours({
      preset: "us-federal",
      holidays: ["12-25", "2026-11-26", "02-29"],
      regions: { "US-FL": { hours: { daily: "08:00-20:00" } }, GB: { holidays: ["12-26"] } },
      unknownZone: ["America/New_York"],
      extraAreaCodes: { "299": { overlayOf: "415" } },
    });
    expect(parseCallingHours(JSON.parse(JSON.stringify(hours)))).toEqual(hours);
  });

  it("refuse callees without a zone, unless they say otherwise", () => {
    expect(parseCallingHours("us-federal").unknownZone).toBe("refuse");
  });

  const daily = { daily: "08:00-21:00" };
  it.each([
    ["us-state", "preset", /"us-federal"/],
    [{}, "hours", /give hours, or a preset/],
    [{ hours: {} }, "hours", /not be empty/],
    [{ hours: { daily: "8-21" } }, "hours.daily", /such as 08:00-21:00/],
    [{ hours: { daily: ["25:00-26:00"] } }, "hours.daily.0", /such as/],
    [{ hours: { daily: "21:00-08:00" } }, "hours.daily", /end after it begins/],
    [{ hours: { monday: ["09:00-12:00", "13:00-13:00"] } }, "hours.monday.1", /end after it begins/],
    [{ hours: { mondays: "09:00-12:00" } }, "hours.mondays", /Did you mean "monday"/],
    [{ hours: daily, holidays: ["25.12."] }, "holidays.0", /such as 2026-12-25/],
    [{ hours: daily, holidays: ["2026-02-29"] }, "holidays.0", /no such day/],
    [{ hours: daily, holidays: ["11-31"] }, "holidays.0", /no such day/],
    [{ hours: daily, regions: { Florida: { hours: daily } } }, "regions.Florida", /ISO 3166/],
    [{ hours: daily, regions: { "US-FL": {} } }, "regions.US-FL", /not be empty/],
    [
      { hours: daily, regions: { "US-FL": { hours: { daily: "9-5" } } } },
      "regions.US-FL.hours.daily",
      /such as/,
    ],
    [{ hours: daily, unknownZone: "allow" }, "unknownZone", /"refuse"/],
    [{ hours: daily, unknownZone: ["Mars/Olympus"] }, "unknownZone.0", /IANA name/],
    [{ hours: daily, extraAreaCodes: { "12": null } }, "extraAreaCodes.12", /area code/],
    [{ hours: daily, zones: [] }, "zones", /Unknown key/],
    [null, "", /an object/],
  ])("refuse %j and name where", (input, path, message) => {
    const issues = issuesOf(input);
    expect(issues.map((issue) => issue.path)).toEqual([path]);
    expect(issues[0]?.message).toMatch(message);
  });
});
