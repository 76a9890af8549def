import { MAX_CALLS, MAX_USED } from "../callees.js";
import { MAX_BLOCKS } from "../limits/outcomes.js";
import type { CalleeCall, SlotCount } from "../usage.js";
import { MAX_HOLD_MS, MIN_HOLD_MS } from "../verb-input.js";
import type { CalleeRecord, CarriedRecord, LeaseRecord, NamespaceHeader } from "./namespace-record.js";

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const DAY_MS = 96 * QUARTER_MS;

// What is wrong with the values of a record whose shape is right, as a sentence; `undefined` when nothing is.

export function faultOfNumber(
  { day, hour, lastSequence, lastSelectedAt, blocks = [] }: CarriedRecord,
  { now, sequence }: NamespaceHeader,
  isMember: boolean,
): string | undefined {
  if (!areSlots(day, Math.floor(now / QUARTER_MS)))
    return "day: Slots must rise up to that of the header's `now`, each with a call at least.";
  if (!areSlots(hour, Math.floor(now / MINUTE_MS)))
    return "hour: Slots must rise up to that of the header's `now`, each with a call at least.";
  if (lastSequence > sequence) return "lastSequence: It is above the header's `sequence`.";
  if (lastSequence > 0 && !isMember) return "lastSequence: It must be 0, for the number is in no pool.";
  if (lastSequence > 0 !== (lastSelectedAt !== undefined))
    return "lastSelectedAt: It must be there exactly when `lastSequence` is above 0.";
  if (lastSelectedAt !== undefined && lastSelectedAt > now)
    return "lastSelectedAt: It is later than the header's `now`.";
  if (!areInstants(blocks, now, MAX_BLOCKS))
    return `blocks: There may be ${MAX_BLOCKS}, rising up to the header's \`now\`.`;
  return undefined;
}

/** @param before The lease before it. */
export function faultOfLease(
  lease: LeaseRecord,
  { now, sequence, maxCallMs }: NamespaceHeader,
  before: LeaseRecord | undefined,
  isPool: (poolId: string) => boolean,
): string | undefined {
  const { forgetAt } = lease;
  if (lease.sequence > sequence) return "sequence: It is above the header's `sequence`.";
  if (lease.sequence <= (before?.sequence ?? 0))
    return "sequence: It must be above 0, and above that of the lease before.";
  if (lease.id !== `lease-${lease.sequence}`) return `id: It must be lease-${lease.sequence}.`;
  if (forgetAt % QUARTER_MS !== 0 || forgetAt > forgetAtOf(now) || forgetAt < (before?.forgetAt ?? 0))
    return "forgetAt: It must be the end of a slot of 15 minutes and 24 hours, and rise from lease to lease.";
  if (!("holdUntil" in lease)) return undefined;
  const { acquiredAt, holdUntil, liveUntil } = lease;
  const holdMs = Math.round(holdUntil - acquiredAt);
  if (!isPool(lease.poolId)) return "poolId: There is no such pool.";
  if (acquiredAt > now || forgetAt !== forgetAtOf(acquiredAt))
    return "acquiredAt: It must be in the slot that `forgetAt` tells, and no later than the header's `now`.";
  if (holdMs < MIN_HOLD_MS || holdMs > MAX_HOLD_MS || holdUntil !== acquiredAt + holdMs)
    return `holdUntil: It must be ${MIN_HOLD_MS} to ${MAX_HOLD_MS} ms after \`acquiredAt\`.`;
  if (liveUntil !== acquiredAt + Math.max(holdMs, maxCallMs))
    return "liveUntil: It must be `acquiredAt` and the longer of `maxCallMs` and the time that the lease may be held.";
  return undefined;
}

export function faultOfCallee(
  { reached, answered, calls = [], used }: CalleeRecord,
  { now, sequence }: NamespaceHeader,
): string | undefined {
  const isCall = (call: CalleeCall | undefined) =>
    call === undefined || (call[1] > 0 && call[1] <= sequence && call[2] <= now);
  if (!isCall(reached)) return "reached: Its sequence or its instant is above the header's.";
  if (!isCall(answered)) return "answered: Its sequence or its instant is above the header's.";
  if (!areInstants(calls, now, MAX_CALLS))
    return `calls: There may be ${MAX_CALLS}, rising up to the header's \`now\`.`;
  if (used === undefined) return undefined;
  const { slugs, at } = used;
  if (slugs.length === 0 || slugs.length > MAX_USED || new Set(slugs).size < slugs.length || at > now)
    return `used: There may be 1 to ${MAX_USED} slugs, none twice, and an instant up to the header's \`now\`.`;
  return undefined;
}

/** When a lease is forgotten that was acquired at an instant. */
function forgetAtOf(acquiredAt: number): number {
  return (Math.floor(acquiredAt / QUARTER_MS) + 1) * QUARTER_MS + DAY_MS;
}

function areSlots(counts: readonly SlotCount[], latest: number): boolean {
  let before = -1;
  for (const [slot, calls] of counts) {
    if (slot <= before || slot > latest || calls === 0) return false;
    before = slot;
  }
  return true;
}

function areInstants(instants: readonly number[], now: number, max: number): boolean {
  if (instants.length > max) return false;
  return instants.every(
    (instant, at) => instant <= now && (at === 0 || instant >= (instants[at - 1] as number)),
  );
}
