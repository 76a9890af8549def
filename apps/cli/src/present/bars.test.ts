import { expect, it } from "vitest";
import { bar } from "./bars.js";

it.each([
  [0, ""],
  [0.0001, "▏"],
  [0.5, "█████"],
  [0.55, "█████▌"],
  [1, "██████████"],
  [1.5, "██████████"],
])("draws a share of %d", (share, text) => {
  expect(bar(share, 10)).toBe(text);
});
