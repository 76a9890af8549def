/** A day's name begins each of the three forms of an HTTP date, and nothing that only looks like a date. */
const HTTP_DATE = /^[A-Z][a-z]+,? /;

/**
 * How long `Retry-After` asks to wait, in milliseconds; a date that has passed is 0.
 *
 * A date is measured from the answer's own `Date`, for the clocks may differ.
 *
 * @param now Epoch milliseconds, for an answer that has no `Date`.
 * @returns Nothing if the header is absent or neither a number of seconds nor a date.
 */
export function parseRetryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get("Retry-After") ?? "";
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const until = parseHttpDate(value);
  if (until === undefined) return undefined;
  return Math.max(0, until - (parseHttpDate(headers.get("Date") ?? "") ?? now));
}

/** The oldest form ends in the year and means UTC as the others do. */
function parseHttpDate(text: string): number | undefined {
  const at = HTTP_DATE.test(text) ? Date.parse(text.replace(/ (\d{4})$/, " $1 GMT")) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
