import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HistoryPlayer } from "../src/conformance/history-player.js";
import { seededRandom } from "../src/conformance/seeded-random.js";
import {
  conformanceExtensions as extensions,
  conformancePlaces as geography,
  type History,
  randomHistory,
} from "../src/conformance.js";
import { createMemoryStore, selectCallerId, type Usage } from "../src/index.js";
import type { PoolDefinition } from "../src/store.js";

function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

describe("selectCallerId", () => {
  it("picks as a store does whose leases are placed and ended at once, its usage kept as JSON", async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(randomHistory(), async (history) => {
        compared += compareWithStore(history);
      }),
      { numRuns: 120 },
    );
    expect(compared).toBeGreaterThan(400);
  }, 120_000);
});

/** Gives the loads and calls of one pool to both. @returns How many calls were compared. */
function compareWithStore({ startAt, steps }: History): number {
  const store = createMemoryStore({ geography, extensions });
  const player = new HistoryPlayer(store, startAt);
  let usage: Usage | undefined;
  let pool: PoolDefinition | undefined;
  let isLoaded = false;
  let now = startAt;
  let compared = 0;
  for (const { afterMs, command } of steps) {
    now += afterMs;
    if (command.kind === "load" && command.poolId === "agent-a") {
      pool = { ...command, numbers: player.numbersOf(command.numbers) };
      isLoaded = false;
    }
    if (command.kind !== "acquire" || pool === undefined) continue;
    const { callee, tags } = command;
    // The same draws for numbers that join, and then for the call.
    const seed = compared;
    const joining = seededRandom(seed);
    const select = () => {
      const random = seededRandom(seed);
      const { numbers, policy } = pool as PoolDefinition;
      const earlier = usage === undefined ? {} : { usage: throughJson(usage) };
      return selectCallerId({
        pool: numbers,
        policy,
        callee,
        tags,
        now,
        random,
        geography,
        extensions,
        ...earlier,
      });
    };
    let selected: ReturnType<typeof select>;
    try {
      selected = select();
    } catch {
      // A call that both reject; it changes nothing.
      continue;
    }
    if (!isLoaded) store.load(pool, { now, random: joining });
    isLoaded = true;
    const expected = store.acquire({ poolId: pool.poolId, callee, tags, now, random: joining });
    if (expected.ok) {
      for (const to of ["placed", "ended"] as const) store.settle({ leaseId: expected.lease.id, to, now });
    }
    usage = selected.usage;
    compared++;
    const { usage: _, ...choice } = selected;
    if (choice.ok && expected.ok) {
      const { call, ...rest } = choice;
      const { lease, ...wanted } = expected;
      expect(rest).toEqual(wanted);
      expect(call).toMatchObject({ sequence: lease.sequence, slug: lease.slug, at: lease.acquiredAt });
    } else expect(choice).toEqual(expected);
  }
  return compared;
}
