import { usageError } from "../cli-error.js";

const MS_OF_UNIT: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * An instant in the past: so long ago (`90s`, `30m`, `24h`, `7d`), or ISO 8601
 * (`2026-11-24`, `2026-11-24T09:30:00Z`; without a zone the machine's own, a
 * date alone begins in UTC).
 *
 * @returns Epoch milliseconds.
 * @throws CliError (exit 2) for anything else and for the future.
 */
export function parseSince(text: string, now: number): number {
  const [, count, unit] = /^(\d+)\s*([smhd])$/.exec(text.trim()) ?? [];
  const at =
    count === undefined
      ? parseIso(text.trim())
      : now - Number(count) * (MS_OF_UNIT[unit ?? ""] ?? Number.NaN);
  if (Number.isNaN(at))
    throw usageError(
      `--since "${text}" is not a time.`,
      "Write it like 30m, 24h, 7d or 2026-11-24T09:30:00Z.",
    );
  if (at > now) throw usageError(`--since "${text}" lies in the future.`);
  return Math.max(0, at);
}

function parseIso(text: string): number {
  return /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
}
