import * as fc from "fast-check";
import { getCountries, getCountryCallingCode } from "libphonenumber-js/min";
import { describe, expect, it } from "vitest";
import { parseByLibrary } from "./phone.js";
import { plainPhone } from "./plain-phone.js";

const countries = getCountries();
const RUNS = Number(process.env.PHONE_RUNS ?? 20_000);

const country = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...countries) },
  { weight: 1, arbitrary: fc.constantFrom("US", "CA", "GB", "AU", "DE", "AR", "BR", "MX", "IT") },
);
const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 15 });
/** What numbers begin with: prefixes, trunk codes, exit codes, carriers, area codes. */
const opening = fc.oneof(
  fc.constantFrom("", "", "0", "1", "8", "00", "011", "06", "9", "2", "15", "0415", "340", "4", "07", "02"),
  fc.constantFrom(...countries.map((each) => getCountryCallingCode(each) as string)),
);
const separator = fc.constantFrom("", "", "", "", " ", "-", ".", "(", ")", "/", ") ", " (", "--");

function written(text: string, separators: readonly string[]): string {
  return [...text]
    .map((digit, index) => `${separators[index % Math.max(1, separators.length)] ?? ""}${digit}`)
    .join("");
}

/** A text, and the country it may be dialled in. */
const dialled = fc
  .record({
    country: fc.option(country, { nil: undefined, freq: 12 }),
    hasPlus: fc.boolean(),
    callingCodeOf: fc.option(country, { nil: undefined, freq: 2 }),
    opening,
    digits,
    separators: fc.array(separator, { maxLength: 16 }),
  })
  .map(({ country, hasPlus, callingCodeOf, opening, digits, separators }) => {
    const callingCode = callingCodeOf === undefined ? "" : getCountryCallingCode(callingCodeOf);
    const body = written(`${hasPlus ? callingCode : ""}${opening}${digits}`, separators);
    return { country: country as string | undefined, text: `${hasPlus ? "+" : ""}${body}` };
  });

/** As long as numbers of the country are, which plain digits seldom hit. */
const likely = fc
  .record({
    country,
    opening,
    digits: fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 5, maxLength: 11 }),
    hasPlus: fc.boolean(),
  })
  .map(({ country, opening, digits, hasPlus }) => ({
    country: country as string | undefined,
    text: hasPlus ? `+${getCountryCallingCode(country)}${opening}${digits}` : `${opening}${digits}`,
  }));

describe("the short cut for plain phone numbers", () => {
  it.each([
    ["any digits, separators and openings", dialled],
    ["numbers of about the right length", likely],
  ])("never says anything but what libphonenumber says: %s", (_, numbers) => {
    fc.assert(
      fc.property(numbers, ({ text, country }) => {
        const short = plainPhone(text, country);
        if (short === undefined) return;
        expect({ text, country, ...parseByLibrary(text, country) }).toEqual({
          text,
          country,
          ok: true,
          phone: short,
        });
      }),
      { numRuns: RUNS },
    );
  });

  it("decides all plain numbers of North America", () => {
    const ten = fc
      .tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 0, max: 999_999_999 }))
      .map(([first, rest]) => `${first}${String(rest).padStart(9, "0")}`);
    fc.assert(
      fc.property(ten, fc.constantFrom("US", "CA", "PR", "JM"), (number, home) => {
        const area = number.slice(0, 3);
        const spellings = [
          `+1${number}`,
          number,
          `1${number}`,
          `(${area}) ${number.slice(3, 6)}-${number.slice(6)}`,
        ];
        for (const spelling of spellings) {
          expect(plainPhone(spelling, home)).toBe(`+1${number}`);
          expect(parseByLibrary(spelling, home)).toEqual({ ok: true, phone: `+1${number}` });
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["07700 900123", "GB", "+447700900123"],
    ["+44 7700 900123", undefined, "+447700900123"],
    ["0491 570 006", "AU", "+61491570006"],
    ["030 23125 000", "DE", "+493023125000"],
    ["01 99 00 12 34", "FR", "+33199001234"],
    ["+33199001234", "US", "+33199001234"],
  ])("decides %s in %s", (text, home, phone) => {
    expect(plainPhone(text, home)).toBe(phone);
    expect(parseByLibrary(text, home)).toEqual({ ok: true, phone });
  });

  it.each([
    ["+44 (0)20 7946 0018", "GB"],
    ["555-0123", "US"],
    ["+800 1234 5678", "US"],
    ["415 555 0123 x9", "US"],
    ["４１５５５５０１２３", "US"],
    ["4155550123", undefined],
    ["4155550123", "XX"],
    ["+14155550123", "XX"],
    ["", "US"],
    ["+", "US"],
  ])("leaves %s in %s to the library", (text, home) => {
    expect(plainPhone(text, home)).toBeUndefined();
  });
});
