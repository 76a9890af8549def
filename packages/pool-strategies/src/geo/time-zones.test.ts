import { describe, expect, it } from "vitest";
import { timeZonesOf } from "./index.js";

describe("timeZonesOf", () => {
  it.each([
    ["212", ["America/New_York"]],
    ["415", ["America/Los_Angeles"]],
    ["602", ["America/Phoenix"]],
    ["808", ["Pacific/Honolulu"]],
    ["850", ["America/Chicago", "America/New_York"]],
    ["208", ["America/Boise", "America/Los_Angeles"]],
    ["915", ["America/Denver", "America/Chicago"]],
    ["317", ["America/Indiana/Indianapolis"]],
    ["709", ["America/St_Johns", "America/Goose_Bay"]],
    ["876", ["America/Jamaica"]],
    ["671", ["Pacific/Guam"]],
  ])("of %s: %j, the one with most people first", (areaCode, zones) => {
    expect(timeZonesOf(`+1${areaCode}5550123`)).toEqual(zones);
  });

  it("names every zone of a wide area", () => {
    expect(timeZonesOf("+18675550123")).toContain("America/Iqaluit");
    expect(timeZonesOf("+12505550123")[0]).toBe("America/Vancouver");
  });

  it.each(["+18005550123", "+12995550123", "+442079460123", "+1415", "nobody"])(
    "knows none of %s",
    (number) => {
      expect(timeZonesOf(number)).toEqual([]);
    },
  );
});
