const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?\s*(?:Z|([+-])(\d\d):?(\d\d))$/i;

/**
 * Reads an instant that is written as ISO 8601 with its zone, or as epoch milliseconds.
 *
 * Plain arithmetic, for this package reads no clock and therefore knows no `Date`.
 *
 * @returns Epoch milliseconds; `undefined` when it is neither: a time without its zone may be any instant of a day.
 */
export function instantOfText(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const [, year, month, day, hour, minute, second = "0", fraction = "0", sign, hoursOff, minutesOff] =
    DATE_TIME.exec(text) ?? [];
  if (year === undefined) return undefined;
  const ahead = (Number(hoursOff ?? 0) * 60 + Number(minutesOff ?? 0)) * (sign === "-" ? -1 : 1);
  const minutes = Number(hour) * 60 + Number(minute) - ahead;
  const milliseconds = Number(second) * 1000 + Math.floor(Number(fraction) * 1000);
  return daysOf(Number(year), Number(month), Number(day)) * DAY_MS + minutes * MINUTE_MS + milliseconds;
}

/** Days since 1970. Howard Hinnant's days_from_civil: years begin on 1 March, eras of 400 of them have 146,097 days. */
function daysOf(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
