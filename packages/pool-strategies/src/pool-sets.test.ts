import { expect, it } from "vitest";
import { PoolSets } from "./pool-sets.js";

it("keeps each set once, however it came about", () => {
  const sets = new PoolSets();
  const both = sets.with(sets.with(0, 3), 1);
  expect(sets.poolsOf(both)).toEqual([1, 3]);
  expect(sets.with(sets.with(0, 1), 3)).toBe(both);
  expect(sets.poolsOf(sets.without(both, 1))).toEqual([3]);
  expect(sets.without(sets.without(both, 1), 3)).toBe(0);
  expect(sets.poolsOf(0)).toEqual([]);
});
