const QUARTER = 900_000;

/** Formats and what they gave, by zone: asking a clock is slow, and the same quarters are asked for again and again. */
const clocks = new Map<
  string,
  { readonly format: Intl.DateTimeFormat; readonly shown: Map<number, number> }
>();

/** What the clocks of the zone show at an instant, as the instant at which clocks of UTC show it. */
function clockAt(instant: number, timeZone: string): number {
  const clock = clocks.get(timeZone) ?? { format: clockFormat(timeZone), shown: new Map<number, number>() };
  clocks.set(timeZone, clock);
  const shown = clock.shown.get(instant) ?? readClock(clock.format.format(instant));
  clock.shown.set(instant, shown);
  return shown;
}

/** Writes `11/24/2026, 13:05`. */
function clockFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
}

function readClock(text: string): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = (text.match(/\d+/g) ?? []).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** Whether the clocks show a full hour (midnight) at that quarter of an hour, or have just leapt over one. */
function beginsAt(quarter: number, timeZone: string, lengthMs: number): boolean {
  const clock = clockAt(quarter, timeZone);
  const before = clockAt(quarter - QUARTER, timeZone);
  return clock % lengthMs === 0 || Math.floor(clock / lengthMs) > Math.floor(before / lengthMs);
}

/** When the calendar's hour or day (by its length in ms) began: found by looking at each quarter of an hour before. */
export function periodStart(now: number, timeZone: string, lengthMs: number): number {
  let quarter = Math.floor(now / QUARTER) * QUARTER;
  while (!beginsAt(quarter, timeZone, lengthMs)) quarter -= QUARTER;
  return quarter;
}

/** When it ends. */
export function periodEnd(now: number, timeZone: string, lengthMs: number): number {
  let quarter = (Math.floor(now / QUARTER) + 1) * QUARTER;
  while (!beginsAt(quarter, timeZone, lengthMs)) quarter += QUARTER;
  return quarter;
}
