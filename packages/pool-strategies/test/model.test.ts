import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HistoryPlayer } from "../src/conformance/history-player.js";
import {
  conformanceExtensions as extensions,
  conformancePlaces as geography,
  type HistoryOptions,
  randomHistory,
  runDifferential,
} from "../src/conformance.js";
import { createMemoryStore } from "../src/index.js";
import type { NumberUsage, Selection, SettleResult } from "../src/store.js";
import { NaiveStore } from "./support/model/naive-store.js";

/** The gate has a minute at most; `pnpm run test:model` plays 10,000 histories. */
const runs = Number(process.env.MODEL_RUNS ?? 500);
const timeout = 60_000 + runs * 500;

/** The default, shorter than leases are held, and longer than any pause between two calls. */
const maxCallMs = fc.constantFrom(3_600_000, 3_600_000, 5000, 8 * 3_600_000);

describe("the memory store and a plain model", () => {
  it.each<[what: string, options: HistoryOptions, share: number]>([
    ["whatever happens in whatever order", {}, 0.9],
    ["over long histories", { maxSteps: 250 }, 0.07],
    ["for pools of more numbers than a ranking holds", { maxSteps: 40, maxNumbers: 120 }, 0.03],
    ["over thousands of calls", { minSteps: 4000, maxSteps: 5000, maxNumbers: 40 }, 0.001],
  ])(
    "answer the same %s",
    async (_, options, share) => {
      await fc.assert(
        fc.asyncProperty(randomHistory(options), maxCallMs, (history, each) => {
          const setup = { geography, extensions, maxCallMs: each };
          return runDifferential(createMemoryStore(setup), new NaiveStore(setup), history);
        }),
        { numRuns: Math.ceil(runs * share) },
      );
    },
    timeout,
  );
});

describe("random histories", () => {
  it("reach every outcome, reason, limit, step, order and state", async () => {
    const reached = new Set<string>();
    for (const history of fc.sample(randomHistory(), { numRuns: 400, seed: 20_261_124 })) {
      const player = new HistoryPlayer(createMemoryStore({ geography, extensions }), history.startAt);
      for (const step of history.steps) {
        const { command, answer, error } = await player.play(step);
        if (error !== undefined) reached.add(`error ${error}`);
        else if (command.kind === "acquire")
          seenOf(answer as Selection).forEach((each) => void reached.add(each));
        else if (command.kind === "settle") {
          const { applied, state } = answer as SettleResult;
          reached.add(`${applied ? "moved to" : "stayed"} ${state}`);
        } else if (command.kind === "usage")
          (answer as readonly NumberUsage[])
            .flatMap(({ atLimits }) => atLimits)
            .forEach((each) => void reached.add(each));
      }
    }
    expect([...reached].sort()).toEqual(expect.arrayContaining(EVERYTHING));
  }, 60_000);
});

function seenOf(selection: Selection): readonly string[] {
  const { affinity, step, order, overflow, skipped, trace } = selection.reasons;
  return [
    selection.ok ? "granted" : selection.code,
    ...(selection.ok ? [`granted, ${affinity}`, `order ${order}`] : []),
    ...(overflow ? ["overflow"] : []),
    ...("atLatest" in selection ? ["at latest"] : []),
    ...(step === undefined ? [] : [`step ${step}`]),
    ...skipped.map(({ reason }) => reason),
    ...(trace?.links ?? []).flatMap(({ outcome, numbers }) => [
      `link ${outcome}`,
      ...numbers.map(({ verdict }) => `number ${verdict}`),
    ]),
  ];
}

const LIMITS = [
  "calls-per-day",
  "calls-per-hour",
  "min-gap",
  "concurrent-calls",
  "warm-up",
  "resting",
  "quarantined",
];
const SKIPS = ["no_number", "all_at_limit", "all_used_before"];
const STATES = ["placed", "ended", "released", "unknown"];
const EVERYTHING = [
  "granted",
  "overflow",
  "at latest",
  ...[
    "pool_empty",
    "no_match",
    "exhausted",
    "sticky_at_limit",
    "sticky_gone",
    "callee_limit",
    "country_not_allowed",
  ],
  ...["none", "kept", "gone", "at_limit", "fresh"].map((affinity) => `granted, ${affinity}`),
  ...["rule", "area-code", "overlay", "near", "region", "country", "any", "custom"].map(
    (step) => `step ${step}`,
  ),
  ...[
    "round-robin",
    "weighted-round-robin",
    "random",
    "weighted-random",
    "least-recently-used",
    "least-used",
    "fewest-in-flight",
    "power-of-two",
    "rendezvous",
    "answer-rate",
    "custom",
  ].map((order) => `order ${order}`),
  ...SKIPS,
  ...["chosen", "not_reached", ...SKIPS].map((outcome) => `link ${outcome}`),
  ...["chosen", "free", "used_before", ...LIMITS].map((verdict) => `number ${verdict}`),
  ...LIMITS,
  ...STATES.map((state) => `moved to ${state}`),
  ...[...STATES, "undefined"].map((state) => `stayed ${state}`),
  "error input_invalid",
];
