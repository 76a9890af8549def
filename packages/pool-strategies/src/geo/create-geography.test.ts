import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../errors.js";
import { createGeography, type ExtraAreaCodes, geography, timeZonesOf } from "./index.js";

const numberIn = (areaCode: string) => `+1${areaCode}5550123`;

describe("locate", () => {
  it.each([
    "+14155550123",
    "+12995550123",
    "+442079460123",
    "+12125550123",
    "+1415",
    "+99912345",
    "+18005550123",
  ])("answers the same frozen object for the place of %s", (number) => {
    const place = geography.locate(number);
    expect(geography.locate(number)).toBe(place);
    expect(geography.locate(`${number.slice(0, -1)}9`)).toBe(place);
    expect(Object.isFrozen(place)).toBe(true);
  });

  it("tells Rome from the Vatican, which share an area", () => {
    const [rome, vatican] = [geography.locate("+390612345678"), geography.locate("+390669812345")];
    expect([rome.country, vatican.country]).toEqual(["IT", "VA"]);
    expect(rome.areaCode).toBe(vatican.areaCode);
    expect(geography.locate("+390612345678")).toBe(rome);
  });

  it("remembers a bounded number of places", () => {
    const first = geography.locate("+492041123456");
    for (let area = 200_000; area < 500_000; area++) geography.locate(`+49${area}123`);
    expect(geography.locate("+492041123456")).toEqual(first);
  });
});

describe("nearest", () => {
  const nearestTo = (areaCode: string) => geography.nearest(geography.locate(numberIn(areaCode)));

  // Measured on a map between the middles of the areas, give or take a suburb.
  it.each([
    ["415", "510", 10, 30],
    ["212", "718", 5, 20],
    ["312", "773", 3, 15],
    ["310", "213", 8, 25],
    ["404", "770", 0, 40],
    ["206", "509", 200, 400],
    ["416", "905", 5, 40],
    ["403", "780", 250, 330],
  ])("puts %s and %s %i to %i km and a bit apart", (from, to, least, most) => {
    const distance = nearestTo(from).find(({ overlay }) => overlay === to)?.distanceKm;
    expect(distance).toBeGreaterThanOrEqual(least);
    expect(distance).toBeLessThanOrEqual(most);
  });

  it("begins with the neighbour", () => {
    expect(nearestTo("415")[0]?.overlay).toBe("510");
    expect(nearestTo("212")[0]?.overlay).toBe("718");
    expect(nearestTo("773")[0]?.overlay).toBe("312");
  });

  it("finds nothing where a state has one area, and where there are no states", () => {
    for (const areaCode of ["307", "401", "202", "684", "876", "867", "902", "299", "800"]) {
      expect(nearestTo(areaCode)).toEqual([]);
    }
    expect(geography.nearest(geography.locate("+442079460123"))).toEqual([]);
    expect(geography.nearest({})).toEqual([]);
  });

  it("leaves out all overlays of a code that has several", () => {
    expect(nearestTo("917").map(({ overlay }) => overlay)).not.toEqual(expect.arrayContaining(["212"]));
    expect(nearestTo("917").map(({ overlay }) => overlay)).not.toEqual(expect.arrayContaining(["718"]));
    expect(nearestTo("917")[0]?.overlay).toMatch(/^(516|914)$/);
  });

  it("answers the same list for the same area", () => {
    expect(nearestTo("415")).toBe(nearestTo("415"));
    expect(nearestTo("415")).toEqual(nearestTo("628"));
  });
});

describe("extraAreaCodes", () => {
  const extraAreaCodes: ExtraAreaCodes = {
    "299": { overlayOf: "415" },
    "298": { overlayOf: ["212", "718"] },
    "297": {
      country: "US",
      regions: ["US-CA"],
      point: { latitude: 37.8, longitude: -122.4 },
      timeZones: ["America/Los_Angeles"],
    },
    "296": { country: "AW" },
    "295": null,
    "294": { overlayOf: "297" },
    "628": { country: "US", regions: ["US-NV"] },
  };
  const own = createGeography({ extraAreaCodes });
  const place = (areaCode: string) => own.locate(numberIn(areaCode));

  it("let a new code share a territory", () => {
    const { country, overlays, regions } = own.locate(numberIn("415"));
    expect(place("299")).toEqual({ country, callingCode: "+1", areaCode: "299", overlays, regions });
    expect(own.nearest(place("299"))).toEqual(own.nearest(place("415")));
    expect(place("298")).toMatchObject({ overlays: ["212", "718"], regions: ["US-NY"] });
    expect(place("294")).toMatchObject({ overlays: ["297"], regions: ["US-CA"] });
  });

  it("make a territory of its own, near to others if its point is told", () => {
    expect(place("297")).toMatchObject({ country: "US", overlays: ["297"], regions: ["US-CA"] });
    expect(own.nearest(place("415"))[0]).toMatchObject({ overlay: "297" });
    expect(geography.nearest(geography.locate(numberIn("415")))[0]).toMatchObject({ overlay: "510" });
    expect(place("296")).toEqual({ country: "AW", callingCode: "+1", areaCode: "296", overlays: ["296"] });
    expect(own.nearest(place("628"))).toEqual([]);
  });

  it("change a code of the table, or place it nowhere", () => {
    expect(place("628")).toMatchObject({ overlays: ["628"], regions: ["US-NV"] });
    expect(place("295")).toEqual({});
    expect(geography.locate(numberIn("628"))).toMatchObject({ overlays: ["415"], regions: ["US-CA"] });
    expect(geography.locate(numberIn("295")).country).toBe("+1");
  });

  it("tell time zones", () => {
    const zonesOf = (areaCode: string) => timeZonesOf(numberIn(areaCode), { extraAreaCodes });
    expect(zonesOf("299")).toEqual(["America/Los_Angeles"]);
    expect(zonesOf("298")).toEqual(["America/New_York"]);
    expect(zonesOf("297")).toEqual(["America/Los_Angeles"]);
    expect(zonesOf("294")).toEqual(["America/Los_Angeles"]);
    expect([zonesOf("296"), zonesOf("295"), zonesOf("628")]).toEqual([[], [], []]);
    expect(zonesOf("212")).toEqual(["America/New_York"]);
  });

  it.each<[string, unknown, string]>([
    ["12", null, "extraAreaCodes.12"],
    ["099", null, "extraAreaCodes.099"],
    ["299", {}, "extraAreaCodes.299"],
    ["299", "415", "extraAreaCodes.299"],
    ["299", { overlayOf: "41" }, "extraAreaCodes.299.overlayOf"],
    ["299", { overlayOf: [] }, "extraAreaCodes.299.overlayOf"],
    ["299", { overlayOf: "298" }, "extraAreaCodes.299.overlayOf"],
    ["299", { overlayOf: "800" }, "extraAreaCodes.299.overlayOf"],
    ["299", { overlayOf: "299" }, "extraAreaCodes.299.overlayOf"],
    ["299", { overlayOf: ["415", "416"] }, "extraAreaCodes.299.overlayOf"],
    ["299", { overlayOf: "415", country: "US" }, "extraAreaCodes.299.country"],
    ["299", { country: "usa" }, "extraAreaCodes.299.country"],
    ["299", { country: "US", regions: ["CA"] }, "extraAreaCodes.299.regions"],
    ["299", { country: "US", regions: ["CA-ON"] }, "extraAreaCodes.299.regions"],
    ["299", { country: "US", point: { latitude: 91, longitude: 0 } }, "extraAreaCodes.299.point"],
    ["299", { country: "US", point: { latitude: 1 } }, "extraAreaCodes.299.point"],
    ["299", { country: "US", timeZones: ["America/Nowhere"] }, "extraAreaCodes.299.timeZones"],
    ["299", { country: "US", zones: [] }, "extraAreaCodes.299.zones"],
  ])("refuse %s: %j at %s", (areaCode, extra, path) => {
    const make = () => createGeography({ extraAreaCodes: { [areaCode]: extra } as ExtraAreaCodes });
    expect(make).toThrow(InvalidInputError);
    try {
      make();
    } catch (error) {
      expect(error).toMatchObject({ issues: [{ path }] });
    }
  });

  it("refuse what is no table of codes, and name every slip at once", () => {
    expect(() => createGeography({ extraAreaCodes: ["299"] as unknown as ExtraAreaCodes })).toThrow(
      /three digits/,
    );
    expect(() => createGeography({ extraAreaCodes: { "1": null, "299": { country: "" } } })).toThrow(
      /extraAreaCodes\.1: .*extraAreaCodes\.299\.country: /,
    );
  });
});
