import { type Area, NEW_LAWS_FROM } from "./areas.js";
import type { Rules } from "./rules.js";
import { wallTimeIn } from "./wall-clock.js";

/** A call, as the API saw it. */
export interface SeenCall {
  readonly to: string;
  /** Epoch ms. */
  readonly placedAt: number;
}

/** From when until when it is looked, epoch ms. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** What was found of one area. */
export interface AreaHours {
  readonly area: string;
  readonly calls: number;
  /** Calls that came when it was not time in one of its zones, as sentences. */
  readonly broken: readonly string[];
  /** From an opening to the first call after it, at best, minutes; absent when nothing opened that early. */
  readonly afterOpeningMinutes?: number;
  /** From the last call before a closing to that, at best, minutes; absent when nothing closed that late. */
  readonly beforeClosingMinutes?: number;
}

const MINUTE_MS = 60_000;
/** An edge as near as this to the beginning or the end of the span says nothing, ms. */
const MARGIN_MS = 3 * 3_600_000;

/** Whether it is time everywhere in an area: by the runtime's clocks, and by those that the law has changed since. */
export function isTimeIn(area: Area, rules: Rules, instant: number): boolean {
  const also = instant >= NEW_LAWS_FROM ? (area.alsoZones ?? []) : [];
  return [...area.zones, ...also].every((zone) => rules.isOpen(wallTimeIn(zone, instant), area));
}

/**
 * Looks at every call of an area on the clocks of all its zones; and at how close to the edges of the hours calls
 * came, for whoever calls nobody breaks no hours either.
 */
export function auditHours(area: Area, rules: Rules, calls: readonly SeenCall[], span: Span): AreaHours {
  const own = calls.filter(({ to }) => to.startsWith(area.stem)).map(({ placedAt }) => placedAt);
  own.sort((a, b) => a - b);
  const broken = own
    .filter((at) => !isTimeIn(area, rules, at))
    .map((at) => `${area.name} was called at ${new Date(at).toISOString()}.`);
  const { openings, closings } = edgesOf(area, rules, span);
  const gapsAfter = openings.map((edge) => (own.find((at) => at >= edge) ?? Number.POSITIVE_INFINITY) - edge);
  const gapsBefore = closings.map(
    (edge) => edge - (own.findLast((at) => at < edge) ?? Number.NEGATIVE_INFINITY),
  );
  return {
    area: area.name,
    calls: own.length,
    broken,
    ...(gapsAfter.length > 0 ? { afterOpeningMinutes: Math.min(...gapsAfter) / MINUTE_MS } : {}),
    ...(gapsBefore.length > 0 ? { beforeClosingMinutes: Math.min(...gapsBefore) / MINUTE_MS } : {}),
  };
}

/** When it begins and ceases to be time in an area, looked at minute by minute. */
function edgesOf(area: Area, rules: Rules, { from, until }: Span) {
  const [openings, closings]: [number[], number[]] = [[], []];
  let wasOpen = isTimeIn(area, rules, from + MARGIN_MS);
  for (let minute = from + MARGIN_MS; minute <= until - MARGIN_MS; minute += MINUTE_MS) {
    const isOpen = isTimeIn(area, rules, minute);
    if (isOpen !== wasOpen) (isOpen ? openings : closings).push(minute);
    wasOpen = isOpen;
  }
  return { openings, closings };
}
