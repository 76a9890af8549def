import { describe, expect, it } from "vitest";
import table from "../data/nanp-area-codes.csv?raw";
import readme from "../data/README.md?raw";
import { dataDate, geography, timeZonesOf } from "../src/geo/index.js";

const [, ...lines] = table.trim().split("\n");
const rows = lines.map((line) => {
  const [npa = "", country = "", regions = "", overlays = "", , , zones = "", kind = "", inService = ""] =
    line.split(",");
  return { npa, country, regions, overlays, zones, kind, inService };
});

/** The compact tables say all that the table of facts says. */
describe("the table of area codes", () => {
  it("has 490 rows, 457 of them geographic, and three of these planned", () => {
    const geographic = rows.filter(({ kind }) => kind === "geographic");
    const planned = geographic.filter(({ inService }) => inService.startsWith("planned"));
    expect([rows.length, geographic.length]).toEqual([490, 457]);
    expect(planned.map(({ npa }) => npa)).toEqual(["273", "565", "761"]);
  });

  it.each(rows)("is compacted without loss for $npa", ({ npa, country, regions, overlays, zones, kind }) => {
    const number = `+1${npa}5550123`;
    if (kind !== "geographic") {
      expect(geography.locate(number)).toEqual({});
      expect(timeZonesOf(number)).toEqual([]);
      return;
    }
    expect(geography.locate(number)).toEqual({
      country,
      callingCode: "+1",
      areaCode: npa,
      overlays: overlays.split("|"),
      ...(regions !== "" && { regions: regions.split("|").map((region) => `${country}-${region}`) }),
    });
    expect(timeZonesOf(number)).toEqual(zones.split("|"));
  });

  it("says how old it is, and so does its description", () => {
    expect(dataDate).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(readme).toContain(dataDate);
  });

  it("credits its sources where their licences ask for it", () => {
    expect(readme).toMatch(/GeoNames.*Creative Commons Attribution 4\.0/s);
    expect(readme).toMatch(/libphonenumber.*Apache-2\.0/s);
  });
});
