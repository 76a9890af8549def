import { PolicyError } from "../errors.js";
import type { Geography, Place, Policy } from "../types.js";

/** Countries and territories that share the calling code +1. Fixed by ITU-T E.164 and the numbering plan. */
const COUNTRIES_OF_1: ReadonlySet<string> = new Set(
  "AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT US VC VG VI".split(" "),
);

/**
 * Tells whether callees of a place may be called.
 *
 * An area code that is not known yet rejects nobody: a +1 number of which nothing else is known is
 * allowed as soon as the list names any country of +1.
 *
 * @param allowed ISO 3166-1 alpha-2, or calling codes such as `"+44"`.
 */
export function isAllowed(allowed: readonly string[], { country, callingCode }: Place): boolean {
  if (country === undefined) return false;
  return allowed.some(
    (entry) => entry === country || entry === callingCode || (country === "+1" && COUNTRIES_OF_1.has(entry)),
  );
}

/** Throws when a policy names countries, and nothing tells where numbers belong. */
export function checkGeography({ limits }: Policy, geography: Geography | undefined): void {
  if (limits.allowedCountries === null || geography !== undefined) return;
  const message =
    'Allowed countries need to know where numbers belong. Pass `geography` from "@dialpool/pool-strategies/geo".';
  throw new PolicyError([{ path: "limits.allowedCountries", message }]);
}
