import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { inTurn } from "../audit/reference.js";
import type { AcquireBegun, LogEntry, SettleBegun } from "../log/entries.js";
import type { JournaledStore } from "../store/journaled-store.js";
import type { Caller } from "./caller.js";

/** What a process needs to send verbs and to write them down. */
export interface Performance {
  readonly store: Pick<JournaledStore, "acquire" | "settle">;
  readonly caller: Caller;
  readonly write: (entry: LogEntry) => void;
  /** The machine's clock, microseconds. */
  readonly machine: () => number;
}

/**
 * Sends the caller's next verb and writes down that it is sent and what came of it.
 *
 * @returns Whether it was an acquire, and whether it was answered.
 */
export async function perform(
  { store, caller, write, machine }: Performance,
  id: string,
  now: number,
): Promise<{ readonly isAcquire: boolean; readonly isAnswered: boolean }> {
  const planned = caller.next(now);
  const begun = { ...planned, id, at: machine(), now };
  write(begun);
  try {
    write(
      begun.kind === "acquire"
        ? await acquire(store, caller, begun, machine)
        : await settle(store, begun, machine),
    );
    return { isAcquire: begun.kind === "acquire", isAnswered: true };
  } catch (error) {
    // Whatever is no trouble of the store's is a mistake, and ends the process.
    if (!isPoolStoreError(error)) throw error;
    const { code, applied, message } = error;
    write({ kind: "failed", id, at: machine(), code, applied, message });
    if (begun.kind === "settle") caller.again(begun);
    return { isAcquire: begun.kind === "acquire", isAnswered: false };
  }
}

async function acquire(
  store: Performance["store"],
  caller: Caller,
  { id, poolId, callee, now, holdMs, draws }: AcquireBegun,
  machine: () => number,
): Promise<LogEntry> {
  const selection = await store.acquire({ poolId, callee, now, holdMs, random: inTurn(draws) }, id);
  const at = machine();
  if (!selection.ok) {
    const { code, retryAt } = selection;
    return { kind: "refused", id, at, code, ...(retryAt === undefined ? {} : { retryAt }) };
  }
  caller.granted(selection.lease);
  return { kind: "granted", id, at, lease: selection.lease };
}

async function settle(
  store: Performance["store"],
  { id, leaseId, to, outcome, now }: SettleBegun,
  machine: () => number,
): Promise<LogEntry> {
  const settlement = { leaseId, to, now };
  const answer = await store.settle(outcome === undefined ? settlement : { ...settlement, outcome }, id);
  return { kind: "settled", id, at: machine(), ...answer };
}
