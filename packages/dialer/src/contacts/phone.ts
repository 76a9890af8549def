import { type E164, isE164 } from "@dialpool/pool-strategies";
import { isSupportedCountry, type ParseError, parsePhoneNumberWithError } from "libphonenumber-js/min";
import { plainPhone } from "./plain-phone.js";

/** A phone number that was understood, or a clause that says why not. */
export type ParsedPhone =
  | { readonly ok: true; readonly phone: E164 }
  | { readonly ok: false; readonly reason: string };

/** `555-0123 ext. 9`, `555-0123x9`, `555-0123#9`, `tel:+1…;ext=9`. */
const EXTENSION = /\d\s*(?:;ext=|[,;]?\s*ext(?:ension|n)?\.?|x|#)\s*:?\s*\d+\s*$/i;
/** Marks without a shape that come along when a number is copied from a page. */
const INVISIBLE = /\p{Cf}/gu;
const WRITTEN_NUMBER = /^\+?[\p{Nd}\s().\-‐-―/·]*$/u;

/**
 * Understands a phone number as people write it.
 *
 * The country comes from the number's `+`, or else from `defaultCountry`; it is
 * never guessed. A number counts if its length is possible in its country:
 * tables of assigned numbers lag behind new area codes and are not asked.
 * Letters and extensions are refused, not converted or cut off.
 *
 * @param defaultCountry Two letters, e.g. `"US"`.
 * @example parsePhone("(415) 555-0123", "US") // { ok: true, phone: "+14155550123" }
 * @example parsePhone("1-800-FLOWERS", "US") // { ok: false, reason: "the phone number has letters" }
 */
export function parsePhone(text: string, defaultCountry?: string): ParsedPhone {
  const country = defaultCountry?.toUpperCase();
  const plain = plainPhone(text, country);
  return plain === undefined ? parseByLibrary(text, country) : { ok: true, phone: plain };
}

/** Tells if a text is a country's two letters, such as `US`. */
export function isCountry(text: string): boolean {
  return isSupportedCountry(text.toUpperCase());
}

/** What `parsePhone` answers, without its short cut. */
export function parseByLibrary(text: string, country: string | undefined): ParsedPhone {
  const written = text.replace(INVISIBLE, "").trim().replace(/^tel:/i, "").replace(/^＋/, "+");
  if (written === "") return refuse("the phone number is missing");
  if (EXTENSION.test(written)) return refuse("the phone number has an extension, and a call cannot dial one");
  if (/\p{L}/u.test(written)) return refuse("the phone number has letters");
  if (!WRITTEN_NUMBER.test(written))
    return refuse("the phone number has characters that no phone number has");
  if (!written.startsWith("+") && country === undefined) {
    return refuse(
      "the phone number has no country: write it with + and the country code, or give a default country",
    );
  }
  return parseWritten(written, country);
}

function parseWritten(written: string, country: string | undefined): ParsedPhone {
  if (country !== undefined && !isSupportedCountry(country))
    return refuse(`there is no default country "${country}"`);
  try {
    const parsed = parsePhoneNumberWithError(written, {
      extract: false,
      ...(country === undefined ? {} : { defaultCountry: country }),
    });
    if (parsed.isPossible() && isE164(parsed.number)) return { ok: true, phone: parsed.number };
    return refuse(lengthFault(parsed.nationalNumber, parsed.countryCallingCode));
  } catch (error) {
    return refuse(REASON_OF_FAULT[(error as ParseError).message] ?? "it is not a phone number");
  }
}

const REASON_OF_FAULT: Readonly<Record<string, string>> = {
  INVALID_COUNTRY: "there is no country with the phone number's country code",
  TOO_SHORT: "the phone number is too short",
  TOO_LONG: "the phone number is too long",
};

/** Ten digits follow +1; of other countries it is only known that the length is wrong. */
function lengthFault(national: string, callingCode: string): string {
  if (callingCode !== "1")
    return `the phone number has a length that no number of country code +${callingCode} has`;
  return `the phone number is too ${national.length < 10 ? "short" : "long"}: ten digits follow +1, not ${national.length}`;
}

function refuse(reason: string): ParsedPhone {
  return { ok: false, reason };
}
