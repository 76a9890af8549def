import { describeRedisEngines } from "@dialpool/redis-server/vitest";
import { describe, expect, inject, it } from "vitest";
import { PLAN_DEFAULTS } from "../src/plan/plan.js";
import { ORDER_PAIRS, type Scenario } from "../src/plan/scenarios.js";
import { runScenario } from "../src/run/run-scenario.js";
import { WORKER } from "./worker-path.js";

const short = (own: Partial<Scenario> & Pick<Scenario, "host">) =>
  runScenario({ ...PLAN_DEFAULTS, acquires: 4_000, name: "short", ...own }, WORKER);

describeRedisEngines({ describe, it, inject }, "processes that share a Redis", (engine) => {
  it("break no limit together, though some are killed, the server crashes and forgets its scripts", async () => {
    const report = await short({
      host: "redis-always",
      engine,
      troubles: {
        kills: { times: 4 },
        server: [
          { at: 0.3, what: "flush-scripts" },
          { at: 0.5, what: "crash" },
          { at: 0.7, what: "pause" },
        ],
      },
    });
    expect(report.findings).toEqual([]);
    expect(report.kills).toBe(4);
    expect(report.troubles).toEqual(["flush-scripts", "crash", "pause"]);
    expect(report.lost).toBe(0);
    expect(report.grantedShare).toBeGreaterThan(0.5);
    expect(report.refused.exhausted).toBeGreaterThan(0);
  });

  it("lose no more than is stated when a replica takes over", async () => {
    const report = await short({
      host: "redis-replica",
      engine,
      processes: 4,
      acquires: 2_000,
      troubles: { server: [{ at: 0.5, what: "failover" }] },
    });
    expect(report.findings).toEqual([]);
    expect(report.troubles).toEqual(["failover"]);
  });

  it("go on when the cluster moves their namespace to another master", async () => {
    const report = await short({
      host: "redis-cluster",
      engine,
      processes: 4,
      acquires: 1_500,
      troubles: { kills: { times: 2 }, server: [{ at: 0.5, what: "move-slot" }] },
    });
    expect(report.findings).toEqual([]);
    expect(report.troubles).toEqual(["move-slot"]);
  });

  it("answer as the reference does, with every kind of rule and leases whose deadline passes", async () => {
    const report = await short({
      host: "redis",
      engine,
      processes: 4,
      acquires: 1_500,
      policies: "full",
    });
    expect(report.findings).toEqual([]);
    expect(report.expired).toBeGreaterThan(0);
    expect(report.grantedShare).toBeGreaterThan(0.5);
  });

  it.each(ORDER_PAIRS.slice(1))("take turns by %s and %s", async (first, second) => {
    const report = await short({
      host: "redis",
      engine,
      processes: 2,
      acquires: 700,
      orders: [first, second],
    });
    expect(report.findings).toEqual([]);
    expect(report.grantedShare).toBeGreaterThan(0.5);
  });

  it("break no limit with clocks that are two seconds off, and are refused with clocks ten seconds off", async () => {
    const report = await short({
      host: "redis",
      engine,
      processes: 4,
      acquires: 400,
      clock: "real",
      skewsMs: [2_000, -2_000, 10_000, -10_000],
    });
    expect(report.findings).toEqual([]);
    // Each of the two sends a quarter of the acquires, none of which is answered with anything else.
    expect(report.failed).toEqual({ clock_skew: 200 });
    expect(report.granted).toBeGreaterThan(0);
  });
});
