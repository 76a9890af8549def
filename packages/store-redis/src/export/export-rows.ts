import type { E164 } from "@dialpool/pool-strategies";
import {
  type CalleeRecord,
  type CarriedRecord,
  type LeaseRecord,
  LINK_STEPS,
  type SlotCount,
  slugOfKey,
} from "@dialpool/pool-strategies/store-kit";

// Rows that the scripts answer, as records of an export.

/** When leases and callees' calls leave the day. */
const DAY_SLOT_MS = 900_000;
const DAY_WINDOW = 97;

/** Numbers that were joined by commas. */
export function numbersOf(text: string): readonly number[] {
  return text === "" ? [] : text.split(",").map(Number);
}

function slotsOf(text: string, after: number): readonly SlotCount[] {
  const flat = numbersOf(text);
  const counts: SlotCount[] = [];
  for (let at = 0; at < flat.length; at += 3)
    if ((flat[at] as number) > after) counts.push([flat[at] as number, flat[at + 1] as number]);
  return counts;
}

/** `undefined` for a number of which nothing is known. */
export function carriedOf(row: readonly string[], now: number): CarriedRecord | undefined {
  const [key = "", lastSequence, lastAt, failures, resting, quarantined, blocks = "", day = "", hour = ""] =
    row;
  const restingUntil = Number(resting);
  const quarantinedUntil = quarantined === "inf" ? null : Number(quarantined);
  const failuresInRow = Number(failures);
  const isQuarantined = quarantinedUntil === null || quarantinedUntil > now;
  const days = slotsOf(day, Math.floor(now / DAY_SLOT_MS) - 113);
  const instants = numbersOf(blocks);
  const isBlank = days.length + Number(lastSequence) + failuresInRow + instants.length === 0;
  if (isBlank && restingUntil <= now && !isQuarantined) return undefined;
  return {
    kind: "number",
    slug: slugOfKey(key),
    day: days,
    hour: slotsOf(hour, Math.floor(now / 60_000) - 61),
    lastSequence: Number(lastSequence),
    ...(Number(lastAt) < 0 ? {} : { lastSelectedAt: Number(lastAt) }),
    ...(failuresInRow > 0 ? { failuresInRow } : {}),
    ...(restingUntil > now ? { restingUntil } : {}),
    ...(isQuarantined ? { quarantinedUntil } : {}),
    ...(instants.length > 0 ? { blocks: instants } : {}),
  };
}

export function leaseOf(row: readonly (string | number | null)[]): LeaseRecord {
  const [id, state, poolId, key, digits, acquired, hold, live, step] = row;
  const sequence = Number(id);
  const acquiredAt = Number(acquired);
  const forgetAt = (Math.floor(acquiredAt / DAY_SLOT_MS) + DAY_WINDOW) * DAY_SLOT_MS;
  const base = { kind: "lease", id: `lease-${sequence}`, sequence, forgetAt } as const;
  const isKnown = typeof key === "string";
  const known = isKnown
    ? { poolId: String(poolId), slug: slugOfKey(key), callee: `+${digits}` as E164, acquiredAt }
    : undefined;
  if (state === "ended" || state === "released") return { ...base, state, ...known };
  return {
    ...base,
    ...known,
    state,
    holdUntil: Number(hold),
    liveUntil: Number(live),
    ...(Number(step) > 0 ? { step: LINK_STEPS[Number(step) - 1] } : {}),
  } as LeaseRecord;
}

export function calleeOf(row: readonly (string | null)[]): CalleeRecord {
  const [
    digits,
    reached,
    reachedSequence,
    reachedAt,
    answered,
    answeredSequence,
    answeredAt,
    calls,
    usedAt,
    ...used
  ] = row;
  const instants = numbersOf(calls ?? "");
  return {
    kind: "callee",
    callee: `+${digits}` as E164,
    ...(reached === null || reached === undefined
      ? {}
      : { reached: [slugOfKey(reached), Number(reachedSequence), Number(reachedAt)] as const }),
    ...(answered === null || answered === undefined
      ? {}
      : { answered: [slugOfKey(answered), Number(answeredSequence), Number(answeredAt)] as const }),
    ...(instants.length > 0 ? { calls: instants } : {}),
    ...(used.length > 0
      ? { used: { slugs: used.map((key) => slugOfKey(key as string)), at: Number(usedAt) } }
      : {}),
  };
}
