import type { NearArea } from "../types.js";
import type { AreaCode, Point } from "./area-code-table.js";
import { distanceKm } from "./distance.js";

/** What an overlay id stands for. */
interface Territory {
  readonly overlay: string;
  readonly point: Point;
}

const NONE: readonly NearArea[] = Object.freeze([]);

/**
 * The other territories in the regions of an area code, with their distance from
 * its point, nearest first, ties by id. Its own overlays are left out.
 */
export function nearAreasOf(
  { place, point }: AreaCode,
  territories: ReadonlyMap<string, readonly Territory[]>,
): readonly NearArea[] {
  const { overlays = [], regions = [] } = place;
  if (point === undefined || regions.length === 0) return NONE;
  const near = new Map<string, NearArea>();
  for (const region of regions) {
    for (const { overlay, point: other } of territories.get(region) ?? []) {
      if (!overlays.includes(overlay))
        near.set(overlay, Object.freeze({ overlay, distanceKm: distanceKm(point, other) }));
    }
  }
  return Object.freeze(
    [...near.values()].sort((a, b) => a.distanceKm - b.distanceKm || (a.overlay < b.overlay ? -1 : 1)),
  );
}

/**
 * The territories of each region that have a point. A territory is where the code
 * is whose number is its id, or else the first code that carries the id.
 */
export function territoriesByRegion(
  table: ReadonlyMap<string, AreaCode>,
): ReadonlyMap<string, readonly Territory[]> {
  const seats = new Map<string, AreaCode>();
  for (const [areaCode, entry] of [...table].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const overlay of entry.place.overlays ?? []) {
      if (areaCode === overlay || !seats.has(overlay)) seats.set(overlay, entry);
    }
  }
  const byRegion = new Map<string, Territory[]>();
  for (const [overlay, { place, point }] of seats) {
    if (point === undefined) continue;
    for (const region of place.regions ?? []) {
      byRegion.set(region, [...(byRegion.get(region) ?? []), { overlay, point }]);
    }
  }
  return byRegion;
}
