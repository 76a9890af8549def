import { describe, expect, it } from "vitest";
import { isE164, toE164 } from "./e164.js";
import { InvalidInputError } from "./errors.js";

describe("isE164", () => {
  it.each(["+14155550123", "+442079460123", "+12", "+123456789012345"])("accepts %s", (text) => {
    expect(isE164(text)).toBe(true);
  });

  it.each([
    "14155550123",
    "+04155550123",
    "+1",
    "+1234567890123456",
    "+1 415 555 0123",
    "+1415555012x",
    "+14155550123\n",
    "",
    14155550123,
    undefined,
  ])("does not accept %j", (value) => {
    expect(isE164(value)).toBe(false);
  });

  it("accepts a number whose area code no table knows", () => {
    expect(isE164("+19995550123")).toBe(true);
  });
});

describe("toE164", () => {
  it.each([
    ["+1 (415) 555-0123", "+14155550123"],
    ["+44 20 7946 0123", "+442079460123"],
    ["+1.415.555.0123", "+14155550123"],
  ])("writes %s as %s", (text, expected) => {
    expect(toE164(text)).toBe(expected);
  });

  it("does not guess a country", () => {
    expect(() => toE164("(415) 555-0123")).toThrow(InvalidInputError);
  });

  it("keeps the number out of its message", () => {
    expect(() => toE164("4155550199")).not.toThrow(/4155550199/);
  });
});
