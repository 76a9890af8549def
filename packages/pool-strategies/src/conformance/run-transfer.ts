import type { PoolStore } from "../store.js";
import type { History } from "./history.js";
import { HistoryPlayer } from "./history-player.js";
import { comparePlayers, poolIdsOf } from "./run-differential.js";

/** Takes over what one store keeps into another. */
export type Transfer = (from: PoolStore, to: PoolStore) => Promise<void>;

/**
 * Plays a history on one store, has another take over in the middle of it, and plays the rest on both:
 * whatever they answer must be the same, ids of leases included that were granted before.
 *
 * Both must be new, with `conformancePlaces` and `conformanceExtensions`, and `maxCallMs` alike.
 *
 * @param stepsBefore How many steps come before the transfer.
 * @throws HistoryDifference at the first difference.
 */
export async function runTransfer(
  from: PoolStore,
  to: PoolStore,
  history: History,
  stepsBefore: number,
  transfer: Transfer,
): Promise<void> {
  const first = new HistoryPlayer(from, history.startAt);
  for (const step of history.steps.slice(0, stepsBefore)) await first.play(step);
  await transfer(from, to);
  const second = first.takenOverBy(to);
  await comparePlayers(second, first, history.steps.slice(stepsBefore), stepsBefore, poolIdsOf(history));
}
