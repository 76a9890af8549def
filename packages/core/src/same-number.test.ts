import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSameNumber } from "./same-number.js";

describe("isSameNumber", () => {
  it.each([
    "+14155550123",
    "14155550123",
    " 14155550123",
    "0014155550123",
    "+1 (415) 555-0123",
    "+1.415.555.0123",
    "4155550123",
    "(415) 555-0123",
    "tel:+14155550123",
  ])("knows +14155550123 as %s", (text) => {
    expect(isSameNumber("+14155550123", text)).toBe(true);
    expect(isSameNumber(text, "+14155550123")).toBe(true);
  });

  it.each(["+14155550124", "+4155550123", "5550123", "", "sip:14155550123@example.com", "pbx-desk"])(
    "tells it from %j",
    (text) => {
      expect(isSameNumber("+14155550123", text)).toBe(text === "+4155550123");
    },
  );

  it.each([
    ["pbx-desk", " PBX-Desk ", true],
    ["pbx-desk", "pbx-desk-2", false],
    ["sip:ann@example.com", "sip:ann@example.com", true],
    ["123", "123", true],
    ["", "", true],
  ])("compares %j and %j", (one, other, expected) => {
    expect(isSameNumber(one, other)).toBe(expected);
  });

  it("does not mind how a number is written", () => {
    const digits = fc.stringMatching(/^[1-9]\d{9,13}$/);
    const separators = fc.array(fc.constantFrom("", " ", "-", ".", "(", ")"), {
      minLength: 14,
      maxLength: 14,
    });
    fc.assert(
      fc.property(digits, separators, fc.constantFrom("+", "00", ""), (number, between, prefix) => {
        const written = [...number].map((digit, index) => `${between[index] ?? ""}${digit}`).join("");
        expect(isSameNumber(`+${number}`, `${prefix}${written}`)).toBe(true);
      }),
    );
  });

  it("tells numbers of one length apart", () => {
    const digits = fc.stringMatching(/^[1-9]\d{10}$/);
    fc.assert(
      fc.property(digits, digits, (one, other) => {
        expect(isSameNumber(`+${one}`, other)).toBe(one === other);
      }),
    );
  });
});
