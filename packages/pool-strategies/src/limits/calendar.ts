const SLOT_MS = 900_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A stretch of time on the clocks of a zone: its first instant, and the first of the next. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** By zone: a format takes milliseconds to make, and is pure. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  FORMATS.set(timeZone, format);
  return format;
}

/** Tells if there is a time zone of that name. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return formatOf(timeZone) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Days and full hours on the clocks of one time zone.
 *
 * A period begins at every 15-minute slot at which the clocks show midnight
 * (a full hour), or at which they have skipped one. So where clocks go back over midnight
 * a day may be an hour long, and the next one is not shortened.
 */
export class Calendar {
  readonly #format: Intl.DateTimeFormat;
  #day: Period = { start: 0, end: 0 };
  #hour: Period = { start: 0, end: 0 };

  constructor(timeZone: string) {
    this.#format = formatOf(timeZone);
  }

  /** The day that `now` is in. Fast while `now` stays in it. */
  day(now: number): Period {
    if (now >= this.#day.end || now < this.#day.start) this.#day = this.#periodOf(now, DAY_MS);
    return this.#day;
  }

  /** The full hour that `now` is in. */
  hour(now: number): Period {
    if (now >= this.#hour.end || now < this.#hour.start) this.#hour = this.#periodOf(now, HOUR_MS);
    return this.#hour;
  }

  #periodOf(now: number, unitMs: number): Period {
    let start = Math.floor(now / SLOT_MS) * SLOT_MS;
    while (!this.#begins(start, unitMs)) start -= SLOT_MS;
    let end = start + SLOT_MS;
    while (!this.#begins(end, unitMs)) end += SLOT_MS;
    return { start, end };
  }

  #begins(slotStart: number, unitMs: number): boolean {
    const local = slotStart + this.#offsetMs(slotStart);
    if (local % unitMs === 0) return true;
    const before = slotStart - SLOT_MS;
    return Math.floor(local / unitMs) > Math.floor((before + this.#offsetMs(before)) / unitMs);
  }

  /** What the zone's clocks are ahead of UTC, written by `Intl` as `GMT`, `GMT+05:45` or `GMT-03:30`. */
  #offsetMs(instant: number): number {
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(this.#format.format(instant)) ?? [];
    const ahead = Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS;
    return sign === "-" ? -ahead : ahead;
  }
}
