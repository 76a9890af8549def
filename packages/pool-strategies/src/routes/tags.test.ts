import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countTagPrefixes, tagPrefixes, tagValues } from "./tags.js";

describe("tagValues", () => {
  it.each([
    [{ brand: "acme" }, ["acme"]],
    [{ brand: ["b", "a", "b"] }, ["b", "a"]],
    [{ brand: [] }, []],
    [{ brand: "" }, []],
    [{ region: "west" }, []],
    [undefined, []],
  ])("reads %j", (tags, expected) => {
    expect(tagValues(tags, "brand")).toEqual(expected);
  });

  it("does not take what every object inherits for a tag", () => {
    expect(tagValues({}, "constructor")).toEqual([]);
  });
});

describe("tagPrefixes", () => {
  it("combines all values, earlier keys varying slowest", () => {
    const tags = { brand: ["a", "b"], region: ["x", "y"] };
    const expected = ["brand=a/region=x/", "brand=a/region=y/", "brand=b/region=x/", "brand=b/region=y/"];
    expect(tagPrefixes(["brand", "region"], tags)).toEqual(expected);
    expect(countTagPrefixes(["brand", "region"], tags)).toBe(4);
  });

  it("has a name for no value, which no value can take", () => {
    expect(tagPrefixes(["brand"], {})).toEqual(["brand=-/"]);
    expect(tagPrefixes(["brand"], { brand: "-" })).toEqual(["brand=%2D/"]);
  });

  it("gives different names to different values", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "/", "=", "%", "-", "2", "D") });
    const pair = fc.record({ x: text, y: text });
    fc.assert(
      fc.property(pair, pair, (a, b) => {
        fc.pre(a.x !== b.x || a.y !== b.y);
        expect(tagPrefixes(["x", "y"], a)).not.toEqual(tagPrefixes(["x", "y"], b));
      }),
    );
  });
});
