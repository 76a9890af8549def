import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HistoryPlayer, type Played } from "../src/conformance/history-player.js";
import { seededRandom } from "../src/conformance/seeded-random.js";
import {
  conformanceExtensions as extensions,
  conformancePlaces as geography,
  type History,
  randomHistory,
  type Step,
} from "../src/conformance.js";
import { createMemoryStore } from "../src/index.js";
import type { PoolStore, Selection } from "../src/store.js";
import { Auditor } from "./support/auditor.js";
import { NaiveStore } from "./support/model/naive-store.js";

/** The model is slow, and equal to the memory store besides. */
const STORES: readonly (readonly [name: string, numRuns: number, createStore: () => PoolStore])[] = [
  ["the memory store", 200, () => createMemoryStore({ geography, extensions })],
  ["the model", 100, () => new NaiveStore({ geography, extensions })],
];

async function play(store: PoolStore, { startAt, steps }: History): Promise<readonly Played[]> {
  const player = new HistoryPlayer(store, startAt);
  const played: Played[] = [];
  for (const step of steps) played.push(await player.play(step));
  return played;
}

/** The first refusal that says when to come back, as a step of the history. */
function firstRefusal(
  played: readonly Played[],
): { readonly index: number; readonly retryAt: number; readonly code: string } | undefined {
  for (const [index, { command, answer }] of played.entries()) {
    if (command.kind !== "acquire" || answer === undefined) continue;
    const selection = answer as Selection;
    if (!selection.ok && selection.retryAt !== undefined)
      return { index, retryAt: selection.retryAt, code: selection.code };
  }
  return undefined;
}

describe.each(STORES)("whatever happens, %s", (_, numRuns, createStore) => {
  it("breaks no limit, unless overflow was chosen", async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory(), async ({ startAt, steps }) => {
        const player = new HistoryPlayer(createStore(), startAt);
        const auditor = new Auditor();
        for (const step of steps) expect(auditor.watch(player, await player.play(step))).toEqual([]);
      }),
      { numRuns },
    );
  }, 120_000);

  it("says to the millisecond when to come back: a moment earlier it refuses, then it does not for that reason", async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(randomHistory(), async ({ startAt, steps }) => {
        const played = await play(createStore(), { startAt, steps });
        const refusal = firstRefusal(played);
        if (refusal === undefined) return;
        seen++;
        const { index, retryAt, code } = refusal;
        const asked = steps[index] as Step;
        const before = index === 0 ? startAt : (played[index - 1] as Played).now;
        const askAt = async (instant: number): Promise<Selection> => {
          const again = { ...asked, afterMs: instant - before };
          const last = (await play(createStore(), { startAt, steps: [...steps.slice(0, index), again] })).at(
            -1,
          );
          return last?.answer as Selection;
        };
        expect((await askAt(retryAt - 1)).ok).toBe(false);
        const later = await askAt(retryAt);
        expect(later.ok ? "granted" : later.code).not.toBe(code);
      }),
      { numRuns },
    );
    // Else the law has said nothing.
    expect(seen).toBeGreaterThan(0);
  }, 120_000);

  it("chooses the same in whatever order the pool lists its numbers", async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory({ maxSteps: 30 }), fc.nat(), async ({ startAt, steps }, seed) => {
        const random = seededRandom(seed);
        const shuffled = steps.map(({ afterMs, command }): Step => {
          if (command.kind !== "load") return { afterMs, command };
          const keyed = command.numbers.map((number) => ({ number, key: random() }));
          const numbers = keyed.sort((a, b) => a.key - b.key).map(({ number }) => number);
          return { afterMs, command: { ...command, numbers } };
        });
        const answersOf = async (each: readonly Step[]) =>
          (await play(createStore(), { startAt, steps: each })).map(({ answer }) => answer);
        expect(await answersOf(shuffled)).toEqual(await answersOf(steps));
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    );
  }, 120_000);

  it("goes on as before when the same pools are loaded again", async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory({ maxSteps: 30 }), async ({ startAt, steps }) => {
        // What is rejected does not move the clock, which the loads put before it would.
        const tried = await play(createStore(), { startAt, steps });
        const accepted = steps.map(
          (step, index): Step =>
            tried[index]?.error === undefined ? step : { afterMs: step.afterMs, command: { kind: "expire" } },
        );
        const loaded = new Map<string, Step>();
        const reloading = accepted.flatMap((step): readonly Step[] => {
          if (step.command.kind === "load") {
            loaded.set(step.command.poolId, { afterMs: 0, command: step.command });
            return [step];
          }
          return [...loaded.values(), step];
        });
        const answersOf = (played: readonly Played[]) =>
          played.filter(({ command }) => command.kind !== "load").map(({ answer }) => answer);
        const plain = await play(createStore(), { startAt, steps: accepted });
        const reloaded = await play(createStore(), { startAt, steps: reloading });
        expect(answersOf(reloaded)).toEqual(answersOf(plain));
      }),
      { numRuns: Math.ceil(numRuns / 8) },
    );
  }, 120_000);
});
