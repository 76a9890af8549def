import { usageError } from "../cli-error.js";

/**
 * Makes the reader of an option that takes a positive number, fractions included.
 *
 * @throws CliError (exit 2) for anything else and for a number out of range.
 */
export function rateOf(flag: string, { min, max }: { readonly min: number; readonly max: number }) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() !== "" && value >= min && value <= max) return value;
    throw usageError(`${flag} takes a number from ${min} to ${max}, not "${text}".`);
  };
}
