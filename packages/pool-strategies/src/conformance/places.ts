import type { Geography, NearArea, Place } from "../types.js";

const NOWHERE: Place = {};

const place = (
  country: string,
  areaCode: string,
  overlays: readonly string[],
  regions: readonly string[],
) => ({
  country,
  callingCode: country === "GB" ? "+44" : "+1",
  areaCode,
  overlays,
  regions,
});

/** Area codes enough for every case there is: overlays, a code of two territories, one of two regions, two countries of +1. */
const PLACES: readonly (readonly [prefix: string, place: Place])[] = [
  ["+1415", place("US", "415", ["415"], ["US-CA"])],
  ["+1628", place("US", "628", ["415"], ["US-CA"])],
  ["+1510", place("US", "510", ["510"], ["US-CA"])],
  ["+1213", place("US", "213", ["213"], ["US-CA"])],
  ["+1212", place("US", "212", ["212"], ["US-NY"])],
  ["+1917", place("US", "917", ["212", "718"], ["US-NY"])],
  ["+1604", place("CA", "604", ["604"], ["CA-BC"])],
  ["+1867", place("CA", "867", ["867"], ["CA-NT", "CA-YT"])],
  ["+1800", NOWHERE],
  ["+1989", { country: "+1", callingCode: "+1", areaCode: "989" }],
  ["+1", { country: "+1", callingCode: "+1" }],
  ["+4420", place("GB", "+4420", ["+4420"], ["GB-ENG"])],
  ["+44", { country: "+44", callingCode: "+44" }],
];

const near = (...overlays: readonly string[]): readonly NearArea[] =>
  overlays.map((overlay, index) => ({ overlay, distanceKm: 10 * (index + 1) }));

const NEAREST: Readonly<Record<string, readonly NearArea[]>> = {
  "415": near("510", "213"),
  "628": near("510", "213"),
  "510": near("415", "213"),
  "213": near("415", "510"),
  "212": near("718"),
};

/**
 * A small geography with fixed facts, so that what the suite expects does not
 * move with any numbering table. Not for real calls.
 *
 * Of `+1 989 …` no more is known than its digits say: its area code is in no table.
 */
export const conformancePlaces: Geography = {
  locate: (number) => PLACES.find(([prefix]) => number.startsWith(prefix))?.[1] ?? NOWHERE,
  nearest: ({ areaCode }) => (areaCode === undefined ? [] : (NEAREST[areaCode] ?? [])),
};
