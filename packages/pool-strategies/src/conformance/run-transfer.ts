import type { PoolStore } from "../store.js";
import { exportNamespace } from "../transfer/transfer-namespace.js";
import type { History } from "./history.js";
import { HistoryPlayer } from "./history-player.js";
import { normalFormOf } from "./normal-form.js";
import { comparePlayers, poolIdsOf } from "./run-differential.js";

/** Takes over what one store keeps into another. */
export type Transfer = (from: PoolStore, to: PoolStore) => Promise<void>;

/** Two stores that answered the same do not keep the same. */
export class StateDifference extends Error {
  override readonly name = "StateDifference";

  constructor(when: string, state: readonly string[], expected: readonly string[]) {
    const surplus = without(state, new Set(expected));
    const missing = without(expected, new Set(state));
    const differing = surplus.length + missing.length > 0 ? "" : " The order of leases or callees differs.";
    super(
      `The stores keep different states ${when}.${differing}\nThis one has:\n${surplus.join("\n")}\nExpected:\n${missing.join("\n")}`,
    );
  }
}

/**
 * Plays a history on one store, has another take over in the middle of it, and plays the rest on both:
 * whatever they answer must be the same, ids of leases included that were granted before, and so must what they export,
 * right after the transfer and at the end.
 *
 * Both must be new, with `conformancePlaces` and `conformanceExtensions`, and `maxCallMs` alike.
 *
 * @param stepsBefore How many steps come before the transfer.
 * @param options `comparesStates: false` leaves the exports out, which takes long where they are large.
 * @throws HistoryDifference or StateDifference at the first difference.
 */
export async function runTransfer(
  from: PoolStore,
  to: PoolStore,
  history: History,
  stepsBefore: number,
  transfer: Transfer,
  { comparesStates = true }: { readonly comparesStates?: boolean } = {},
): Promise<void> {
  const first = new HistoryPlayer(from, history.startAt);
  for (const step of history.steps.slice(0, stepsBefore)) await first.play(step);
  await transfer(from, to);
  if (comparesStates) await compareStates(to, from, "after the transfer");
  const second = first.takenOverBy(to);
  await comparePlayers(second, first, history.steps.slice(stepsBefore), stepsBefore, poolIdsOf(history));
  if (comparesStates) await compareStates(to, from, "at the end");
}

async function compareStates(store: PoolStore, reference: PoolStore, when: string): Promise<void> {
  const state = await normalFormOf(exportNamespace(store));
  const expected = await normalFormOf(exportNamespace(reference));
  if (state.length !== expected.length || state.some((line, at) => line !== expected[at]))
    throw new StateDifference(when, state, expected);
}

/** The first few of the lines that are not among others. */
function without(lines: readonly string[], others: ReadonlySet<string>): readonly string[] {
  return lines.filter((line) => !others.has(line)).slice(0, 5);
}
