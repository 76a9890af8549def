import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { northAmerica } from "../src/geo/index.js";
import { createMemoryStore, type MemoryStore } from "../src/index.js";
import type { PoolDefinition } from "../src/store.js";
import { type Command, history, pool as poolArbitrary } from "./support/commands.js";
import { NaiveStore } from "./support/naive-store.js";
import { NOON } from "./support/numbers.js";

/** Runs one command on both; what they answer must be the same. */
function runOnBoth(
  store: MemoryStore,
  model: NaiveStore,
  command: Command,
  now: number,
  granted: string[],
): void {
  switch (command.kind) {
    case "load":
      store.load(command.pool, { now });
      model.load(command.pool, now);
      return;
    case "acquire": {
      const { poolId, callee, tags, draw } = command;
      const request = { poolId, callee, tags, now, random: () => draw };
      const selection = store.acquire(request);
      expect(selection).toEqual(model.acquire(request));
      if (selection.ok) granted.push(selection.lease.id);
      return;
    }
    case "record": {
      const { slug, callee, ago } = command;
      store.record({ slug, callee, at: now - ago, now });
      model.record({ slug, callee, at: now - ago, now });
      return;
    }
    case "settle": {
      const leaseId = granted.at(-1 - command.back) ?? "lease-0";
      const settlement = { leaseId, to: command.to, now };
      expect(store.settle(settlement)).toEqual(model.settle(settlement));
      return;
    }
    case "expire":
      expect(store.expire({ now })).toEqual(model.expire(now));
      return;
    case "usage":
      expect(store.usage(command.poolId, { now })).toEqual(model.usage(command.poolId, now));
      return;
    default:
      command satisfies never;
  }
}

describe("the memory store and a plain model", () => {
  it("answer the same, whatever happens in whatever order", () => {
    const pools = fc.tuple(poolArbitrary, poolArbitrary).map(([a, b]): readonly PoolDefinition[] => [
      { ...a, poolId: "pool-a" },
      { ...b, poolId: "pool-b" },
    ]);
    fc.assert(
      fc.property(pools, history(90), (definitions, steps) => {
        const store = createMemoryStore({ geography: northAmerica });
        const model = new NaiveStore(northAmerica);
        const granted: string[] = [];
        let now = NOON;
        for (const pool of definitions) runOnBoth(store, model, { kind: "load", pool }, now, granted);
        for (const { after, command } of steps) {
          now += after;
          runOnBoth(store, model, command, now, granted);
        }
        for (const poolId of ["pool-a", "pool-b"])
          runOnBoth(store, model, { kind: "usage", poolId }, now, granted);
      }),
      { numRuns: 600 },
    );
  }, 60_000);
});
