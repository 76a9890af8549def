import type { CalleeRecord, RememberedCall } from "./callees.js";
import type { Namespace } from "./namespace.js";
import type { Pool } from "./pool.js";
import type { CalleeCall, CalleeUsage, NumberRecord, Usage } from "./usage.js";

/** All that is needed to go on with this one pool. Only when no lease is live. */
export function usageSnapshot(namespace: Namespace, pool: Pool): Usage {
  const { numbers, callees, now, sequence, countsCallees } = namespace;
  const carried: [string, NumberRecord][] = [];
  for (let id = 0; id < numbers.count; id++) {
    const record = numberRecordOf(namespace, id);
    if (record !== undefined) carried.push([numbers.slug(id), record]);
  }
  const remembered: [string, CalleeUsage][] = [];
  for (const record of callees.records())
    remembered.push([`+${record.callee}`, calleeUsageOf(namespace, record)]);
  return {
    version: 1,
    now,
    sequence,
    numbers: Object.fromEntries(carried),
    turns: pool.turns(),
    callees: Object.fromEntries(remembered),
    ...(countsCallees ? { countsCallees } : {}),
  };
}

/** Enters a usage into a namespace that knows nothing yet but its time and sequence. */
export function restoreUsage(namespace: Namespace, usage: Usage): void {
  for (const [slug, record] of Object.entries(usage.numbers)) restoreNumber(namespace, slug, record);
  for (const [callee, remembered] of Object.entries(usage.callees))
    restoreCallee(namespace, Number(callee.slice(1)), remembered);
  namespace.countsCallees = usage.countsCallees ?? false;
}

/** Enters what a number carried that is in no pool yet. */
export function restoreNumber(
  namespace: Namespace,
  slug: string,
  {
    day,
    hour,
    lastSequence,
    lastSelectedAt = Number.NaN,
    failuresInRow = 0,
    restingUntil = 0,
    quarantinedUntil = 0,
    blocks = [],
  }: NumberRecord,
): void {
  const { numbers } = namespace;
  const id = numbers.intern(slug);
  numbers.restore(id, day, hour, namespace.now);
  numbers.setLastSelection(id, lastSequence, lastSelectedAt);
  if (restingUntil > 0) namespace.beginRest(id, restingUntil);
  numbers.setFailuresInRow(id, failuresInRow);
  numbers.setBlocks(id, blocks);
  numbers.setQuarantinedUntil(id, quarantinedUntil ?? Number.POSITIVE_INFINITY);
}

/** Enters what is remembered of a callee of whom nothing is known, as the one written to last. */
export function restoreCallee(
  { callees, numbers }: Namespace,
  callee: number,
  { reached, answered, calls = [], used }: CalleeUsage,
): void {
  callees.touch(callee);
  for (const instant of calls) callees.addCall(callee, instant);
  if (used !== undefined)
    callees.setUsed(
      callee,
      used.slugs.map((slug) => numbers.intern(slug)),
      used.at,
    );
  for (const [kind, call] of [
    ["reached", reached],
    ["answered", answered],
  ] as const)
    if (call !== undefined) callees.remember(callee, kind, numbers.intern(call[0]), call[1], call[2]);
}

/** What a number carried; `undefined` when nothing is known of it. One outside all pools keeps its counts and loses its turn. */
export function numberRecordOf({ numbers, now }: Namespace, id: number): NumberRecord | undefined {
  const day = numbers.slotCounts(numbers.day, id, now);
  const isMember = numbers.poolSet(id) > 0;
  const lastSequence = isMember ? numbers.lastSequence(id) : 0;
  const lastSelectedAt = isMember ? numbers.lastSelectedAt(id) : Number.NaN;
  const failuresInRow = numbers.failuresInRow(id);
  const restingUntil = numbers.restingUntil(id);
  const quarantinedUntil = numbers.quarantinedUntil(id);
  const blocks = numbers.blocks(id);
  const isBlank =
    day.length + lastSequence + failuresInRow + blocks.length === 0 &&
    restingUntil <= now &&
    quarantinedUntil <= now;
  if (isBlank) return undefined;
  return {
    day,
    hour: numbers.slotCounts(numbers.hour, id, now),
    lastSequence,
    ...(Number.isNaN(lastSelectedAt) ? {} : { lastSelectedAt }),
    ...(failuresInRow > 0 ? { failuresInRow } : {}),
    ...(restingUntil > now ? { restingUntil } : {}),
    ...(quarantinedUntil > now
      ? { quarantinedUntil: quarantinedUntil === Number.POSITIVE_INFINITY ? null : quarantinedUntil }
      : {}),
    ...(blocks.length > 0 ? { blocks } : {}),
  };
}

/** What is remembered of a callee, with slugs for ids. */
export function calleeUsageOf(
  { numbers }: Namespace,
  { reached, answered, calls, used }: CalleeRecord,
): CalleeUsage {
  const callOf = ({ number, sequence, at }: RememberedCall): CalleeCall => [
    numbers.slug(number),
    sequence,
    at,
  ];
  return {
    ...(reached === undefined ? {} : { reached: callOf(reached) }),
    ...(answered === undefined ? {} : { answered: callOf(answered) }),
    ...(calls.length === 0 ? {} : { calls }),
    ...(used === undefined
      ? {}
      : { used: { slugs: used.numbers.map((id) => numbers.slug(id)), at: used.at } }),
  };
}
