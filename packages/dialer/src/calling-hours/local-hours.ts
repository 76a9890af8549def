import type { WeekHours } from "./calling-hours.js";
import type { Clock } from "./clocks.js";
import { WEEKDAYS } from "./hours-schema.js";
import { type Interval, merged } from "./intervals.js";

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** No zone changes its clocks twice within this time. */
const PROBE_MS = DAY_MS / 4;
/** 1 January 1970 was a Thursday. */
const FIRST_WEEKDAY = 4;

/** Hours of a week and holidays, on whatever clocks. */
export class LocalHours {
  readonly #windows: readonly (readonly Interval[])[];
  readonly #holidays: ReadonlySet<string>;

  constructor(hours: WeekHours, holidays: readonly string[]) {
    this.#windows = WEEKDAYS.map((day) => merged(hours[day].map(windowOf)));
    this.#holidays = new Set(holidays);
  }

  /**
   * When it is open on the clocks of a zone, within one day of UTC.
   *
   * Decided instant by instant by what the clocks show: what they skip is not there, what they show twice is there twice.
   *
   * @param day Days since 1970.
   */
  openOn(day: number, clock: Clock): readonly Interval[] {
    const open: Interval[] = [];
    for (const { from, to, offset } of stretches(clock, day * DAY_MS, (day + 1) * DAY_MS)) {
      const first = Math.floor((from + offset) / DAY_MS);
      const last = Math.floor((to + offset - 1) / DAY_MS);
      for (let localDay = first; localDay <= last; localDay++) {
        for (const window of this.#windowsOf(localDay)) {
          const midnight = localDay * DAY_MS - offset;
          open.push({
            from: Math.max(from, midnight + window.from),
            to: Math.min(to, midnight + window.to),
          });
        }
      }
    }
    return merged(open);
  }

  #windowsOf(localDay: number): readonly Interval[] {
    if (this.#holidays.size > 0) {
      const date = new Date(localDay * DAY_MS).toISOString().slice(0, 10);
      if (this.#holidays.has(date) || this.#holidays.has(date.slice(5))) return [];
    }
    const weekday = (((localDay + FIRST_WEEKDAY) % 7) + 7) % 7;
    return this.#windows[weekday] ?? [];
  }
}

/** Time from midnight, ms. */
function windowOf(text: string): Interval {
  const [from = 0, to = 0] = text.split("-").map((time) => {
    const [hours = 0, minutes = 0] = time.split(":").map(Number);
    return (hours * 60 + minutes) * MINUTE_MS;
  });
  return { from, to };
}

/** Cuts a time at the instants at which the clocks are changed. */
function stretches(clock: Clock, start: number, end: number): (Interval & { readonly offset: number })[] {
  const parts: (Interval & { readonly offset: number })[] = [];
  let from = start;
  let offset = clock(start);
  for (let probe = start + PROBE_MS; probe <= end; probe += PROBE_MS) {
    // The last instant that belongs to the day; its end may have other clocks.
    const later = clock(probe === end ? probe - 1 : probe);
    if (later === offset) continue;
    const change = firstInstantOf(later, clock, probe - PROBE_MS, probe);
    parts.push({ from, to: change, offset });
    from = change;
    offset = later;
  }
  parts.push({ from, to: end, offset });
  return parts;
}

/** The first instant at which the clocks show the later offset. */
function firstInstantOf(offset: number, clock: Clock, before: number, at: number): number {
  let low = before;
  let high = at;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (clock(middle) === offset) high = middle;
    else low = middle;
  }
  return high;
}
