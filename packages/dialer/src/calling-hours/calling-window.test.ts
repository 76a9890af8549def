import { describe, expect, it } from "vitest";
import { parseCallingHours } from "./calling-hours.js";
import { callingWindow, callingZonesOf } from "./calling-window.js";

const at = (text: string) => Date.parse(text);
const federal = parseCallingHours("us-federal");
const SAN_FRANCISCO = "+14155550123";

describe("the US federal hours", () => {
  it.each([
    ["2026-11-24T15:59:59.999Z", { isOpen: false, opensAt: at("2026-11-24T16:00Z"), reason: "hours" }],
    ["2026-11-24T16:00:00Z", { isOpen: true, closesAt: at("2026-11-25T05:00Z") }],
    ["2026-11-25T04:59:59.999Z", { isOpen: true, closesAt: at("2026-11-25T05:00Z") }],
    ["2026-11-25T05:00:00Z", { isOpen: false, opensAt: at("2026-11-25T16:00Z"), reason: "hours" }],
  ])("are 8:00 to 21:00 on the callee's clocks: at %s", (instant, window) => {
    expect(callingWindow(federal, { number: SAN_FRANCISCO }, at(instant))).toEqual(window);
  });

  it("open an hour earlier by UTC once clocks are put forward", () => {
    const night = at("2027-03-14T09:30Z");
    expect(callingWindow(federal, { number: SAN_FRANCISCO }, night)).toMatchObject({
      opensAt: at("2027-03-14T15:00Z"),
    });
  });

  it("are those of both zones where an area has two", () => {
    // 8:00 in Tallahassee is 7:00 in Pensacola.
    expect(callingWindow(federal, { number: "+18505550123" }, at("2026-11-24T13:30Z"))).toMatchObject({
      isOpen: false,
      opensAt: at("2026-11-24T14:00Z"),
    });
    expect(callingWindow(federal, { number: "+18505550123" }, at("2026-11-24T14:00Z"))).toEqual({
      isOpen: true,
      closesAt: at("2026-11-25T02:00Z"),
    });
  });

  it("are on the clocks of the contact's own zone, if it has one", () => {
    const callee = { number: SAN_FRANCISCO, timeZone: "America/New_York" };
    expect(callingWindow(federal, callee, at("2026-11-24T13:00Z"))).toEqual({
      isOpen: true,
      closesAt: at("2026-11-25T02:00Z"),
    });
  });
});

describe("where the law has changed", () => {
  // 8:00 and 21:00 at UTC-7 and at UTC-8: open by both from 16:00 to 04:00.
  it.each([
    ["British Columbia", "+16045550123", "16:00", "2027-01-13T04:00Z"],
    ["Alberta", "+14035550123", "15:00", "2027-01-13T03:00Z"],
    ["Manitoba", "+12045550123", "14:00", "2027-01-13T02:00Z"],
  ])("it must be time by the old clocks and the new in %s in winter", (_, number, opens, closes) => {
    const opensAt = at(`2027-01-12T${opens}Z`);
    expect(callingWindow(federal, { number }, opensAt - 1)).toMatchObject({ isOpen: false, opensAt });
    expect(callingWindow(federal, { number }, opensAt)).toEqual({ isOpen: true, closesAt: at(closes) });
  });

  it("nothing is narrower in summer", () => {
    const noon = at("2027-07-12T19:00Z");
    expect(callingWindow(federal, { number: "+16045550123" }, noon)).toEqual({
      isOpen: true,
      closesAt: at("2027-07-13T04:00Z"),
    });
  });
});

describe("a callee whose place is not known", () => {
  const tollFree = { number: "+18005550123" };
  const noon = at("2026-11-24T20:00Z");

  it("is not called", () => {
    expect(callingWindow(federal, tollFree, noon)).toEqual({ isOpen: false, reason: "unknown_zone" });
    expect(callingZonesOf(federal, tollFree)).toEqual([]);
  });

  it("is called in zones of the user's own", () => {
    const hours = parseCallingHours({
      preset: "us-federal",
      unknownZone: ["America/New_York", "America/Los_Angeles"],
    });
    expect(callingWindow(hours, tollFree, noon)).toEqual({ isOpen: true, closesAt: at("2026-11-25T02:00Z") });
  });

  it("is called by the zone that the contact brings", () => {
    const callee = { ...tollFree, timeZone: "America/Chicago" };
    expect(callingWindow(federal, callee, noon)).toEqual({ isOpen: true, closesAt: at("2026-11-25T03:00Z") });
  });

  it("is called when it is time from Newfoundland to Hawaii, if its area code is newer than the table", () => {
    const callee = { number: "+12995550123" };
    expect(callingWindow(federal, callee, at("2026-11-24T17:59Z"))).toMatchObject({
      isOpen: false,
      opensAt: at("2026-11-24T18:00Z"),
    });
    expect(callingWindow(federal, callee, noon)).toEqual({ isOpen: true, closesAt: at("2026-11-25T00:30Z") });
  });

  it("is not taken for somebody whose number begins alike", () => {
    const hours = parseCallingHours("us-federal");
    expect(callingWindow(hours, { number: "+1415" }, noon)).toMatchObject({ reason: "unknown_zone" });
    expect(callingWindow(hours, { number: SAN_FRANCISCO }, noon)).toMatchObject({ isOpen: true });
    expect(callingWindow(hours, { number: "+1415" }, noon)).toMatchObject({ reason: "unknown_zone" });
  });

  it("is placed by area codes of the user's own", () => {
    const hours = parseCallingHours({
      preset: "us-federal",
      extraAreaCodes: { "299": { overlayOf: "415" } },
    });
    expect(callingZonesOf(hours, { number: "+12995550123" })).toEqual(["America/Los_Angeles"]);
  });
});

describe("countries with several zones", () => {
  it.each([
    ["a mobile number of Australia, Perth to Lord Howe Island", "+61491570006", 9],
    ["Tweed Heads, which Queensland's area code serves", "+61755501234", 2],
    ["Lord Howe Island", "+61265632345", 2],
    ["Brazil", "+5511955501234", 16],
    ["Kosovo", "+38343555012", 1],
    ["Kazakhstan, not Russia", "+77012345678", 7],
  ])("are open in all of them: %s", (_, number, zones) => {
    expect(callingZonesOf(federal, { number }).length).toBe(zones);
  });

  it("leave few hours", () => {
    // Petropavlovsk is ten hours ahead of Kaliningrad.
    const window = callingWindow(federal, { number: "+79161234567" }, at("2026-11-24T06:00Z"));
    expect(window).toEqual({ isOpen: true, closesAt: at("2026-11-24T09:00Z") });
  });
});

describe("rules by the place", () => {
  const hours = parseCallingHours({
    preset: "us-federal",
    holidays: ["12-25"],
    regions: {
      US: { holidays: ["2026-11-26"] },
      "US-FL": { hours: { daily: "08:00-20:00" } },
      "US-TX": { hours: { weekdays: "09:00-21:00", weekend: "12:00-21:00" }, holidays: ["03-02"] },
      GB: { hours: { weekdays: ["08:00-12:00", "13:00-21:00"], saturday: "09:00-21:00" } },
    },
  });

  it.each([
    [
      "Florida's own end",
      "+13055550123",
      "2026-11-25T01:00Z",
      { isOpen: false, opensAt: at("2026-11-25T13:00Z"), reason: "hours" },
    ],
    [
      "Texas on a Sunday",
      "+15125550123",
      "2026-11-29T17:00Z",
      { isOpen: false, opensAt: at("2026-11-29T18:00Z"), reason: "hours" },
    ],
    [
      "California by the country's holidays",
      SAN_FRANCISCO,
      "2026-11-26T20:00Z",
      { isOpen: false, opensAt: at("2026-11-27T16:00Z"), reason: "holiday" },
    ],
    [
      "California on the holiday, too early as well",
      SAN_FRANCISCO,
      "2026-11-26T09:00Z",
      { isOpen: false, opensAt: at("2026-11-27T16:00Z"), reason: "hours" },
    ],
    [
      "Texas on its own holiday",
      "+15125550123",
      "2027-03-02T18:00Z",
      { isOpen: false, opensAt: at("2027-03-03T15:00Z"), reason: "holiday" },
    ],
    [
      "Britain at noon",
      "+442079460123",
      "2026-11-24T12:30Z",
      { isOpen: false, opensAt: at("2026-11-24T13:00Z"), reason: "hours" },
    ],
    [
      "Britain on Thanksgiving",
      "+442079460123",
      "2026-11-26T14:00Z",
      { isOpen: true, closesAt: at("2026-11-26T21:00Z") },
    ],
    [
      "France by the rules for all",
      "+33199001234",
      "2026-12-25T10:00Z",
      { isOpen: false, opensAt: at("2026-12-26T07:00Z"), reason: "holiday" },
    ],
  ])("are the nearest: %s", (_, number, instant, window) => {
    expect(callingWindow(hours, { number }, at(instant))).toEqual(window);
  });

  it("are those of the region that the contact brings", () => {
    const callee = { number: SAN_FRANCISCO, timeZone: "America/New_York", region: "US-FL" };
    expect(callingWindow(hours, callee, at("2026-11-24T20:00Z"))).toEqual({
      isOpen: true,
      closesAt: at("2026-11-25T01:00Z"),
    });
  });

  it("all hold for a number that may be anywhere", () => {
    const callee = { number: "+18005550123", timeZone: "America/New_York" };
    // Texas opens at 9, Britain rests from 12 to 13, Florida closes at 20.
    expect(callingWindow(hours, callee, at("2026-11-24T13:30Z"))).toMatchObject({
      opensAt: at("2026-11-24T14:00Z"),
    });
    expect(callingWindow(hours, callee, at("2026-11-24T14:00Z"))).toMatchObject({
      closesAt: at("2026-11-24T17:00Z"),
    });
    expect(callingWindow(hours, callee, at("2026-11-24T20:00Z"))).toMatchObject({
      closesAt: at("2026-11-25T01:00Z"),
    });
  });

  it("hold together for an area code of two provinces", () => {
    const maritimes = parseCallingHours({
      hours: { daily: "08:00-21:00" },
      regions: { "CA-NS": { hours: { daily: "10:00-21:00" } }, "CA-PE": { hours: { daily: "08:00-18:00" } } },
    });
    expect(callingWindow(maritimes, { number: "+19025550123" }, at("2026-11-24T14:00Z"))).toEqual({
      isOpen: true,
      closesAt: at("2026-11-24T22:00Z"),
    });
  });
});

describe("hours without end", () => {
  it("do not close when they are never closed", () => {
    const always = parseCallingHours({ hours: { daily: "00:00-24:00" } });
    expect(callingWindow(always, { number: SAN_FRANCISCO }, at("2026-11-24T20:00Z"))).toEqual({
      isOpen: true,
    });
  });

  it("do not open when they are never open", () => {
    const never = parseCallingHours({ hours: { daily: [] } });
    expect(callingWindow(never, { number: SAN_FRANCISCO }, at("2026-11-24T20:00Z"))).toEqual({
      isOpen: false,
      reason: "hours",
    });
  });

  it("go on over midnight, on the next day's windows", () => {
    const night = parseCallingHours({ hours: { daily: ["22:00-24:00", "00:00-02:00"] } });
    expect(callingWindow(night, { number: SAN_FRANCISCO }, at("2026-11-24T06:30Z"))).toEqual({
      isOpen: true,
      closesAt: at("2026-11-24T10:00Z"),
    });
  });

  it("count the hour that clocks show twice twice, and skip what they skip", () => {
    const early = parseCallingHours({ hours: { daily: "01:00-01:30" } });
    const number = "+12125550123";
    expect(callingWindow(early, { number }, at("2026-11-01T05:10Z"))).toEqual({
      isOpen: true,
      closesAt: at("2026-11-01T05:30Z"),
    });
    expect(callingWindow(early, { number }, at("2026-11-01T05:40Z"))).toEqual({
      isOpen: false,
      opensAt: at("2026-11-01T06:00Z"),
      reason: "hours",
    });
    const skipped = parseCallingHours({ hours: { sunday: "02:00-03:00" } });
    expect(callingWindow(skipped, { number }, at("2027-03-14T05:00Z"))).toMatchObject({
      opensAt: at("2027-03-21T06:00Z"),
    });
  });
});
