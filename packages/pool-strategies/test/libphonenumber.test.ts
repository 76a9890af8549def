import google from "google-libphonenumber";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { geography } from "../src/geo/index.js";
import { seededRandom } from "./support/random.js";

const { PhoneNumberType, PhoneNumberUtil } = google;
const phoneNumbers = PhoneNumberUtil.getInstance();

/** Types of number that are nobody's local number. */
const NOWHERE_TYPES = new Set(["PREMIUM_RATE", "TOLL_FREE", "SHARED_COST", "PERSONAL_NUMBER", "PAGER"]);

it("agrees with libphonenumber-js on the country of every +1 code that it calls valid", () => {
  let compared = 0;
  for (let areaCode = 200; areaCode < 1000; areaCode++) {
    const number = `+1${areaCode}2345678`;
    const phone = parsePhoneNumberFromString(number);
    if (!phone?.isValid()) continue;
    compared++;
    const isPlaced = /^(FIXED_LINE|MOBILE)/.test(phone.getType() ?? "");
    expect(geography.locate(number).country, number).toBe(isPlaced ? phone.country : undefined);
  }
  expect(compared).toBeGreaterThan(450);
});

/**
 * Argentina: the 9 before a mobile number's area code is no part of it. Mexico: this port of Google's library
 * splits nothing off since the national prefix is gone. Benin, Gabon, San Marino: every number is dialled in
 * full, and the zero that they all begin with makes the library take them for Italy's kind.
 */
const AREAS_READ_OTHERWISE = new Set(["AR", "MX", "BJ", "GA", "SM"]);

describe("numbers of all other countries, as two libraries read them", () => {
  const numbers = validNumbers();

  it("are many, of many countries", () => {
    expect(numbers.length).toBeGreaterThan(20_000);
    expect(new Set(numbers.map(({ country }) => country)).size).toBeGreaterThan(210);
  });

  it("are in the country that libphonenumber-js names", () => {
    const differing = numbers.filter(
      ({ number, country }) =>
        geography.locate(number).country !== undefined && geography.locate(number).country !== country,
    );
    // Landlines that the plan of a smaller place lists are there; the library gives them to the main country.
    const smaller = differing.filter(({ number }) =>
      /^(BL|CC|CX|EH|MF)$/.test(`${geography.locate(number).country}`),
    );
    expect(differing.filter((each) => !smaller.includes(each))).toEqual([]);
    expect(new Set(smaller.map(({ country }) => country))).toEqual(new Set(["GP", "MA", "AU"]));
  });

  it("belong nowhere if their type is nobody's local number, and else somewhere, but for one in 200", () => {
    // Where short and long numbers begin alike, most of them decide: the differing ones are such.
    const differing = numbers.filter(
      ({ number, type = "" }) => (geography.locate(number).country === undefined) !== NOWHERE_TYPES.has(type),
    );
    expect(differing.length).toBeLessThan(numbers.length / 200);
  });

  it("have the area code that Google's library splits off, but for one in 1,000", () => {
    const compared = numbers.filter(
      ({ number, country = "" }) =>
        geography.locate(number).country !== undefined && !AREAS_READ_OTHERWISE.has(country),
    );
    const differing = compared.filter(({ number }) => areaCodeOf(number) !== googleAreaCodeOf(number));
    expect(compared.length).toBeGreaterThan(20_000);
    expect(differing.length).toBeLessThan(compared.length / 1000);
  });

  it("have an area code as often as Google's library finds one", () => {
    const countriesWithAreas = (areaOf: (number: string) => string) =>
      new Set(numbers.filter(({ number }) => areaOf(number) !== "").map(({ country }) => country));
    const found = countriesWithAreas(areaCodeOf);
    for (const country of countriesWithAreas(googleAreaCodeOf)) {
      if (!AREAS_READ_OTHERWISE.has(country ?? "")) expect(found).toContain(country);
    }
    expect(found.size).toBeGreaterThan(80);
  });
});

/** The area code by our tables, with the calling code; empty when there is none. */
function areaCodeOf(number: string): string {
  return geography.locate(number).areaCode ?? "";
}

/** The same by Google's library. */
function googleAreaCodeOf(number: string): string {
  const phone = phoneNumbers.parse(number);
  const length = phoneNumbers.getLengthOfGeographicalAreaCode(phone);
  return length === 0 ? "" : number.slice(0, `+${phone.getCountryCode()}`.length + length);
}

interface ValidNumber {
  readonly number: string;
  readonly country: string | undefined;
  readonly type: string | undefined;
}

/** Numbers that begin like an example of some country and type, go on at random, and are valid. */
function validNumbers(): readonly ValidNumber[] {
  const random = seededRandom(1);
  const found = new Map<string, ValidNumber>();
  for (const region of phoneNumbers.getSupportedRegions()) {
    if (phoneNumbers.getCountryCodeForRegion(region) === 1) continue;
    for (let type = PhoneNumberType.FIXED_LINE; type <= PhoneNumberType.VOICEMAIL; type++) {
      const example = phoneNumbers.getExampleNumberForType(region, type);
      if (!example) continue;
      const text = phoneNumbers.format(example, google.PhoneNumberFormat.E164);
      const callingCode = `+${example.getCountryCode()}`;
      for (let round = 0; round < 40; round++) {
        const kept = callingCode.length + Math.floor(random() * (text.length - callingCode.length));
        const number = Array.from(text, (digit, at) => (at < kept ? digit : Math.floor(random() * 10))).join(
          "",
        );
        const phone = parsePhoneNumberFromString(number);
        if (phone?.isValid() && phone.number === number) {
          found.set(number, { number, country: phone.country, type: phone.getType() });
        }
      }
    }
  }
  return [...found.values()];
}
