import type { Clock } from "./clocks.js";
import { type Interval, intersection } from "./intervals.js";
import { DAY_MS, type LocalHours } from "./local-hours.js";

/** How far ahead is looked for a change, days. A week's hours and a year's holidays come round in it. */
const HORIZON_DAYS = 400;
/** Days that are kept. */
const MAX_DAYS = 64;

/** A time in which nothing changes. */
export interface Span extends Interval {
  readonly isOpen: boolean;
  /** Whether it really ends at `to`, or was looked at no further. */
  readonly isEndKnown: boolean;
}

/** One set of hours on one set of clocks. */
export interface HoursOnClock {
  readonly hours: LocalHours;
  readonly clock: Clock;
}

/** Open where all of several hours are. Keeps what it has worked out by the day, and the time in which it was asked last. */
export class TimePlan {
  readonly #parts: readonly HoursOnClock[];
  readonly #days = new Map<number, readonly Interval[]>();
  #last: Span | undefined;

  constructor(parts: readonly HoursOnClock[]) {
    this.#parts = parts;
  }

  /** The span that an instant is in. It may have begun before `from`. */
  spanAt(now: number): Span {
    if (this.#last === undefined || now < this.#last.from || now >= this.#last.to)
      this.#last = this.#find(now);
    return this.#last;
  }

  #find(now: number): Span {
    const today = Math.floor(now / DAY_MS);
    const current = this.#openOn(today).find(({ to }) => to > now);
    if (current !== undefined && current.from <= now) return this.#openUntil(today, current);
    const from = this.#openOn(today).findLast(({ to }) => to <= now)?.to ?? today * DAY_MS;
    if (current !== undefined) return { from, to: current.from, isOpen: false, isEndKnown: true };
    for (let day = today + 1; day <= today + HORIZON_DAYS; day++) {
      const [first] = this.#openOn(day);
      if (first !== undefined) return { from, to: first.from, isOpen: false, isEndKnown: true };
    }
    return { from, to: (today + HORIZON_DAYS) * DAY_MS, isOpen: false, isEndKnown: false };
  }

  /** Midnight of UTC is no end. */
  #openUntil(today: number, { from, to }: Interval): Span {
    let end = to;
    for (let day = today + 1; day <= today + HORIZON_DAYS; day++) {
      if (end < day * DAY_MS) return { from, to: end, isOpen: true, isEndKnown: true };
      const [first] = this.#openOn(day);
      if (first === undefined || first.from > end) return { from, to: end, isOpen: true, isEndKnown: true };
      end = first.to;
    }
    return { from, to: end, isOpen: true, isEndKnown: false };
  }

  #openOn(day: number): readonly Interval[] {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    let open: readonly Interval[] = [{ from: day * DAY_MS, to: (day + 1) * DAY_MS }];
    for (const { hours, clock } of this.#parts) {
      open = intersection(open, hours.openOn(day, clock));
      if (open.length === 0) break;
    }
    if (this.#days.size >= MAX_DAYS) this.#days.clear();
    this.#days.set(day, open);
    return open;
  }
}
