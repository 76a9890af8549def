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

/** What came of a verb. */
export interface Performed {
  readonly verb: "acquire" | "settle";
  /** Code of the store's error; absent when the verb was answered. */
  readonly failed?: string;
}

/** Sends the caller's next verb, and writes down that it is sent and what came of it. */
export async function perform(
  { store, caller, write, machine }: Performance,
  id: string,
  now: number,
): Promise<Performed> {
  const begun = { ...caller.next(now), id, at: machine(), now };
  const verb = begun.kind;
  write(begun);
  try {
    const answer =
      begun.kind === "acquire"
        ? await acquire(store, caller, begun, machine)
        : await settle(store, begun, machine);
    write(answer);
    return { verb };
  } catch (error) {
    // Whatever is no trouble of the store's is a mistake, and ends the process.
    if (!isPoolStoreError(error)) throw error;
    const { code, applied, message } = error;
    write({ kind: "failed", id, at: machine(), code, applied, message });
    if (begun.kind === "settle") caller.again(begun);
    return { verb, failed: code };
  }
}

async function acquire(
  store: Performance["store"],
  caller: Caller,
  { id, poolId, callee, tags = {}, now, holdMs, draws }: AcquireBegun,
  machine: () => number,
): Promise<LogEntry> {
  const selection = await store.acquire({ poolId, callee, tags, now, holdMs, random: inTurn(draws) }, id);
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
