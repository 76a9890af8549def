import fc from "fast-check";
import { describe, expect, it } from "vitest";
import table from "../../data/nanp-area-codes.csv?raw";
import { isE164 } from "../e164.js";
import { geography, timeZonesOf } from "./index.js";

const geographic = table
  .split("\n")
  .filter((line) => line.includes(",geographic,"))
  .map((line) => line.slice(0, 3));
const areaCode = fc.constantFrom(...geographic);
const placeOf = (code: string) => geography.locate(`+1${code}5550123`);
const nearestTo = (code: string) => geography.nearest(placeOf(code));

describe("laws of geography", () => {
  it("locates any text and any number, and never throws", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 0, maxLength: 16 });
    const number = fc.oneof(
      digits.map((text) => `+${text}`),
      digits,
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(number, (text) => {
        const place = geography.locate(text);
        expect(place.country === undefined).toBe(place.callingCode === undefined);
        if (place.callingCode === undefined) expect(place).toEqual({});
        else expect(isE164(text) && text.startsWith(place.callingCode)).toBe(true);
        expect(geography.locate(text)).toBe(place);
        expect(geography.nearest(place)).toEqual(geography.nearest({ ...place }));
        expect(Array.isArray(timeZonesOf(text))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("has an area code that the number begins with, one digit in Argentina aside", () => {
    const number = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 6, maxLength: 14 });
    fc.assert(
      fc.property(fc.constantFrom("2", "3", "4", "5", "6", "8", "9"), number, (first, rest) => {
        const text = `+${first}${rest}`;
        const { areaCode: area, country } = geography.locate(text);
        if (area !== undefined && country !== "AR")
          expect(text.startsWith(area) && text.length > area.length).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("lists near areas of the same regions, nearest first, ties by id, its own left out", () => {
    fc.assert(
      fc.property(areaCode, (code) => {
        const { overlays = [], regions = [] } = placeOf(code);
        const near = nearestTo(code);
        for (const [index, { overlay, distanceKm }] of near.entries()) {
          const before = near[index - 1];
          if (before)
            expect(
              before.distanceKm < distanceKm ||
                (before.distanceKm === distanceKm && before.overlay < overlay),
            ).toBe(true);
          expect(overlays).not.toContain(overlay);
          expect(placeOf(overlay).regions?.some((region) => regions.includes(region))).toBe(true);
          expect(distanceKm).toBeLessThan(2500);
        }
        // Nothing of its regions is missing.
        const others = geographic.filter(
          (other) => placeOf(other).regions?.some((region) => regions.includes(region)) ?? false,
        );
        const expected = new Set(others.flatMap((other) => placeOf(other).overlays ?? []));
        for (const overlay of overlays) expected.delete(overlay);
        expect(new Set(near.map(({ overlay }) => overlay))).toEqual(expected);
      }),
      { numRuns: geographic.length },
    );
  });

  it("measures the same distance from either side", () => {
    const territories = geographic.filter((code) => placeOf(code).overlays?.includes(code));
    for (const code of territories) {
      for (const { overlay, distanceKm } of nearestTo(code)) {
        const back = nearestTo(overlay).find((area) => area.overlay === code);
        // 407 is not near to 321, for 321 overlays it; everything else is mutual.
        if (back !== undefined) expect(back.distanceKm).toBe(distanceKm);
        else expect([code, overlay]).toEqual(["407", "321"]);
      }
    }
  });
});
