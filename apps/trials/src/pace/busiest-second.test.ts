import { describe, expect, it } from "vitest";
import { busiestSecond, meanRate } from "./busiest-second.js";

describe("the busiest second", () => {
  it("begins anywhere, and its end is not in it", () => {
    expect(busiestSecond([0, 999.9, 1_000, 1_999.8])).toBe(3);
    expect(busiestSecond([1_000, 0, 2_000])).toBe(1);
    expect(busiestSecond([])).toBe(0);
  });

  it("finds one call too many", () => {
    const even = Array.from({ length: 100 }, (_, index) => index * 205);
    expect(busiestSecond(even)).toBe(5);
    expect(busiestSecond([...even, 1_001])).toBe(6);
  });
});

describe("the mean rate", () => {
  it("counts the gaps", () => {
    expect(meanRate([0, 500, 1_000])).toBe(2);
  });
});
