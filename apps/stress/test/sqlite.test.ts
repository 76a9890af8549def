import { describe, expect, it } from "vitest";
import { PLAN_DEFAULTS } from "../src/plan/plan.js";
import { ORDER_PAIRS } from "../src/plan/scenarios.js";
import { runScenario } from "../src/run/run-scenario.js";
import { WORKER } from "./worker-path.js";

describe("processes that share a SQLite file", () => {
  it("break no limit together, though some of them are killed", async () => {
    const report = await runScenario(
      {
        ...PLAN_DEFAULTS,
        name: "short",
        host: "sqlite",
        synchronous: "normal",
        acquires: 4_000,
        troubles: { kills: { times: 5 } },
      },
      WORKER,
    );
    expect(report.findings).toEqual([]);
    expect(report.kills).toBe(5);
    expect(report.grantedShare).toBeGreaterThan(0.5);
    expect(report.refused.exhausted).toBeGreaterThan(0);
  });

  it("answer as the reference does, with every kind of rule and leases whose deadline passes", async () => {
    const report = await runScenario(
      {
        ...PLAN_DEFAULTS,
        name: "short",
        host: "sqlite",
        synchronous: "normal",
        processes: 4,
        acquires: 1_500,
        policies: "full",
      },
      WORKER,
    );
    expect(report.findings).toEqual([]);
    expect(report.expired).toBeGreaterThan(0);
    expect(report.grantedShare).toBeGreaterThan(0.5);
  });

  it.each(ORDER_PAIRS.slice(1))("take turns by %s and %s", async (first, second) => {
    const report = await runScenario(
      {
        ...PLAN_DEFAULTS,
        name: "short",
        host: "sqlite",
        synchronous: "normal",
        processes: 2,
        acquires: 700,
        orders: [first, second],
      },
      WORKER,
    );
    expect(report.findings).toEqual([]);
    expect(report.grantedShare).toBeGreaterThan(0.5);
  });
});
