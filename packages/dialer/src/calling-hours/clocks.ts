const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1000;

/** What the clocks of a zone are ahead of UTC at an instant, ms. */
export type Clock = (instant: number) => number;

interface KnownChange {
  readonly zones: readonly string[];
  /** From here on the offset is the one given; before, the runtime knows. Epoch ms. */
  readonly from: number;
  readonly offsetMs: number;
}

/**
 * Where the law has changed since runtimes in use were made: tz database 2026b to 2026e, of which Node.js 20 has none. British
 * Columbia, Alberta, the Northwest Territories and Manitoba no longer turn their clocks back since autumn 2026, and Morocco stays at UTC.
 */
const KNOWN_CHANGES: readonly KnownChange[] = [
  { zones: ["America/Vancouver"], from: Date.UTC(2026, 10, 1), offsetMs: -7 * HOUR_MS },
  {
    zones: ["America/Edmonton", "America/Yellowknife", "America/Inuvik"],
    from: Date.UTC(2026, 10, 1),
    offsetMs: -6 * HOUR_MS,
  },
  { zones: ["America/Winnipeg"], from: Date.UTC(2026, 9, 31), offsetMs: -5 * HOUR_MS },
  { zones: ["Africa/Casablanca", "Africa/El_Aaiun"], from: Date.UTC(2026, 8, 20), offsetMs: 0 },
];

const clocks = new Map<string, readonly Clock[]>();

/**
 * The clocks of a time zone: as the runtime has them and, where its data may be behind the facts, also as they are known to be. What
 * is right by both is right.
 *
 * @param timeZone IANA name, also an old one.
 */
export function clocksOf(timeZone: string): readonly Clock[] {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const { timeZone: canonical } = format.resolvedOptions();
  const runtime: Clock = (instant) => offsetIn(format.format(instant));
  const changes = KNOWN_CHANGES.filter(({ zones }) => zones.includes(canonical));
  const changed = changes.map(
    ({ from, offsetMs }): Clock =>
      (instant) =>
        instant < from ? runtime(instant) : offsetMs,
  );
  const all = [runtime, ...changed];
  clocks.set(timeZone, all);
  return all;
}

/** Reads `GMT`, `GMT+05:45` or `GMT-03:30` at the end of a date; seconds occur in dates long past. */
function offsetIn(text: string): number {
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text) ?? [];
  const ahead = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
  return sign === "-" ? -ahead : ahead;
}
