import { describe, expect, it } from "vitest";
import { canonicalNumber, findNumber } from "./canonical-number.js";

describe("canonicalNumber", () => {
  it.each([
    ["+14155550123", "+14155550123"],
    ["14155550123", "+14155550123"],
    ["+1 (415) 555-0123", "+14155550123"],
    ["1.415.555.0123", "+14155550123"],
    [" sip:desk-1 ", "sip:desk-1"],
    ["0044123", "0044123"],
    ["", ""],
  ])("%s is %s", (text, canonical) => expect(canonicalNumber(text)).toBe(canonical));
});

describe("findNumber", () => {
  const numbers = [
    { number: "+14155550123", slug: "14155550123" },
    { number: "desk-1", slug: "d1" },
  ];
  it.each([["14155550123"], ["+14155550123"], ["+1 415-555-0123"]])("finds a number by %s", (text) => {
    expect(findNumber(numbers, text)).toBe(numbers[0]);
  });
  it("finds an identifier that is no phone number", () => {
    expect(findNumber(numbers, "desk-1")).toBe(numbers[1]);
    expect(findNumber(numbers, "d1")).toBe(numbers[1]);
  });
  it("finds nothing else", () => expect(findNumber(numbers, "4155550123")).toBeUndefined());
});
