import type { E164, PoolNumber } from "../../src/types.js";

/** 24 November 2026, 10:00 UTC: the beginning of a 15-minute slot. */
export const NOON = 1_795_514_400_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const SLOT = 15 * MINUTE;
export const DAY = 24 * HOUR;

type Attributes = Omit<PoolNumber, "number" | "sid" | "slug">;

/** A number of the given area code; its slug is `<areaCode>-<line>`, or as given. */
export function numberOf(
  areaCode: string,
  line: number,
  attributes: Attributes & { readonly slug?: string } = {},
): PoolNumber {
  const digits = String(line).padStart(2, "0");
  return { number: `+1${areaCode}55501${digits}`, sid: null, slug: `${areaCode}-${digits}`, ...attributes };
}

/** `count` numbers of one area code, alike. */
export function numbersOf(
  areaCode: string,
  count: number,
  attributes: Attributes = {},
): readonly PoolNumber[] {
  return Array.from({ length: count }, (_, line) => numberOf(areaCode, line, attributes));
}

/** A callee of the given area code. */
export function calleeOf(areaCode: string, line: number): E164 {
  return `+1${areaCode}55501${String(line).padStart(2, "0")}`;
}
