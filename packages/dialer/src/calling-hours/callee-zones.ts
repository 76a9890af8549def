import type { Place } from "@dialpool/pool-strategies";
import { type ExtraAreaCodes, timeZonesOf } from "@dialpool/pool-strategies/geo";
import { getCountry } from "countries-and-timezones";

/**
 * Australia by the digits after +61, the longest that fits: an area code spans a state or two, a mobile number all. Northern
 * New South Wales (Tweed Heads) is called by Queensland's 7 55; Lord Howe Island by 2 6563; Eucla by Western Australia's 8.
 */
const AUSTRALIA: Readonly<Record<string, readonly string[]>> = {
  "2": ["Australia/Sydney"],
  "26563": ["Australia/Sydney", "Australia/Lord_Howe"],
  "3": ["Australia/Melbourne", "Australia/Hobart"],
  "7": ["Australia/Brisbane"],
  "755": ["Australia/Brisbane", "Australia/Sydney"],
  "8": ["Australia/Adelaide", "Australia/Perth", "Australia/Darwin", "Australia/Eucla"],
  "": [
    "Australia/Sydney",
    "Australia/Melbourne",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Australia/Perth",
    "Australia/Darwin",
    "Australia/Hobart",
    "Australia/Eucla",
    "Australia/Lord_Howe",
  ],
};
const LONGEST_PREFIX = 5;

/** Places that the table of countries lacks. */
const OTHER_PLACES: Readonly<Record<string, readonly string[]>> = {
  AC: ["Atlantic/St_Helena"],
  TA: ["Atlantic/St_Helena"],
  XK: ["Europe/Belgrade"],
};

/**
 * The time zones in which a callee may be, by the number: a call is inside hours only if it is so in all of them.
 *
 * - +1: those of the area code; for a code newer than the table, those of all states and provinces.
 * - Australia: those of the area code; for mobile numbers, all.
 * - Other countries: all zones of the country. So a number of Russia or Brazil can be called in the few hours that
 *   suit its east and its west; who knows better says so with the contact.
 *
 * @returns Empty when nothing is known: toll-free, personal, satellite numbers and the like.
 */
export function calleeZonesOf(
  number: string,
  place: Place,
  extraAreaCodes: ExtraAreaCodes | undefined,
): readonly string[] {
  const { country, areaCode } = place;
  if (country === undefined) return [];
  if (place.callingCode === "+1") {
    const zones = timeZonesOf(number, extraAreaCodes === undefined ? {} : { extraAreaCodes });
    if (zones.length > 0) return zones;
    if (country !== "+1") return zonesOfCountry(country);
    return areaCode === undefined ? [] : [...zonesOfCountry("US"), ...zonesOfCountry("CA")];
  }
  return country === "AU" ? (AUSTRALIA[australianPrefixOf(number)] ?? []) : zonesOfCountry(country);
}

/** What of a number tells its zones, as a key: numbers with the same key have the same zones and the same place. */
export function zoneKeyOf(number: string, place: Place): string {
  if (place.country === "AU") return `+61${australianPrefixOf(number)}`;
  return place.callingCode === "+1" ? `+1${place.areaCode ?? ""}` : (place.country ?? "");
}

function australianPrefixOf(number: string): string {
  const digits = number.slice(3, 3 + LONGEST_PREFIX);
  for (let length = LONGEST_PREFIX; length > 0; length--) {
    const prefix = digits.slice(0, length);
    if (prefix.length === length && Object.hasOwn(AUSTRALIA, prefix)) return prefix;
  }
  return "";
}

function zonesOfCountry(country: string): readonly string[] {
  const known = getCountry(country as Parameters<typeof getCountry>[0])?.timezones;
  return known ?? OTHER_PLACES[country] ?? [];
}
