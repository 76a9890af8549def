import type { NamespaceHeader, NamespaceRecord } from "../store-kit/namespace-record.js";
import type { SlotCount } from "../usage.js";

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
/** Slots that are kept of the day's calls, and of the hour's. */
const DAY_SLOTS = 113;
const HOUR_SLOTS = 61;

/**
 * An export as lines that are the same for equal states, whichever store it came from: records sorted where their order
 * says nothing, and without what a store may keep or leave out.
 */
export async function normalFormOf(records: AsyncIterable<NamespaceRecord>): Promise<readonly string[]> {
  const lines: string[] = [];
  const sorted: string[] = [];
  let header: NamespaceHeader | undefined;
  for await (const record of records) {
    if (record.kind === "namespace") header = record;
    const normal = normalOf(record, header?.now ?? 0);
    if (normal === undefined) continue;
    const hasPlace = ["namespace", "lease", "callee"].includes(record.kind);
    (hasPlace ? lines : sorted).push(JSON.stringify(normal, withSortedKeys));
  }
  return [...lines, ...sorted.sort()];
}

function normalOf(record: NamespaceRecord, now: number): unknown {
  if (record.kind === "end") return undefined;
  if (record.kind === "lease" && !("holdUntil" in record)) {
    const { id, sequence, state, forgetAt } = record;
    return forgetAt > now ? { kind: "lease", id, sequence, state, forgetAt } : undefined;
  }
  if (record.kind !== "number") return record;
  const { restingUntil, quarantinedUntil, failuresInRow, blocks, lastSelectedAt, ...rest } = record;
  const day = latestOf(record.day, Math.floor(now / QUARTER_MS) - DAY_SLOTS);
  const hour = latestOf(record.hour, Math.floor(now / MINUTE_MS) - HOUR_SLOTS);
  const health = {
    ...(restingUntil !== undefined && restingUntil > now ? { restingUntil } : {}),
    ...(quarantinedUntil === null || (quarantinedUntil ?? 0) > now ? { quarantinedUntil } : {}),
    ...((failuresInRow ?? 0) > 0 ? { failuresInRow } : {}),
    ...((blocks ?? []).length > 0 ? { blocks } : {}),
    ...(lastSelectedAt === undefined ? {} : { lastSelectedAt }),
  };
  const isBlank = day.length === 0 && rest.lastSequence === 0 && Object.keys(health).length === 0;
  return isBlank ? undefined : { ...rest, day, hour, ...health };
}

function latestOf(counts: readonly SlotCount[], after: number): readonly SlotCount[] {
  return counts.filter(([slot]) => slot > after);
}

function withSortedKeys(_: string, part: unknown): unknown {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}
