import type { Geography, NearArea, Place } from "../../src/types.js";

const US = { country: "US", callingCode: "+1" };
const NOWHERE: Place = {};

/** A few places of every kind: overlays, an overlay of two areas, two regions, unknown and toll-free codes, another country. */
const PLACES: ReadonlyMap<string, Place> = new Map([
  ["415", { ...US, areaCode: "415", overlays: ["415"], regions: ["US-CA"] }],
  ["628", { ...US, areaCode: "628", overlays: ["415"], regions: ["US-CA"] }],
  ["510", { ...US, areaCode: "510", overlays: ["510"], regions: ["US-CA"] }],
  ["213", { ...US, areaCode: "213", overlays: ["213"], regions: ["US-CA"] }],
  ["212", { ...US, areaCode: "212", overlays: ["212"], regions: ["US-NY"] }],
  ["718", { ...US, areaCode: "718", overlays: ["718"], regions: ["US-NY"] }],
  ["917", { ...US, areaCode: "917", overlays: ["212", "718"], regions: ["US-NY"] }],
  [
    "902",
    { country: "CA", callingCode: "+1", areaCode: "902", overlays: ["902"], regions: ["CA-NS", "CA-PE"] },
  ],
  ["299", { country: "+1", callingCode: "+1", areaCode: "299" }],
  ["800", NOWHERE],
]);
const LONDON: Place = { country: "GB", callingCode: "+44", areaCode: "+4420" };
const BRITAIN: Place = { country: "GB", callingCode: "+44" };
/** A country that is known by its code alone. */
const ELSEWHERE: Place = { country: "+999", callingCode: "+999" };

const DISTANCES_FROM_SAN_FRANCISCO: readonly NearArea[] = [
  { overlay: "510", distanceKm: 20 },
  { overlay: "408", distanceKm: 70 },
  { overlay: "213", distanceKm: 560 },
];

/** Area codes that {@link smallGeography} knows. */
export const AREA_CODES: readonly string[] = [...PLACES.keys()];

/** A geography of a handful of places, for tests of routes. */
export const smallGeography: Geography = {
  locate(number) {
    if (number.startsWith("+4420")) return LONDON;
    if (number.startsWith("+44")) return BRITAIN;
    if (number.startsWith("+999")) return ELSEWHERE;
    return PLACES.get(number.slice(2, 5)) ?? NOWHERE;
  },
  nearest({ overlays = [] }) {
    return overlays.includes("415") ? DISTANCES_FROM_SAN_FRANCISCO : [];
  },
};
