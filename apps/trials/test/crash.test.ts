import { describe, expect, it } from "vitest";
import { runCrash } from "../src/crash/run-crash.js";
import { BUILT } from "./built.js";

describe("a campaign whose processes are killed all the time", () => {
  it.each([
    { onAbsent: "leave", processes: 1 },
    { onAbsent: "redial", processes: 2 },
  ] as const)(
    "sends no attempt twice and loses nobody, under $onAbsent, with $processes at a time",
    async (how) => {
      const report = await runCrash({
        ...how,
        contacts: 50,
        kills: 6,
        seed: 3,
        maxLifeMs: 600,
        folder: BUILT,
      });
      expect(report.findings).toEqual([]);
      expect(report.kills).toBeGreaterThanOrEqual(6);
      expect(report.finished + report.absent).toBe(report.contacts);
      expect(report.finished).toBe(report.calls);
      if (how.onAbsent === "redial") expect(report.absent).toBe(0);
    },
  );
});
