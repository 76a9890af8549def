import { usageError } from "../cli-error.js";
import { plural } from "../present/words.js";

const MS_OF_UNIT: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a length of time, `90s`, `30m`, `24h` or `7d`, as milliseconds; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d+)\s*([smhd])$/.exec(text.trim()) ?? [];
  return count === undefined ? undefined : Number(count) * (MS_OF_UNIT[unit ?? ""] ?? Number.NaN);
}

/**
 * Makes the reader of an option that takes a length of time.
 *
 * @returns Milliseconds.
 * @throws CliError (exit 2) for anything else and for one that is too long.
 */
export function durationOf(flag: string, { maxDays }: { readonly maxDays: number }) {
  return (text: string): number => {
    const ms = parseDuration(text);
    if (ms !== undefined && ms <= maxDays * 86_400_000) return ms;
    throw usageError(
      `${flag} takes a length of time up to ${plural(maxDays, "day")}, not "${text}".`,
      "Write it like 90s, 30m, 24h or 7d.",
    );
  };
}
