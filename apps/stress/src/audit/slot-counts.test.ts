import { describe, expect, it } from "vitest";
import { SlotCounts } from "./slot-counts.js";

const MINUTE = 60_000;

describe("SlotCounts", () => {
  it("counts a call until its slot's end plus the window, exclusively", () => {
    const counts = new SlotCounts(15 * MINUTE, 60 * MINUTE);
    counts.add(14 * MINUTE);
    expect(counts.countAt(75 * MINUTE - 1)).toBe(1);
    expect(counts.countAt(75 * MINUTE)).toBe(0);
  });

  it("may be asked for a time to come, and then for one before it", () => {
    const counts = new SlotCounts(MINUTE, MINUTE);
    counts.add(0);
    counts.add(3 * MINUTE - 1);
    expect(counts.countAt(10 * MINUTE)).toBe(0);
    expect(counts.countAt(3 * MINUTE)).toBe(1);
  });

  it("takes a call back from its own slot, and misses none that has left", () => {
    const counts = new SlotCounts(MINUTE, MINUTE);
    counts.add(0);
    counts.add(1);
    counts.takeBack(1);
    expect(counts.countAt(MINUTE)).toBe(1);
    counts.add(5 * MINUTE);
    counts.takeBack(0);
    expect(counts.countAt(5 * MINUTE)).toBe(1);
  });
});
