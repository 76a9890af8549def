import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TagRule, Tags } from "../types.js";
import { tagPart, tagSignature, tagValues } from "./tags.js";

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

describe("tagPart", () => {
  const pool: readonly Tags[] = [{ brand: ["a", "b"] }, { brand: "c" }, {}];
  const partOf = (match: TagRule["match"]) => tagPart({ key: "brand", match }, pool);

  it.each<[TagRule["match"], Tags, readonly string[]]>([
    ["any", { brand: ["b", "a"] }, ["brand=b/", "brand=a/"]],
    ["any", {}, ["brand=-/"]],
    ["all", { brand: ["b", "a"] }, ["brand=*/", "brand=b/", "brand=a/", "brand=a+b/"]],
    ["all", {}, ["brand=*/"]],
    ["none", { brand: ["b", "a"] }, ["brand=*/", "brand!=c/"]],
    ["none", {}, ["brand=*/", "brand!=a/", "brand!=b/", "brand!=c/"]],
  ])("puts, under %s, a number with %j into %j", (match, tags, expected) => {
    expect(partOf(match).ofNumber(tags)).toEqual(expected);
  });

  it.each<[TagRule["match"], Tags, readonly string[]]>([
    ["any", { brand: ["b", "a"] }, ["brand=b/", "brand=a/"]],
    ["any", {}, ["brand=-/"]],
    ["all", { brand: ["b", "a"] }, ["brand=a+b/"]],
    ["all", {}, ["brand=*/"]],
    ["none", { brand: "a" }, ["brand!=a/"]],
    ["none", { brand: "x" }, ["brand=*/"]],
    ["none", {}, ["brand=*/"]],
  ])("lets, under %s, a call with %j try %j", (match, tags, expected) => {
    expect(partOf(match).ofCall(tags)).toEqual(expected);
  });

  it("has a name for no value, and for every number, which no value can take", () => {
    expect(partOf("any").ofCall({ brand: ["-", "*", "--"] })).toEqual([
      "brand=%2D/",
      "brand=%2A/",
      "brand=--/",
    ]);
  });

  const text = fc.string({
    unit: fc.constantFrom("a", "/", "=", "%", "-", "2", "D", "!", "*", "+"),
    maxLength: 4,
  });

  it.each<TagRule["match"]>(["any", "all"])(
    "gives, under %s, different names to different values",
    (match) => {
      const values = fc.uniqueArray(
        text.filter((value) => value !== ""),
        { maxLength: 3 },
      );
      fc.assert(
        fc.property(values, values, (a, b) => {
          fc.pre([...a].sort().join("\n") !== [...b].sort().join("\n"));
          const { ofCall } = partOf(match);
          expect(new Set(ofCall({ brand: a }))).not.toEqual(new Set(ofCall({ brand: b })));
        }),
      );
    },
  );

  it("gives different names to different keys and values", () => {
    fc.assert(
      fc.property(text, text, text, text, (keyA, a, keyB, b) => {
        fc.pre(a !== "" && b !== "" && (keyA !== keyB || a !== b));
        const nameOf = (key: string, value: string) =>
          tagPart({ key, match: "any" }, []).ofCall(Object.fromEntries([[key, value]]));
        expect(nameOf(keyA, a)).not.toEqual(nameOf(keyB, b));
      }),
    );
  });
});

describe("tagSignature", () => {
  it("is equal only for equal values", () => {
    const text = fc.string({ unit: fc.constantFrom("a", ":", ";", "1", "2", "\0"), maxLength: 3 });
    const value = fc.oneof(text, fc.array(text, { maxLength: 3 }));
    const tags = fc.record({ x: value, y: value }, { requiredKeys: [] });
    fc.assert(
      fc.property(tags, tags, fc.constantFrom(["x"], ["x", "y"]), (a, b, keys) => {
        fc.pre(tagSignature(keys, a) === tagSignature(keys, b));
        for (const key of keys) expect(tagValues(a, key)).toEqual(tagValues(b, key));
      }),
      { numRuns: 1000 },
    );
    expect(tagSignature(["x", "y"], { x: "a", y: "b" })).not.toBe(tagSignature(["x", "y"], { x: "ab" }));
  });

  it("does not see what every object inherits", () => {
    expect(tagSignature(["constructor"], {})).toBe(tagSignature(["constructor"], undefined));
  });
});
