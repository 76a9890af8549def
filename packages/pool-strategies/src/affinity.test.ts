import { expect, it } from "vitest";
import { stickyNumber, usedNumbers } from "./affinity.js";
import { Callees } from "./callees.js";
import { DEFAULT_AFFINITY } from "./defaults.js";

const DAY = 86_400_000;
const NOW = 100 * DAY;
const ANN = 14155550101;

it("asks for the number of the call that the mode goes by, as long as it is remembered", () => {
  const callees = new Callees(10);
  callees.remember(ANN, "answered", 4, 1, NOW - 2 * DAY);
  callees.remember(ANN, "reached", 5, 2, NOW - DAY);
  callees.setUsed(ANN, [4, 5], NOW - DAY);
  const row = callees.find(ANN);
  const ask = (mode: "sticky" | "sticky-once-answered" | "fresh" | "off", ttlDays: number, of = row) => {
    const rules = { ...DEFAULT_AFFINITY, mode, ttlDays };
    return [stickyNumber(rules, callees, of, NOW), usedNumbers(rules, callees, of, NOW)];
  };
  expect(ask("sticky", 1.1)).toEqual([5, []]);
  expect(ask("sticky", 1)).toEqual([-1, []]);
  expect(ask("sticky-once-answered", 2.1)).toEqual([4, []]);
  expect(ask("sticky-once-answered", 1.1)).toEqual([-1, []]);
  expect(ask("fresh", 1.1)).toEqual([-1, [4, 5]]);
  expect(ask("fresh", 1)).toEqual([-1, []]);
  expect(ask("off", 10)).toEqual([-1, []]);
  expect(ask("sticky", 10, -1)).toEqual([-1, []]);
  expect(ask("fresh", 10, -1)).toEqual([-1, []]);
});
