import type { PoolStore } from "../store.js";
import type { Command, History, Step } from "./history.js";
import { HistoryPlayer, type Played } from "./history-player.js";

/** Characters of an answer that a message shows. */
const SHOWN = 4000;

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
    const begin = Math.max(0, firstDifference(answer, expected) - SHOWN / 2);
    const shown = (text: string) => text.slice(begin, begin + SHOWN);
    super(
      `The stores differ at step ${step}, ${JSON.stringify(command).slice(0, SHOWN)}.\nAnswer:   ${shown(answer)}\nExpected: ${shown(expected)}`,
    );
    this.step = step;
    this.command = command;
    this.answer = answer;
    this.expected = expected;
  }
}

/** How histories are played. */
export interface DifferentialOptions {
  /**
   * Acquires and settlements that are asked for before any of them is answered, for stores that do them in that order.
   * One that a store answers only when asked again comes after those behind it, as under rankings. Default 1.
   */
  readonly atOnce?: number;
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
  options: DifferentialOptions = {},
): Promise<void> {
  const first = new HistoryPlayer(store, history.startAt);
  const second = new HistoryPlayer(reference, history.startAt);
  await comparePlayers(first, second, history.steps, 0, poolIdsOf(history), options);
}

/** Pools that a history loads. */
export function poolIdsOf({ steps }: History): ReadonlySet<string> {
  return new Set(steps.flatMap(({ command }) => (command.kind === "load" ? [command.poolId] : [])));
}

/**
 * Plays the same steps on both, and asks for the usage of pools at the end.
 *
 * @param firstIndex Which step of the history the first of them is.
 * @throws HistoryDifference
 */
export async function comparePlayers(
  player: HistoryPlayer,
  reference: HistoryPlayer,
  steps: readonly Step[],
  firstIndex: number,
  poolIds: Iterable<string>,
  { atOnce = 1 }: DifferentialOptions = {},
): Promise<void> {
  const compare = async (index: number, together: readonly Step[]) => {
    const answers = await Promise.all(together.map((step) => player.play(step)));
    const expected = await Promise.all(together.map((step) => reference.play(step)));
    for (const [at, { command }] of together.entries()) {
      const [first, second] = [textOf(answers[at] as Played), textOf(expected[at] as Played)];
      if (first !== second) throw new HistoryDifference(index + at, command, first, second);
    }
  };
  for (let at = 0; at < steps.length; ) {
    const together = callsFrom(steps, at, atOnce);
    await compare(firstIndex + at, together);
    at += together.length;
  }
  const end = firstIndex + steps.length;
  for (const poolId of poolIds) await compare(end, [{ afterMs: 0, command: { kind: "usage", poolId } }]);
}

/** The step there, and the acquires and settlements that follow one, so many at most. */
function callsFrom(steps: readonly Step[], from: number, atMost: number): readonly Step[] {
  const isCall = (step: Step | undefined) =>
    step?.command.kind === "acquire" || step?.command.kind === "settle";
  let end = from + 1;
  while (end - from < atMost && isCall(steps[from]) && isCall(steps[end])) end++;
  return steps.slice(from, end);
}

/** What must be the same: JSON with sorted keys, without what is `undefined` and without ids of leases. */
function textOf({ answer, error, drawn }: Played): string {
  return JSON.stringify({ answer, error, drawn }, (key, part: unknown) => {
    if (key === "id") return undefined;
    if (typeof part === "number" && !Number.isFinite(part)) return String(part);
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
