import { describe, expect, it } from "vitest";
import { Load } from "./load.js";

const HOUR = 3_600_000;

describe("a load", () => {
  it("counts by hours from the start, quiet ones as 0", () => {
    const load = new Load(1000);
    for (const at of [1000, 1000 + HOUR - 1, 1000 + 3 * HOUR]) load.start(at);
    expect([load.calls, load.callsByHour]).toEqual([3, [2, 0, 0, 1]]);
  });

  it("knows the most calls at once and who answered", () => {
    const load = new Load(0);
    load.start(0);
    load.start(1);
    load.end(true);
    load.start(2);
    load.end(false);
    expect([load.peak.callsAtOnce, load.answered]).toEqual([2, 1]);
  });

  it("knows the most starts in any 60 seconds, not only in those of the clock", () => {
    const load = new Load(0);
    for (const at of [0, 50_000, 55_000, 61_000, 109_999, 110_000, 200_000]) load.start(at);
    expect(load.peak.startsPerMinute).toBe(4);
  });

  it("forgets starts that no longer matter", () => {
    const load = new Load(0);
    for (let at = 0; at < 200_000; at++) load.start(at * 600);
    expect(load.peak.startsPerMinute).toBe(100);
  });
});
