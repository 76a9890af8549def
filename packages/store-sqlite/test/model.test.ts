import { createMemoryStore } from "@dialpool/pool-strategies";
import {
  conformanceExtensions as extensions,
  conformancePlaces as geography,
  type HistoryOptions,
  randomHistory,
  runDifferential,
} from "@dialpool/pool-strategies/conformance";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../src/index.js";

/** `pnpm run test:model` plays thousands. */
const runs = Number(process.env.MODEL_RUNS ?? 200);
const timeout = 60_000 + runs * 1000;

const maxCallMs = fc.constantFrom(3_600_000, 3_600_000, 5000, 8 * 3_600_000);

describe("the store on SQLite and the memory store", () => {
  it.each<[what: string, options: HistoryOptions, share: number]>([
    ["whatever happens in whatever order", {}, 0.8],
    ["over long histories", { maxSteps: 250 }, 0.1],
    ["for pools of more numbers than a ranking or a block holds", { maxSteps: 40, maxNumbers: 200 }, 0.1],
  ])(
    "answer the same %s, and keep the laws of the state",
    async (_, options, share) => {
      await fc.assert(
        fc.asyncProperty(randomHistory(options), maxCallMs, async (history, each) => {
          const setup = { geography, extensions, maxCallMs: each };
          const store = openSqliteStore({ ...setup, path: ":memory:" });
          try {
            await runDifferential(store, createMemoryStore(setup), history);
            expect(store.check({ now: 0 }).findings).toEqual([]);
          } finally {
            store.close();
          }
        }),
        { numRuns: Math.ceil(runs * share) },
      );
    },
    timeout,
  );
});
