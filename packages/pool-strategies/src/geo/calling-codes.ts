/** Calling codes of two digits; besides 1 and 7, all others have three. Fixed by ITU-T E.164. */
const TWO_DIGIT_CODES: ReadonlySet<string> = new Set(
  (
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 " +
    "60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98"
  ).split(" "),
);

/** Codes of services and networks instead of countries: freephone, shared cost, satellite, premium rate and the like. */
const CODES_WITHOUT_COUNTRY: ReadonlySet<string> = new Set("800 808 870 878 881 882 883 888 979".split(" "));

/**
 * The calling code of an E.164 number, with its plus sign: `+44`.
 *
 * No code is the beginning of another, so digits alone decide.
 *
 * @returns `undefined` for codes that belong to no country.
 */
export function callingCodeOf(number: string): string | undefined {
  const code = number.slice(1, 1 + codeLength(number));
  return CODES_WITHOUT_COUNTRY.has(code) ? undefined : `+${code}`;
}

function codeLength(number: string): 1 | 2 | 3 {
  if (number.startsWith("+1") || number.startsWith("+7")) return 1;
  return TWO_DIGIT_CODES.has(number.slice(1, 3)) ? 2 : 3;
}
