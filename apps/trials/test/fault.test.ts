import { describe, expect, it } from "vitest";
import { FAULT_NAMES } from "../src/fault/fault-draw.js";
import { runFault } from "../src/fault/run-fault.js";

describe("a campaign at an API that fails in every way", () => {
  it.each([
    { onAbsent: "leave", clockOffsetMs: 2_000 },
    { onAbsent: "redial", clockOffsetMs: -2_000 },
  ] as const)("calls nobody twice, loses nobody and finds out what became of each call: %o", async (how) => {
    const report = await runFault({ ...how, contacts: 100, faults: FAULT_NAMES, seed: 11 });
    expect(report.findings).toEqual([]);
    for (const name of FAULT_NAMES) expect(report.struck[name]).toBeGreaterThan(0);
    expect(report.unknown.found).toBeGreaterThan(0);
    expect(report.unknown.absent).toBeGreaterThan(0);
    expect(report.stops).toBeGreaterThan(0);
    expect(report.webhooks).toMatchObject({ events: report.calls, forgedTaken: 0 });
    expect(report.webhooks.forged).toBeGreaterThan(0);
    expect(report.byState.finished + report.byState.absent).toBe(100);
  });
});
