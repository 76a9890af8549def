import { parsePhone } from "@dialpool/dialer";
import type { E164 } from "@dialpool/pool-strategies";
import { usageError } from "../cli-error.js";

/** A phone number given on the command line. @throws CliError (exit 2) with the reason. */
export function requirePhone(text: string, flag: string, defaultCountry?: string): E164 {
  const parsed = parsePhone(text, defaultCountry);
  if (parsed.ok) return parsed.phone;
  throw usageError(
    `${flag} "${text}": ${parsed.reason}.`,
    "Write it like +14155550123, or add --default-country US.",
  );
}
