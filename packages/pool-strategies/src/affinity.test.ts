import { expect, it } from "vitest";
import { Affinity } from "./affinity.js";

it("remembers the latest call of each callee", () => {
  const affinity = new Affinity(10);
  affinity.record("+14155550101", "a", 1);
  affinity.record("+14155550102", "b", 2);
  affinity.record("+14155550101", "c", 3);
  expect(affinity.previous("+14155550101")).toBe("c");
  expect(affinity.previous("+14155550102")).toBe("b");
  expect(affinity.previous("+14155550103")).toBeUndefined();
});

it("does not let what is learned late of an earlier call replace a later one", () => {
  const affinity = new Affinity(10);
  affinity.record("+14155550101", "later", 7);
  affinity.record("+14155550101", "earlier", 3);
  expect(affinity.previous("+14155550101")).toBe("later");
});

it("forgets the oldest record beyond its bound", () => {
  const affinity = new Affinity(2);
  affinity.record("+14155550101", "a", 1);
  affinity.record("+14155550102", "b", 2);
  affinity.record("+14155550101", "a", 3);
  affinity.record("+14155550103", "c", 4);
  expect([...affinity.records()]).toEqual([
    ["+14155550101", "a"],
    ["+14155550103", "c"],
  ]);
});

it("remembers nobody with a bound of 0", () => {
  const affinity = new Affinity(0);
  affinity.record("+14155550101", "a", 1);
  expect(affinity.previous("+14155550101")).toBeUndefined();
});
