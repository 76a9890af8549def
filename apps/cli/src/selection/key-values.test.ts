import { expect, it } from "vitest";
import { keyValuesOf } from "./key-values.js";

const read = keyValuesOf("--tag");

it("collects keys and values, and parts at the first equals sign", () => {
  expect(read("url=a=b", read("brand=acme"))).toEqual({ brand: "acme", url: "a=b" });
});

it.each(["brand", "=acme", "brand=", " =x", ""])("refuses «%s»", (text) => {
  expect(() => read(text)).toThrow(`--tag "${text}" is not of the form key=value.`);
});

it("refuses a key given twice", () => {
  expect(() => read("brand=b", read("brand=a"))).toThrow("--tag gives brand twice.");
});

it("takes any word for a key", () => {
  expect(Object.entries(read("__proto__=x"))).toEqual([["__proto__", "x"]]);
});
