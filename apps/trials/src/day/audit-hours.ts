import { type Area, NEW_LAWS_FROM } from "./areas.js";
import type { Rules } from "./rules.js";
import { wallTimeIn } from "./wall-clock.js";

/** A call, as the API saw it. */
export interface SeenCall {
  readonly to: string;
  /** Epoch ms. */
  readonly placedAt: number;
}

/** What was found of one area. */
export interface AreaHours {
  readonly area: string;
  readonly calls: number;
  /** Calls that came when it was not time in one of its zones, as sentences. */
  readonly broken: readonly string[];
  /** From an opening to the first call after it, at best, minutes. */
  readonly afterOpeningMinutes: number;
  /** From the last call before a closing to that, at best, minutes. */
  readonly beforeClosingMinutes: number;
}

const MINUTE_MS = 60_000;

/** Whether it is time everywhere in an area: by the runtime's clocks, and by those that the law has changed since. */
export function isTimeIn(area: Area, rules: Rules, instant: number): boolean {
  const also = instant >= NEW_LAWS_FROM ? (area.alsoZones ?? []) : [];
  return [...area.zones, ...also].every((zone) => rules.isOpen(wallTimeIn(zone, instant), area));
}

/**
 * Looks at every call of an area on the clocks of all its zones; and at how close to the edges of the hours calls
 * came, for whoever calls nobody breaks no hours either.
 */
export function auditHours(
  area: Area,
  rules: Rules,
  calls: readonly SeenCall[],
  span: { readonly from: number; readonly until: number },
): AreaHours {
  const own = calls.filter(({ to }) => to.startsWith(area.stem)).map(({ placedAt }) => placedAt);
  own.sort((a, b) => a - b);
  const broken = own
    .filter((at) => !isTimeIn(area, rules, at))
    .map((at) => `${area.name} was called at ${new Date(at).toISOString()}.`);
  let [afterOpening, beforeClosing] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let minute = span.from; minute < span.until; minute += MINUTE_MS) {
    const [before, now] = [isTimeIn(area, rules, minute - MINUTE_MS), isTimeIn(area, rules, minute)];
    if (before === now) continue;
    const next = own.find((at) => at >= minute);
    const last = own.findLast((at) => at < minute);
    if (now && next !== undefined) afterOpening = Math.min(afterOpening, next - minute);
    if (before && last !== undefined) beforeClosing = Math.min(beforeClosing, minute - last);
  }
  return {
    area: area.name,
    calls: own.length,
    broken,
    afterOpeningMinutes: afterOpening / MINUTE_MS,
    beforeClosingMinutes: beforeClosing / MINUTE_MS,
  };
}
