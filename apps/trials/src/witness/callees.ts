import type { E164 } from "@dialpool/pool-strategies";

const AREA_CODES = [212, 213, 303, 305, 312, 404, 415, 503, 510, 602, 617, 702, 713, 808, 907];

/** So many different callees, from the `first`-th on. They are well formed, and called on loopback only. */
export function calleesFrom(first: number, count: number): readonly E164[] {
  return Array.from({ length: count }, (_, index): E164 => {
    const place = first + index;
    const area = AREA_CODES[place % AREA_CODES.length];
    return `+1${area}${2_000_000 + Math.floor(place / AREA_CODES.length)}`;
  });
}
