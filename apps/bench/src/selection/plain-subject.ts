import type { Place, PoolNumber } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import type { Subject } from "./measure.js";
import { callsFor, GRANTED, KEPT, LIMITS, REFUSED, type SubjectOptions } from "./subjects.js";
import { createNumbers } from "./workload.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The same rules as one writes them first: filter the pool, sort what is left by load, take
 * the first. Every place is looked up beforehand.
 */
export function plainSubject(options: SubjectOptions): Subject {
  const numbers = createNumbers(options.size);
  const next = callsFor(options);
  const calls = new Map<string, number[]>(numbers.map(({ slug }) => [slug, []]));
  const places = new Map<string, Place>(numbers.map(({ slug, number }) => [slug, geography.locate(number)]));
  const previous = new Map<string, PoolNumber>();

  const callsOf = ({ slug }: PoolNumber, now: number) => {
    const list = calls.get(slug) ?? [];
    while ((list[0] ?? now) <= now - DAY_MS) list.shift();
    return list;
  };
  const isFree = (number: PoolNumber, now: number) => {
    const list = callsOf(number, now);
    const inHour = list.filter((at) => at > now - HOUR_MS).length;
    const isRested = (list.at(-1) ?? 0) <= now - LIMITS.minGapSeconds * 1_000;
    return isRested && inHour < LIMITS.maxCallsPerHour && list.length < LIMITS.maxCallsPerDay;
  };
  return () => {
    const { callee, tags, now } = next();
    const place = geography.locate(callee);
    const load = (number: PoolNumber) => callsOf(number, now).length / (number.weight ?? 1);
    const earlier = previous.get(callee);
    const isKept = earlier !== undefined && isFree(earlier, now);
    let chosen = isKept ? earlier : undefined;
    for (const fits of levelsOf(place)) {
      chosen ??= numbers
        .filter(
          (number) =>
            number.tags?.brand === tags.brand && fits(places.get(number.slug) ?? {}) && isFree(number, now),
        )
        .sort((a, b) => load(a) - load(b) || (a.slug < b.slug ? -1 : 1))[0];
    }
    if (chosen === undefined) return REFUSED;
    callsOf(chosen, now).push(now);
    previous.set(callee, chosen);
    return isKept ? KEPT : GRANTED;
  };
}

/** Exact area, overlay, nearest areas, region, country, any. */
function levelsOf(place: Place): readonly ((other: Place) => boolean)[] {
  const sharesOverlay = (overlays: readonly string[]) => (other: Place) =>
    other.overlays?.some((overlay) => overlays.includes(overlay)) ?? false;
  const near = geography.nearest?.(place) ?? [];
  return [
    (other) => other.areaCode === place.areaCode,
    sharesOverlay(place.overlays ?? []),
    ...near.map(({ overlay }) => sharesOverlay([overlay])),
    (other) => other.regions?.some((region) => place.regions?.includes(region)) ?? false,
    (other) => other.country === place.country,
    () => true,
  ];
}
