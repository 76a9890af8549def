import { expect, it } from "vitest";
import { duration, percent } from "./words.js";

it.each([
  [0, "0 s"],
  [2340, "2.3 s"],
  [59_960, "60 s"],
  [60_000, "1 min"],
  [252_000, "4 min 12 s"],
  [3_900_000, "1 h 5 min"],
  [3_600_000 + 9_000, "1 h"],
  [3 * 86_400_000 + 4 * 3_600_000, "3 d 4 h"],
])("writes %d ms", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it("writes shares of a whole, and nothing of nothing", () => {
  expect([percent(1, 3), percent(0, 3), percent(0, 0)]).toEqual(["33 %", "0 %", "–"]);
});
