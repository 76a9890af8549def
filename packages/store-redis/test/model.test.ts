import { createMemoryStore } from "@dialpool/pool-strategies";
import {
  conformanceExtensions as extensions,
  conformancePlaces as geography,
  type History,
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

/**
 * How many calls of a history may be under way together and still be done in their order. A call that must be asked again comes after
 * those behind it: under rankings those of the same run, at the reset of a calendar those of other runs, which hold 16.
 */
function mostAtOnce({ steps }: History): number {
  const policies = steps.flatMap(({ command }) => (command.kind === "load" ? [command.policy] : []));
  if (policies.some(({ order }) => ["rendezvous", "answer-rate", "custom"].includes(order.name))) return 1;
  return policies.some(({ limits }) => limits.window !== "rolling") ? 16 : 40;
}

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

  it(
    "answer the same when calls of a turn are done in one run",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          randomHistory({ maxSteps: 200 }),
          maxCallMs,
          fc.integer({ min: 2, max: 40 }),
          async (history, each, atOnce) => {
            const setup = { geography, extensions, maxCallMs: each };
            const namespace = uniqueName();
            const store = createRedisStore({ client, namespace, maxClockSkewMs: null, ...setup });
            await runDifferential(store, createMemoryStore(setup), history, {
              atOnce: Math.min(atOnce, mostAtOnce(history)),
            });
            expect((await store.check({ now: 0 })).findings).toEqual([]);
          },
        ),
        { numRuns: Math.ceil(runs * 0.5) },
      );
    },
    timeout,
  );
});
