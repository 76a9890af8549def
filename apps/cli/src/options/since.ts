import { usageError } from "../cli-error.js";
import { parseDuration } from "./duration.js";
import { parseIso } from "./instant.js";

/**
 * An instant in the past: so long ago (`90s`, `30m`, `24h`, `7d`), or ISO 8601
 * (`2026-11-24`, `2026-11-24T09:30:00Z`; without a zone the machine's own, a
 * date alone begins in UTC).
 *
 * @returns Epoch milliseconds.
 * @throws CliError (exit 2) for anything else and for the future.
 */
export function parseSince(text: string, now: number): number {
  const ago = parseDuration(text);
  const at = ago === undefined ? parseIso(text.trim()) : now - ago;
  if (Number.isNaN(at))
    throw usageError(
      `--since "${text}" is not a time.`,
      "Write it like 30m, 24h, 7d or 2026-11-24T09:30:00Z.",
    );
  if (at > now) throw usageError(`--since "${text}" lies in the future.`);
  return Math.max(0, at);
}
