import type { Lease, PoolStore, Selection } from "../store.js";
import type { AgedNumber, Command, History } from "./history.js";
import { seededRandom } from "./seeded-random.js";

/** The first answers of two stores that are not the same. */
export class HistoryDifference extends Error {
  override readonly name = "HistoryDifference";
  /** Which step of the history, from 0; its length for the usage that is asked for at the end. */
  readonly step: number;
  readonly command: Command;
  /** As text, for stores may answer in objects of any kind. */
  readonly answer: string;
  readonly expected: string;

  constructor(step: number, command: Command, answer: string, expected: string) {
    super(
      `The stores differ at step ${step}, ${JSON.stringify(command)}.\nAnswer:   ${answer}\nExpected: ${expected}`,
    );
    this.step = step;
    this.command = command;
    this.answer = answer;
    this.expected = expected;
  }
}

/**
 * Drives a store and a reference through the same history; whatever they
 * answer must be the same: selections with their reasons, refusals, results of
 * settlements, reports of loads, usage, the draws asked for, and the codes of
 * errors. Ids of leases may differ.
 *
 * Both must be new, with `conformancePlaces` and `conformanceExtensions`.
 *
 * @throws HistoryDifference at the first difference.
 * @example
 * fc.assert(fc.asyncProperty(randomHistory(), async (history) => {
 *   await runDifferential(createStore(), createMemoryStore({ geography, extensions }), history);
 * }));
 */
export async function runDifferential(
  store: PoolStore,
  reference: PoolStore,
  history: History,
): Promise<void> {
  const first = new Runner(store, history.startAt);
  const second = new Runner(reference, history.startAt);
  const compare = async (step: number, afterMs: number, command: Command) => {
    const answer = await first.run(afterMs, command);
    const expected = await second.run(afterMs, command);
    if (answer !== expected) throw new HistoryDifference(step, command, answer, expected);
  };
  for (const [step, { afterMs, command }] of history.steps.entries()) await compare(step, afterMs, command);
  const poolIds = history.steps.flatMap(({ command }) => (command.kind === "load" ? [command.poolId] : []));
  for (const poolId of new Set(poolIds)) await compare(history.steps.length, 0, { kind: "usage", poolId });
}

/** Runs the commands of a history on one store. Answers are texts, equal when the answers are. */
class Runner {
  readonly #store: PoolStore;
  readonly #startAt: number;
  readonly #granted: Lease[] = [];
  #now: number;

  constructor(store: PoolStore, startAt: number) {
    this.#store = store;
    this.#startAt = startAt;
    this.#now = startAt;
  }

  async run(afterMs: number, command: Command): Promise<string> {
    this.#now += afterMs;
    let drawn = 0;
    const drawing = (random: () => number) => () => {
      drawn++;
      return random();
    };
    try {
      const answer = await this.#answer(command, drawing);
      return canonicalText({ answer, drawn });
    } catch (error) {
      // Only errors that a store means have a code; a bug of the store must be seen as itself.
      if (error instanceof Error && "code" in error) return canonicalText({ error: error.code, drawn });
      throw error;
    }
  }

  async #answer(command: Command, drawing: (random: () => number) => () => number): Promise<unknown> {
    const now = this.#now;
    const store = this.#store;
    switch (command.kind) {
      case "load": {
        const { poolId, policy, seed } = command;
        const numbers = command.numbers.map((number) => this.#dated(number));
        return store.load({ poolId, policy, numbers }, { now, random: drawing(seededRandom(seed)) });
      }
      case "acquire": {
        const { kind: _, draws, ...request } = command;
        let at = 0;
        const random = drawing(() => draws[at++ % draws.length] ?? 0);
        const selection = await store.acquire({ ...request, now, random });
        if (selection.ok) this.#granted.push(selection.lease);
        return withoutId(selection);
      }
      case "record": {
        const { kind: _, agoMs, ...call } = command;
        await store.record({ ...call, at: Math.max(0, now - agoMs), now });
        return undefined;
      }
      case "settle": {
        const { kind: _, back, ...settlement } = command;
        const leaseId = this.#granted.at(-1 - back)?.id ?? "no-such-lease";
        return store.settle({ ...settlement, leaseId, now });
      }
      case "flag": {
        const { slug, forMs } = command;
        return store.flag({ slug, until: typeof forMs === "number" ? now + forMs : forMs, now });
      }
      case "expire":
        return (await store.expire({ now })).map(({ id: _, ...lease }) => lease);
      case "usage":
        return store.usage(command.poolId, { now });
      default:
        return command satisfies never;
    }
  }

  #dated({ ageMs, ...number }: AgedNumber) {
    return ageMs === undefined ? number : { ...number, activeSince: this.#startAt - ageMs };
  }
}

function withoutId(selection: Selection): unknown {
  if (!selection.ok) return selection;
  const { id: _, ...lease } = selection.lease;
  return { ...selection, lease };
}

/** JSON with sorted keys; what is `undefined` is left out. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "number" && !Number.isFinite(part)) return String(part);
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
