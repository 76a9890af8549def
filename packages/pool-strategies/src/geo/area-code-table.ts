import type { Place } from "../types.js";
import { codesWithoutPlace, territories } from "./generated/area-codes.js";

/** A point for rough nearness, degrees. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** What is known of one area code of +1. */
export interface AreaCode {
  readonly place: Place;
  /** Absent: not known, or the code belongs nowhere. */
  readonly point?: Point;
}

/** A geographic area code, as it is told. */
export interface AreaCodeFacts {
  readonly areaCode: string;
  readonly country: string;
  readonly overlays: readonly string[];
  /** Empty where the country has none that matter. */
  readonly regions: readonly string[];
  readonly point?: Point | undefined;
}

/** Belongs nowhere: toll-free, personal, premium. */
export const NOWHERE: Place = Object.freeze({});

/** Reads the table of area codes anew: the caller may change the map. */
export function readAreaCodeTable(): Map<string, AreaCode> {
  const table = new Map<string, AreaCode>();
  for (const areaCode of codesWithoutPlace.split(" ")) table.set(areaCode, { place: NOWHERE });
  for (const line of territories.trim().split("\n")) {
    const [head = "", ...items] = line.split(" ");
    const [country = "", parts] = head.split("-");
    const regions = parts === undefined ? [] : parts.split("+").map((region) => `${country}-${region}`);
    for (const item of items) {
      const [codes = "", ids, latitude, longitude] =
        /^([^=@]+)=?([^@]*)@([^,]+),(.+)$/.exec(item)?.slice(1) ?? [];
      const areaCodes = codes.split(",");
      const overlays = ids ? ids.split("+") : areaCodes.slice(0, 1);
      const point = { latitude: Number(latitude), longitude: Number(longitude) };
      for (const areaCode of areaCodes) {
        table.set(areaCode, areaCodeOf({ areaCode, country, overlays, regions, point }));
      }
    }
  }
  return table;
}

/** Makes the entry of a geographic area code. Its place is frozen, for it is handed out again and again. */
export function areaCodeOf({ areaCode, country, overlays, regions, point }: AreaCodeFacts): AreaCode {
  const place: Place = {
    country,
    callingCode: "+1",
    areaCode,
    overlays: Object.freeze([...overlays]),
    ...(regions.length > 0 && { regions: Object.freeze([...regions]) }),
  };
  return { place: Object.freeze(place), ...(point && { point }) };
}
