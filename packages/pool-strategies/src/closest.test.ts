import { expect, it } from "vitest";
import { closestTo } from "./closest.js";

const names = ["affinity", "route", "order", "limits"];

it.each([
  ["ordr", "order"],
  ["Limits", "limits"],
  ["afinnity", "affinity"],
  ["routes", "route"],
  ["rout", "route"],
  ["limit", "limits"],
])("takes %s for %s", (text, name) => {
  expect(closestTo(text, names)).toBe(name);
});

it.each(["", "x", "or", "tags", "sticky", "maximum", "constructor", "o".repeat(100_000)])(
  "takes %.20s for nothing",
  (text) => {
    expect(closestTo(text, names)).toBeUndefined();
  },
);
