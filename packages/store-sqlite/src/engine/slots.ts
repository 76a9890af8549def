import type { SlotCount } from "@dialpool/pool-strategies/store-kit";

/** How calls are counted by slots of one length. */
export interface SlotRule {
  readonly slotMs: number;
  /** Slots of the rolling window: those of its length, and the one that is filling. */
  readonly window: number;
  /** Slots that are kept. */
  readonly length: number;
}

/** 15-minute slots for days: the rolling 24 hours, and 28 hours for days of a calendar. */
export const QUARTERS: SlotRule = { slotMs: 900_000, window: 97, length: 113 };
/** 1-minute slots for the rolling hour. */
export const MINUTES: SlotRule = { slotMs: 60_000, window: 61, length: 61 };

export function slotOf({ slotMs }: SlotRule, instant: number): number {
  return Math.floor(instant / slotMs);
}

/** The instant from which a call made in the slot no longer counts in the rolling window. */
export function leavesAt({ slotMs, window }: SlotRule, slot: number): number {
  return (slot + window) * slotMs;
}

/** Calls in a slot and all later ones. */
export function callsFrom(counts: readonly SlotCount[], first: number): number {
  let calls = 0;
  for (let at = counts.length - 1; at >= 0; at--) {
    const [slot, each] = counts[at] as SlotCount;
    if (slot < first) break;
    calls += each;
  }
  return calls;
}

/** Calls in the rolling window. */
export function rollingCalls(rule: SlotRule, counts: readonly SlotCount[], now: number): number {
  return callsFrom(counts, slotOf(rule, now) - rule.window + 1);
}

/** The first slot that still counts in the rolling window; `undefined` when no call does. */
export function firstCounting(rule: SlotRule, counts: readonly SlotCount[], now: number): number | undefined {
  const first = slotOf(rule, now) - rule.window + 1;
  return counts.find(([slot]) => slot >= first)?.[0];
}

/** Those that are still kept at `now`. */
export function keptCounts(rule: SlotRule, counts: readonly SlotCount[], now: number): readonly SlotCount[] {
  const oldest = slotOf(rule, now) - rule.length + 1;
  const [first] = counts;
  return first === undefined || first[0] >= oldest ? counts : counts.filter(([slot]) => slot >= oldest);
}

/** The counts with a call entered at an instant, or taken out again, as long as its slot is kept. */
export function withCall(
  rule: SlotRule,
  counts: readonly SlotCount[],
  instant: number,
  by: 1 | -1,
  now: number,
): readonly SlotCount[] {
  const slot = slotOf(rule, instant);
  const kept = keptCounts(rule, counts, now);
  if (slot <= slotOf(rule, now) - rule.length) return kept;
  const changed = [...kept];
  let at = changed.length;
  while (at > 0 && (changed[at - 1] as SlotCount)[0] > slot) at--;
  const before = changed[at - 1];
  if (before?.[0] === slot) {
    if (before[1] + by > 0) changed[at - 1] = [slot, before[1] + by];
    else changed.splice(at - 1, 1);
  } else if (by > 0) changed.splice(at, 0, [slot, 1]);
  return changed;
}
