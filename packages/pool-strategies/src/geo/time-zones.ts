import { type ExtraAreaCodes, isOverlay, targetsOf } from "./extra-area-codes.js";
import { areaCodesByTimeZones } from "./generated/time-zones.js";

const NONE: readonly string[] = Object.freeze([]);
const PLAN_NUMBER = /^\+1[2-9]\d{9}$/;

let zonesByAreaCode: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * The time zones in which a number of +1 may be, by its area code: IANA names, the
 * zone with most people first.
 *
 * Where an area has several zones, its code does not say which one the callee is
 * in: a call is inside legal hours only if it is so in all of them. Mobile numbers
 * move with their owners; whatever is known of the callee says more than the code.
 *
 * British Columbia stopped changing its clocks in 2026: since 1 November 2026,
 * `America/Vancouver` stays seven hours behind UTC. A runtime with zone data older
 * than spring 2026 is an hour wrong there every winter (area codes 236, 250, 257, 604, 672, 778).
 * Alberta, the Northwest Territories and Manitoba followed (tz database 2026c to 2026e).
 *
 * @returns Empty when they are not known: other countries, toll-free and new codes.
 * @example timeZonesOf("+18505550123") // ["America/Chicago", "America/New_York"]
 */
export function timeZonesOf(
  number: string,
  { extraAreaCodes = {} }: { readonly extraAreaCodes?: ExtraAreaCodes } = {},
): readonly string[] {
  return PLAN_NUMBER.test(number) ? zonesOf(number.slice(2, 5), extraAreaCodes) : NONE;
}

function zonesOf(areaCode: string, extras: ExtraAreaCodes): readonly string[] {
  const extra = extras[areaCode];
  if (!extra || !isOverlay(extra)) return ownZonesOf(areaCode, extras);
  return [...new Set(targetsOf(extra).flatMap((target) => ownZonesOf(target, extras)))];
}

/** Zones of a code that is no extra overlay: as it is told, or else as the table has it. */
function ownZonesOf(areaCode: string, extras: ExtraAreaCodes): readonly string[] {
  const extra = extras[areaCode];
  if (extra === undefined) return zoneTable().get(areaCode) ?? NONE;
  return extra === null || isOverlay(extra) ? NONE : (extra.timeZones ?? NONE);
}

/** Read when the first number asks for it. */
function zoneTable(): ReadonlyMap<string, readonly string[]> {
  zonesByAreaCode ??= new Map(
    Object.entries(areaCodesByTimeZones).flatMap(([zones, areaCodes]) => {
      const names = Object.freeze(zones.split(" "));
      return areaCodes.split(" ").map((areaCode): [string, readonly string[]] => [areaCode, names]);
    }),
  );
  return zonesByAreaCode;
}
