import { describe, expect, it } from "vitest";
import { dataDate, northAmerica } from "./index.js";

describe("northAmerica", () => {
  it.each([
    ["+14155550123", { country: "US", areaCode: "415" }],
    ["+16045550123", { country: "CA", areaCode: "604" }],
    ["+18765550123", { country: "JM", areaCode: "876" }],
    ["+17875550123", { country: "PR", areaCode: "787" }],
  ])("places %s by its area code", (number, place) => {
    expect(northAmerica.locate(number)).toEqual(place);
  });

  it("keeps an area code it does not know: it still matches its own kind", () => {
    expect(northAmerica.locate("+12995550123")).toEqual({ country: "+1", areaCode: "299" });
  });

  it.each([
    ["toll-free", "+18005550123"],
    ["personal", "+15005550123"],
    ["premium", "+19005550123"],
    ["Canadian without a place", "+16005550123"],
    ["government", "+17105550123"],
    ["international freephone", "+80012345678"],
    ["satellite", "+881612345678"],
    ["no E.164 number", "sip:agent@example.com"],
    ["no E.164 number", "4155550123"],
  ])("places a %s number nowhere", (_, number) => {
    expect(northAmerica.locate(number)).toEqual({});
  });

  it.each([
    ["+442079460123", "+44"],
    ["+79005550123", "+7"],
    ["+4915112345678", "+49"],
    ["+353201234567", "+353"],
    ["+97412345678", "+974"],
    ["+1415", "+1"],
  ])("places %s by its calling code", (number, country) => {
    expect(northAmerica.locate(number)).toEqual({ country });
  });

  it.each("983 645 728 353 369 327 942 235 821 465 729 457 483 621 679 861".split(" "))(
    "knows the young area code %s, which number parsers are late to learn",
    (areaCode) => {
      const place = northAmerica.locate(`+1${areaCode}5550123`);
      expect(place).toEqual({ country: areaCode === "942" ? "CA" : "US", areaCode });
    },
  );

  it("says how old its table is", () => {
    expect(dataDate).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});
