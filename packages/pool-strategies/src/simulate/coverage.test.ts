import { describe, expect, it } from "vitest";
import type { Geography } from "../types.js";
import { AreaCounts } from "./coverage.js";

/** Knows the area codes of +1 by their digits, and nothing of 800. */
const geography: Geography = {
  locate: (number) =>
    number.startsWith("+1800")
      ? {}
      : number.startsWith("+1")
        ? { country: "US", areaCode: number.slice(2, 5), regions: ["US-CA"] }
        : { country: "GB" },
};
const poolOf = (...numbers: readonly string[]) =>
  numbers.map((number) => ({ number, sid: null, slug: number.slice(1) }));

describe("AreaCounts", () => {
  it("tells the areas of the list in which the pool has no number, and how they were served", () => {
    const areas = new AreaCounts(poolOf("+14155550100", "+18005550100"), geography);
    areas.add("+14155550101")("area-code");
    areas.add("+16285550101")("overlay");
    areas.add("+16285550102")("any");
    areas.add("+16285550103");
    areas.add("+442079460101")("any");
    areas.add("+18005550101")("any");

    expect(areas.report()).toEqual({
      areas: 4,
      coveredContacts: 1,
      uncovered: [
        { area: "628", country: "US", regions: ["US-CA"], contacts: 3, steps: { overlay: 1, any: 1 } },
        { area: "", contacts: 1, steps: { any: 1 } },
        { area: "GB", country: "GB", contacts: 1, steps: { any: 1 } },
      ],
    });
    expect(areas.contacts).toEqual([1, 3, 1, 1]);
  });

  it("knows no areas without a geography", () => {
    const areas = new AreaCounts(poolOf("+14155550100"), undefined);
    areas.add("+14155550101")("any");
    expect(areas.report()).toEqual({ areas: 0, coveredContacts: 0, uncovered: [] });
  });
});
