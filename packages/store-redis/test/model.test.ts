import { createMemoryStore } from "@dialpool/pool-strategies";
import {
  conformanceExtensions as extensions,
  conformancePlaces as geography,
  type HistoryOptions,
  randomHistory,
  runDifferential,
} from "@dialpool/pool-strategies/conformance";
import { describeRedis } from "@dialpool/redis-server/vitest";
import fc from "fast-check";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";

/** The gate has a minute at most; `pnpm run test:model` plays 3,000 histories. */
const runs = Number(process.env.MODEL_RUNS ?? 300);
const timeout = 60_000 + runs * 2000;

/** The default, shorter than leases are held, and longer than any pause between two calls. */
const maxCallMs = fc.constantFrom(3_600_000, 3_600_000, 5000, 8 * 3_600_000);

describeRedis({ describe, it, inject }, "the Redis store and the memory store", ({ url, uniqueName }) => {
  const client = new Redis(url);
  afterAll(() => client.quit());

  it.each<[what: string, options: HistoryOptions, share: number]>([
    ["whatever happens in whatever order", {}, 0.9],
    ["over long histories", { maxSteps: 250 }, 0.07],
    ["for pools of more numbers than a ranking holds", { maxSteps: 40, maxNumbers: 120 }, 0.03],
  ])(
    "answer the same %s",
    async (_, options, share) => {
      await fc.assert(
        fc.asyncProperty(randomHistory(options), maxCallMs, async (history, each) => {
          const setup = { geography, extensions, maxCallMs: each };
          const namespace = uniqueName();
          const store = createRedisStore({ client, namespace, maxClockSkewMs: null, ...setup });
          await runDifferential(store, createMemoryStore(setup), history);
          expect((await store.check({ now: 0 })).findings).toEqual([]);
        }),
        { numRuns: Math.ceil(runs * share) },
      );
    },
    timeout,
  );
});
