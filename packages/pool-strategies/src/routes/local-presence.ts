import type { LocalPresenceLevel, Place } from "../types.js";
import { segmentText } from "./tags.js";

/** Every level there is, from the closest to the widest. */
export const LOCAL_PRESENCE_LEVELS = [
  "area-code",
  "country",
  "any",
] as const satisfies readonly LocalPresenceLevel[];

/** Tells if a level can only be judged by someone who knows where numbers belong. */
export function isGeographic(level: LocalPresenceLevel): boolean {
  return level !== "any";
}

/**
 * The end of a bucket's name for a number of that place: `ac:415`, `country:US`, `any`.
 *
 * @returns `undefined` when the place has nothing of that level: a toll-free number is nobody's neighbour.
 */
export function levelSegment(level: LocalPresenceLevel, place: Place): string | undefined {
  switch (level) {
    case "area-code":
      return place.areaCode === undefined ? undefined : `ac:${segmentText(place.areaCode)}`;
    case "country":
      return place.country === undefined ? undefined : `country:${segmentText(place.country)}`;
    case "any":
      return "any";
    default:
      return level satisfies never;
  }
}
