import { usageError } from "../cli-error.js";

/**
 * Makes the reader of an option that takes an instant in ISO 8601:
 * `2026-11-24`, `2026-11-24T09:30:00Z`. Without a zone it is the machine's own;
 * a date alone begins in UTC.
 *
 * @returns Epoch milliseconds.
 * @throws CliError (exit 2) for anything else.
 */
export function instantOf(flag: string) {
  return (text: string): number => {
    const at = parseIso(text.trim());
    if (at >= 0) return at;
    throw usageError(`${flag} "${text}" is not a time.`, "Write it like 2026-11-24T09:30:00Z.");
  };
}

/** `NaN` for what is no instant. */
export function parseIso(text: string): number {
  return /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
}
