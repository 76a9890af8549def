import { describe, expect, it } from "vitest";
import { isCountry, parsePhone } from "./phone.js";

describe("parsePhone", () => {
  it.each([
    ["+14155550123", undefined, "+14155550123"],
    ["+1 (415) 555-0123", undefined, "+14155550123"],
    ["+1.415.555.0123", "GB", "+14155550123"],
    ["(415) 555-0123", "US", "+14155550123"],
    ["1 415 555 0123", "us", "+14155550123"],
    ["tel:+1-415-555-0123", undefined, "+14155550123"],
    ["+44 20 7946 0123", undefined, "+442079460123"],
    ["020 7946 0123", "GB", "+442079460123"],
    ["030/1234567", "DE", "+49301234567"],
    ["＋14155550123", undefined, "+14155550123"],
    ["\u202a+14155550123\u202c", undefined, "+14155550123"],
  ])("understands %s with the default country %s", (text, country, phone) => {
    expect(parsePhone(text, country)).toEqual({ ok: true, phone });
  });

  it.each(["465", "729", "457", "483", "621", "679", "861"])(
    "takes the new area code %s, which tables do not know",
    (code) => {
      expect(parsePhone(`+1${code}5550123`)).toEqual({ ok: true, phone: `+1${code}5550123` });
      expect(parsePhone(`(${code}) 555-0123`, "US")).toEqual({ ok: true, phone: `+1${code}5550123` });
    },
  );

  it.each([
    ["", undefined, "the phone number is missing"],
    ["   ", "US", "the phone number is missing"],
    ["1-800-FLOWERS", "US", "the phone number has letters"],
    ["+1800FLOWERS", undefined, "the phone number has letters"],
    ["n/a", "US", "the phone number has letters"],
    ["+1 415 555 0123 ext. 9", undefined, "the phone number has an extension, and a call cannot dial one"],
    ["415-555-0123x9", "US", "the phone number has an extension, and a call cannot dial one"],
    ["tel:+1-415-555-0123;ext=9", undefined, "the phone number has an extension, and a call cannot dial one"],
    ["+14155550123, +14155550124", undefined, "the phone number has characters that no phone number has"],
    ["=+14155550123", undefined, "the phone number has characters that no phone number has"],
    [
      "4155550123",
      undefined,
      "the phone number has no country: write it with + and the country code, or give a default country",
    ],
    ["555-0123", "US", "the phone number is too short: ten digits follow +1, not 7"],
    ["+1415555012", undefined, "the phone number is too short: ten digits follow +1, not 9"],
    ["+141555501234", undefined, "the phone number is too long: ten digits follow +1, not 11"],
    ["4.15555E+09", "US", "the phone number has letters"],
    ["+1", undefined, "the phone number is too short"],
    ["+99912345678", undefined, "there is no country with the phone number's country code"],
    ["+14155550123", "XX", 'there is no default country "XX"'],
  ])("refuses «%s» with the default country %s", (text, country, reason) => {
    expect(parsePhone(text, country)).toEqual({ ok: false, reason });
  });
});

it("isCountry knows countries by their two letters", () => {
  expect([isCountry("US"), isCountry("gb"), isCountry("UK"), isCountry("USA"), isCountry("")]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
