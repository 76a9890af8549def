import { describe, expect, it } from "vitest";
import { findNumber } from "./find-number.js";

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
