import { isE164 } from "../e164.js";
import type { Geography, NearArea, Place } from "../types.js";
import { type AreaCode, NOWHERE, readAreaCodeTable } from "./area-code-table.js";
import { type ExtraAreaCodes, withExtraAreaCodes } from "./extra-area-codes.js";
import { createLocateAbroad } from "./locate-abroad.js";
import { nearAreasOf, territoriesByRegion } from "./nearest.js";

/** What a geography may be told besides its tables. */
export interface GeographyOptions {
  /** Area codes of +1 that the table lacks or has wrong. */
  readonly extraAreaCodes?: ExtraAreaCodes;
}

/** A number of the North American plan: three digits of area code, the first not 0 or 1; seven more follow. */
const PLAN_NUMBER = /^\+1[2-9]\d{9}$/;
const PLUS_ONE: Place = Object.freeze({ country: "+1", callingCode: "+1" });

/**
 * Makes a geography that knows area codes of one's own besides those of the table.
 *
 * - `+1 415 …` is `{ country: "US", callingCode: "+1", areaCode: "415", overlays: ["415"], regions: ["US-CA"] }`.
 *   Codes that are planned count as well: nothing can be wrong before they are in service.
 * - An area code newer than the table is `{ country: "+1", callingCode: "+1", areaCode }`: it still
 *   matches numbers of the same code, and is never an error.
 * - `+44 20 …` is `{ country: "GB", callingCode: "+44", areaCode: "+4420" }`. Mobile numbers, national
 *   numbers and countries without area codes have no area; in Argentina, Brazil and Mexico
 *   mobile numbers carry an area code and are in its area.
 * - A calling code that nobody has (yet) is a country of its own: `{ country: "+999", callingCode: "+999" }`.
 * - Toll-free, premium, shared-cost, personal and satellite numbers are `{}`: nobody's local number.
 *   So is a text that is no E.164 number.
 *
 * The same place is always the same frozen object, and so is what `nearest` answers for it.
 *
 * @throws InvalidInputError when `extraAreaCodes` says what cannot be; its issues name every path.
 * @example
 * const geography = createGeography({ extraAreaCodes: { "299": { overlayOf: "415" } } });
 * geography.locate("+12995550123").overlays // ["415"]
 */
export function createGeography({ extraAreaCodes }: GeographyOptions = {}): Required<Geography> {
  const locateAbroad = createLocateAbroad();
  const unknownAreas = new Map<string, Place>();
  const near = new Map<string, readonly NearArea[]>();
  let areaCodes = extraAreaCodes && withExtraAreaCodes(readAreaCodeTable(), extraAreaCodes);
  let territories: ReturnType<typeof territoriesByRegion> | undefined;

  /** Read when the first number asks for it, so that importing the default geography costs nothing. */
  function table(): ReadonlyMap<string, AreaCode> {
    areaCodes ??= readAreaCodeTable();
    return areaCodes;
  }

  function unknownArea(areaCode: string): Place {
    const known = unknownAreas.get(areaCode);
    if (known !== undefined) return known;
    const place = Object.freeze({ ...PLUS_ONE, areaCode });
    unknownAreas.set(areaCode, place);
    return place;
  }

  return {
    locate(number) {
      if (PLAN_NUMBER.test(number)) {
        const areaCode = number.slice(2, 5);
        return table().get(areaCode)?.place ?? unknownArea(areaCode);
      }
      if (!isE164(number)) return NOWHERE;
      return number.startsWith("+1") ? PLUS_ONE : locateAbroad(number);
    },

    nearest({ areaCode = "" }) {
      const known = near.get(areaCode);
      if (known !== undefined) return known;
      const entry = table().get(areaCode);
      if (entry === undefined) return [];
      territories ??= territoriesByRegion(table());
      const areas = nearAreasOf(entry, territories);
      near.set(areaCode, areas);
      return areas;
    },
  };
}

/** Knows where numbers belong, by the tables alone. See {@link createGeography} for what it answers. */
export const geography: Required<Geography> = /* @__PURE__ */ createGeography();
