import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { history, pool as poolArbitrary, type Step } from "../test/support/commands.js";
import { NOON } from "../test/support/numbers.js";
import { seededRandom } from "../test/support/random.js";
import { geography } from "./geo/index.js";
import { createMemoryStore } from "./memory-store.js";
import type { Grant, PoolDefinition, Selection } from "./store.js";

/** Plays a history on a fresh store with one pool, and looks at each answer. */
function play(
  first: PoolDefinition,
  steps: readonly Step[],
  onSelection: (selection: Selection, pool: PoolDefinition, step: Step, now: number) => void,
): void {
  const store = createMemoryStore({ geography });
  let pool: PoolDefinition = { ...first, poolId: "only" };
  const leases: string[] = [];
  let now = NOON;
  store.load(pool, { now });
  for (const step of steps) {
    now = Math.max(now, now + step.after);
    const { command } = step;
    switch (command.kind) {
      case "load":
        pool = { ...command.pool, poolId: "only" };
        store.load(pool, { now });
        break;
      case "acquire": {
        const selection = store.acquire({ ...command, poolId: "only", now, random: () => command.draw });
        if (selection.ok) leases.push(selection.lease.id);
        onSelection(selection, pool, step, now);
        break;
      }
      case "settle":
        store.settle({ leaseId: leases.at(-1 - command.back) ?? "", to: command.to, now });
        break;
      case "expire":
        store.expire({ now });
        break;
      case "record":
      case "usage":
        break;
      default:
        command satisfies never;
    }
  }
}

const onlyAcquires = history(80).map((steps) => steps.filter(({ command }) => command.kind === "acquire"));

describe("whatever happens", () => {
  it("a number stays within its daily limit in every 24 hours", () => {
    fc.assert(
      fc.property(poolArbitrary, onlyAcquires, (pool, steps) => {
        const grants: Grant[] = [];
        play(pool, steps, (selection) => {
          if (!selection.ok) return;
          grants.push(selection);
          const { lease, number } = selection;
          const own = number.limits?.maxCallsPerDay;
          const limit =
            (own === undefined ? pool.policy.limits.maxCallsPerDay : own) ?? Number.POSITIVE_INFINITY;
          const inDay = grants.filter(
            (other) =>
              other.lease.slug === lease.slug && other.lease.acquiredAt > lease.acquiredAt - 86_400_000,
          );
          expect(inDay.length).toBeLessThanOrEqual(limit);
        });
      }),
    );
  });

  it("a choice is in the pool and of the route's tags", () => {
    fc.assert(
      fc.property(poolArbitrary, history(80), (first, steps) => {
        play(first, steps, (selection, pool, { command }) => {
          if (!selection.ok || command.kind !== "acquire") return;
          expect(pool.numbers).toContain(selection.number);
          if (pool.policy.route.tags.length === 0) return;
          const [ofNumber, ofCall] = [selection.number.tags?.brand, command.tags.brand].map((value) =>
            [value ?? []].flat(),
          );
          const isShared = ofCall?.some((value) => ofNumber?.includes(value));
          expect(isShared || (ofCall?.length === 0 && ofNumber?.length === 0)).toBe(true);
        });
      }),
    );
  });

  it("a refusal with retryAt is right to the millisecond", () => {
    fc.assert(
      fc.property(poolArbitrary, onlyAcquires, fc.boolean(), (pool, steps, isEarly) => {
        let retryAt: number | undefined;
        let asked: Step | undefined;
        let at = NOON;
        const prefix: Step[] = [];
        play(pool, steps, (selection, _, step, now) => {
          if (retryAt !== undefined) return;
          prefix.push(step);
          if (selection.ok || selection.retryAt === undefined) return;
          retryAt = selection.retryAt;
          asked = step;
          at = now;
        });
        if (retryAt === undefined || asked === undefined) return;
        const again = { ...asked, after: retryAt - at - (isEarly ? 1 : 0) };
        let last: Selection | undefined;
        play(pool, [...prefix, again], (selection) => {
          last = selection;
        });
        expect(last?.ok).toBe(!isEarly);
      }),
      { numRuns: 300 },
    );
  });

  it("the order in which the pool lists its numbers does not matter", () => {
    fc.assert(
      fc.property(poolArbitrary, onlyAcquires, fc.integer(), (pool, steps, seed) => {
        const random = seededRandom(seed);
        const keyed = pool.numbers.map((number) => ({ number, key: random() }));
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ number }) => number);
        const picks: Selection[][] = [[], []];
        play(pool, steps, (selection) => picks[0]?.push(selection));
        play({ ...pool, numbers: shuffled }, steps, (selection) => picks[1]?.push(selection));
        expect(picks[1]).toEqual(picks[0]);
      }),
    );
  });

  it("loading the same pool again changes no pick", () => {
    fc.assert(
      fc.property(poolArbitrary, onlyAcquires, (pool, steps) => {
        const picks: Selection[][] = [[], []];
        play(pool, steps, (selection) => picks[0]?.push(selection));
        const reloading = steps.flatMap((step): Step[] => [
          { after: 0, command: { kind: "load", pool } },
          step,
        ]);
        play(pool, reloading, (selection) => picks[1]?.push(selection));
        expect(picks[1]).toEqual(picks[0]);
      }),
    );
  });
});
