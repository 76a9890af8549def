import { isE164 } from "../e164.js";
import type { Geography, Place } from "../types.js";
import { callingCodeOf } from "./calling-codes.js";
import { codesByCountry, codesWithoutPlace } from "./generated/area-codes.js";

const NOWHERE: Place = {};

/** An area code of the plan: three digits, the first not 0 or 1; seven more follow. */
const PLAN_NUMBER = /^\+1[2-9]\d{9}$/;

const placeByAreaCode: ReadonlyMap<string, Place> = new Map([
  ...Object.entries(codesByCountry).flatMap(([country, codes]) =>
    codes.split(" ").map((areaCode): [string, Place] => [areaCode, { country, areaCode }]),
  ),
  ...codesWithoutPlace.split(" ").map((areaCode): [string, Place] => [areaCode, NOWHERE]),
]);

/**
 * Knows the area codes of the North American Numbering Plan (+1: the United
 * States with its territories, Canada, 18 Caribbean countries), and of all other
 * numbers the calling code.
 *
 * - `+1 415 …` is `{ country: "US", areaCode: "415" }`.
 * - An area code newer than the table is `{ country: "+1", areaCode }`: it still
 *   matches numbers of the same code, and is never an error.
 * - Toll-free, personal, premium and other codes without a place are `{}`.
 * - `+44 …` is `{ country: "+44" }`.
 */
export const northAmerica: Geography = {
  locate(number) {
    if (PLAN_NUMBER.test(number)) {
      const areaCode = number.slice(2, 5);
      return placeByAreaCode.get(areaCode) ?? { country: "+1", areaCode };
    }
    const country = isE164(number) ? callingCodeOf(number) : undefined;
    return country === undefined ? NOWHERE : { country };
  },
};
