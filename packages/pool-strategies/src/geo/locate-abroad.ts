import type { Place } from "../types.js";
import { NOWHERE } from "./area-code-table.js";
import { callingCodeOf } from "./calling-codes.js";
import { type NumberingPlan, placeInPlan, readNumberingPlan } from "./numbering-plan.js";

/** Places that are kept to be handed out again; when there are more, all are made anew. */
const MAX_PLACES = 20_000;

/**
 * Makes the function that places numbers of all calling codes but +1.
 *
 * It reads a numbering plan when the first number asks for it, and answers the
 * same frozen object for the same place.
 */
export function createLocateAbroad(): (number: string) => Place {
  const plans = new Map<string, NumberingPlan | undefined>();
  const places = new Map<string, Place>();

  return (number) => {
    const callingCode = callingCodeOf(number);
    if (callingCode === undefined) return NOWHERE;
    if (!plans.has(callingCode)) plans.set(callingCode, readNumberingPlan(callingCode));
    const plan = plans.get(callingCode);
    const place = plan
      ? placeInPlan(plan, callingCode, number.slice(callingCode.length))
      : { country: callingCode, callingCode };
    if (place.country === undefined) return NOWHERE;
    // Two countries may share an area: +39 06 is Rome and the Vatican.
    const key = `${place.country}${place.areaCode ?? callingCode}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    if (places.size >= MAX_PLACES) places.clear();
    places.set(key, Object.freeze(place));
    return place;
  };
}
