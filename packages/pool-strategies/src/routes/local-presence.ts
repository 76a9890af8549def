import type { Geography, LocalPresenceStep, Place } from "../types.js";
import { segmentText } from "./names.js";

/** Every step there is, from the closest to the widest. */
export const LOCAL_PRESENCE_STEPS = [
  "area-code",
  "overlay",
  "near",
  "region",
  "country",
  "any",
] as const satisfies readonly LocalPresenceStep[];

/** Tells if a step can only be judged by someone who knows where numbers belong. */
export function isGeographic(step: LocalPresenceStep): boolean {
  return step !== "any";
}

/**
 * What a number of that place answers to at a step: `ac:415`, `overlay:415`, `region:US-CA`, `any`.
 *
 * Empty where the place has nothing of the kind: a toll-free number is nobody's neighbour.
 */
export function segmentsOfNumber(step: LocalPresenceStep, place: Place): readonly string[] {
  switch (step) {
    case "area-code":
      return place.areaCode === undefined ? [] : [`ac:${segmentText(place.areaCode)}`];
    case "overlay":
    case "near":
      return (place.overlays ?? []).map(overlaySegment);
    case "region":
      return (place.regions ?? []).map((region) => `region:${segmentText(region)}`);
    case "country": {
      const { country, callingCode } = place;
      if (country === undefined) return [];
      const code = callingCode ?? (isCallingCode(country) ? country : undefined);
      return [countrySegment(country), ...(code === undefined ? [] : [codeSegment(code)])];
    }
    case "any":
      return ["any"];
    default:
      return step satisfies never;
  }
}

/**
 * What a callee of that place looks for at a step, in order.
 *
 * A number whose area code is unknown serves every country of its calling
 * code, after that country's own; and a callee whose area code is unknown may
 * be in any of them.
 */
export function segmentsOfCallee(
  step: LocalPresenceStep,
  place: Place,
  geography: Geography | undefined,
): readonly string[] {
  if (step === "near")
    return (geography?.nearest?.(place) ?? []).map(({ overlay }) => overlaySegment(overlay));
  if (step !== "country") return segmentsOfNumber(step, place);
  const { country, callingCode } = place;
  if (country === undefined) return [];
  if (isCallingCode(country)) return [codeSegment(country)];
  return callingCode === undefined
    ? [countrySegment(country)]
    : [countrySegment(country), countrySegment(callingCode)];
}

function isCallingCode(country: string): boolean {
  return country.startsWith("+");
}

function overlaySegment(overlay: string): string {
  return `overlay:${segmentText(overlay)}`;
}

function countrySegment(country: string): string {
  return `country:${segmentText(country)}`;
}

function codeSegment(callingCode: string): string {
  return `code:${segmentText(callingCode)}`;
}
