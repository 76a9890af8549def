import { geography } from "@dialpool/pool-strategies/geo";

/** How near a caller ID is to a callee, by their digits. */
export type AreaMatch = "area" | "country" | "none";

/** Compares where two numbers belong. Numbers that belong nowhere (toll-free) match nobody. */
export function areaMatch(callee: string, callerId: string): AreaMatch {
  const from = geography.locate(callerId);
  const to = geography.locate(callee);
  if (to.areaCode !== undefined && to.areaCode === from.areaCode) return "area";
  return to.country !== undefined && to.country === from.country ? "country" : "none";
}

/** What one caller ID carried. */
export interface CallerIdLoad {
  readonly callerId: string;
  readonly calls: number;
  /** Calls to callees of the caller ID's own area code. */
  readonly sameArea: number;
  /** Calls to callees of its country, those of its area included. */
  readonly sameCountry: number;
}

/** Adds up calls by caller ID; the busiest first, ties by number. */
export function loadByCallerId(
  calls: readonly { readonly phone: string; readonly callerId: string }[],
): readonly CallerIdLoad[] {
  const loads = new Map<string, { calls: number; sameArea: number; sameCountry: number }>();
  for (const { phone, callerId } of calls) {
    const load = loads.get(callerId) ?? { calls: 0, sameArea: 0, sameCountry: 0 };
    const match = areaMatch(phone, callerId);
    load.calls++;
    if (match === "area") load.sameArea++;
    if (match !== "none") load.sameCountry++;
    loads.set(callerId, load);
  }
  return [...loads]
    .map(([callerId, load]) => ({ callerId, ...load }))
    .sort((a, b) => b.calls - a.calls || (a.callerId < b.callerId ? -1 : 1));
}
