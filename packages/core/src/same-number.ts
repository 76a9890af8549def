/**
 * Whether two texts name the same line, however they are written:
 * `+1 (415) 555-0123`, `0014155550123`, `14155550123` and ` 14155550123` (a `+`
 * that a URL made a space), and `4155550123` without its country code.
 *
 * When in doubt they are the same: this decides whether a person may already
 * have been called. What is not made of digits is compared as it is.
 */
export function isSameNumber(one: string, other: string): boolean {
  const [short = "", long = ""] = [lineOf(one), lineOf(other)].sort((a, b) => a.length - b.length);
  return short === long || (/^\d{10}/.test(short) && /^\d+$/.test(long) && long.endsWith(short));
}

function lineOf(text: string): string {
  const bare = text.trim().toLowerCase().replace(/^tel:/, "");
  return /[a-z@]/.test(bare) ? bare : bare.replace(/\D/g, "").replace(/^00/, "");
}
