import { describe, expect, it } from "vitest";
import { numberOf } from "../../test/support/numbers.js";
import { InvalidInputError, PolicyError } from "../errors.js";
import { northAmerica } from "../geo/index.js";
import type { RouteRules } from "../types.js";
import { compileRoute, MAX_BUCKETS } from "./compile.js";

const LOCAL: RouteRules = { tags: [], localPresence: ["area-code", "country", "any"] };
const BRANDED: RouteRules = { tags: ["brand"], localPresence: ["area-code", "any"] };

describe("compileRoute", () => {
  it("puts a number into a bucket of each level", () => {
    const route = compileRoute(LOCAL, northAmerica);
    expect(route.bucketsOf(numberOf("415", 1))).toEqual(["ac:415", "country:US", "any"]);
  });

  it("keeps a number without a place out of local buckets, and lets others call its kind", () => {
    const route = compileRoute(LOCAL, northAmerica);
    expect(route.bucketsOf(numberOf("800", 1))).toEqual(["any"]);
    expect(route.chainOf("+18005550123", undefined)).toEqual(["any"]);
    expect(route.chainOf("+442079460123", undefined)).toEqual(["country:+44", "any"]);
  });

  it("tries all of a call's values at one level before the next", () => {
    const route = compileRoute(BRANDED, northAmerica);
    expect(route.chainOf("+14155550123", { brand: ["zeta", "acme"] })).toEqual([
      "brand=zeta/ac:415",
      "brand=acme/ac:415",
      "brand=zeta/any",
      "brand=acme/any",
    ]);
  });

  it("serves a call without a value only by numbers without one", () => {
    const route = compileRoute(BRANDED, northAmerica);
    expect(route.chainOf("+14155550123", {})).toEqual(["brand=-/ac:415", "brand=-/any"]);
    expect(route.bucketsOf(numberOf("415", 1))).toEqual(["brand=-/ac:415", "brand=-/any"]);
  });

  it("uses the levels in the order given", () => {
    const route = compileRoute({ tags: [], localPresence: ["country", "area-code"] }, northAmerica);
    expect(route.chainOf("+14155550123", undefined)).toEqual(["country:US", "ac:415"]);
  });

  it("asks for a geography where a level needs one", () => {
    expect(() => compileRoute(LOCAL, undefined)).toThrow(PolicyError);
    expect(() => compileRoute(LOCAL, undefined)).toThrow(
      /route\.localPresence\.0: The level "area-code".*northAmerica.*@dialpool\/pool-strategies\/geo/,
    );
    expect(compileRoute({ tags: [], localPresence: ["any"] }, undefined).chainOf("+14155550123", {})).toEqual(
      ["any"],
    );
  });

  it("bounds the buckets of a number and the links of a call", () => {
    const values = Array.from({ length: MAX_BUCKETS / 2 }, (_, index) => `value-${index}`);
    const route = compileRoute(BRANDED, northAmerica);
    expect(route.bucketsOf(numberOf("415", 1, { tags: { brand: values } }))).toHaveLength(MAX_BUCKETS);
    const tooMany = { brand: [...values, "one-more"] };
    expect(() => route.bucketsOf(numberOf("415", 1, { tags: tooMany }))).toThrow(PolicyError);
    expect(() => route.chainOf("+14155550123", tooMany)).toThrow(InvalidInputError);
  });
});
