import type { Point } from "./area-code-table.js";

/** Mean radius of the Earth, km (IUGG). */
const EARTH_RADIUS_KM = 6371.0088;
const RADIANS = Math.PI / 180;

/**
 * Great-circle distance between two points, by the haversine formula, in km.
 *
 * Rounded to 100 m: the points are given to about 1 km, and engines differ in the
 * last bits of sines.
 */
export function distanceKm(a: Point, b: Point): number {
  const halfLatitudes = Math.sin(((b.latitude - a.latitude) * RADIANS) / 2);
  const halfLongitudes = Math.sin(((b.longitude - a.longitude) * RADIANS) / 2);
  const square =
    halfLatitudes ** 2 +
    Math.cos(a.latitude * RADIANS) * Math.cos(b.latitude * RADIANS) * halfLongitudes ** 2;
  return Math.round(2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(square))) * 10) / 10;
}
