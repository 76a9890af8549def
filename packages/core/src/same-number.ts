/** Numbers this long name one line even without their country code. */
const MIN_NATIONAL_DIGITS = 10;

/**
 * Whether two texts name the same line, however they are written:
 * `+1 (415) 555-0123`, `0014155550123`, `14155550123` and ` 14155550123` (a `+`
 * that a URL made a space), and `4155550123` without its country code.
 *
 * When in doubt they are the same: this decides whether a person may already
 * have been called. What is not made of digits is compared as it is.
 */
export function isSameNumber(one: string, other: string): boolean {
  const [a, b] = [digitsOf(one), digitsOf(other)];
  if (a === undefined || b === undefined) return one.trim().toLowerCase() === other.trim().toLowerCase();
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short === long || (short.length >= MIN_NATIONAL_DIGITS && long.endsWith(short));
}

function digitsOf(text: string): string | undefined {
  const compact = text.replace(/[\s().\-/]|^tel:/gi, "");
  return /^\+?\d+$/.test(compact) ? compact.replace(/^(\+|00)/, "") : undefined;
}
