import { expect, it } from "vitest";
import { steadyClock } from "./clock.js";

it("stands still where the clock below goes back", () => {
  const instants = [5, 7, 3, 6, 8];
  const clock = steadyClock(() => instants.shift() ?? 0);
  expect([clock(), clock(), clock(), clock(), clock()]).toEqual([5, 7, 7, 7, 8]);
});
