import type { AttachedPhoneNumber } from "@dialpool/core";
import { type Call, isEnded } from "@dialpool/core";
import { type CallOutcome, callOutcome, type E164, isE164, type Policy } from "@dialpool/pool-strategies";
import type { CommandContext } from "../command.js";
import { canonicalNumber } from "./canonical-number.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A day, and the slot of a quarter of an hour by which a call leaves the window late. */
const ROLLING_DAY_MS = 24.25 * HOUR_MS;
/** The longest day of a time zone, its clocks turned back, and a slot. */
const CALENDAR_DAY_MS = 28.25 * HOUR_MS;

/** A call that one of the pool's numbers carried. */
export interface RecentCall {
  readonly callId: string;
  readonly slug: string;
  readonly callee: E164;
  /** When it began, epoch milliseconds. */
  readonly at: number;
  /** How it ended; absent while it goes on. */
  readonly outcome?: CallOutcome;
}

/** Which calls are read. */
export interface CallWindow {
  /** Epoch milliseconds. */
  readonly from: number;
  /** Default: now. */
  readonly to?: number;
  /** Only calls with this person. */
  readonly callee?: E164;
}

/** How far back a policy's limits look, ms: a day at least. */
export function reachOf({ limits }: Policy): number {
  const day = limits.window === "rolling" ? ROLLING_DAY_MS : CALENDAR_DAY_MS;
  return Math.max(day, (limits.maxCallsPerCallee?.withinHours ?? 0) * HOUR_MS);
}

/** How far back a policy looks in all, ms: as far as its limits, or as its affinity remembers a callee's number. */
export function memoryReachOf(policy: Policy): number {
  const { mode, ttlDays } = policy.affinity;
  return Math.max(reachOf(policy), mode === "off" ? 0 : ttlDays * DAY_MS);
}

/**
 * Outbound calls of an agent that came from its numbers, the oldest first.
 *
 * The API lists calls by agent: what other agents placed from the same numbers
 * does not show.
 */
export async function readRecentCalls(
  { client, io }: Pick<CommandContext, "client" | "io">,
  agentId: string,
  numbers: readonly AttachedPhoneNumber[],
  { from, to, callee: wanted }: CallWindow,
): Promise<readonly RecentCall[]> {
  const slugOf = new Map(numbers.map(({ number, slug }) => [canonicalNumber(number), slug]));
  const now = io.now();
  const recent: RecentCall[] = [];
  const listing = client().calls.list(
    {
      model_id: agentId,
      from_date: Math.floor(from),
      ...(to === undefined ? {} : { to_date: Math.ceil(to) }),
      ...(wanted === undefined ? {} : { lead_phone_number: wanted }),
    },
    { signal: io.interrupted },
  );
  for await (const call of listing) {
    const at = startedAt(call);
    const slug = slugOf.get(canonicalNumber(call.phone_number_from || call.agent_phone_number || ""));
    const callee = canonicalNumber(call.phone_number_to || call.lead_phone_number || "");
    if (call.type_of_call === "inbound" || slug === undefined || at === undefined || !isE164(callee))
      continue;
    if (at < from || at >= (to ?? Number.POSITIVE_INFINITY)) continue;
    recent.push({
      callId: call.call_id,
      slug,
      callee,
      // Their clock may be ahead of ours; a call that has begun is not in the future.
      at: Math.min(at, now),
      ...(isEnded(call) ? { outcome: callOutcome(call) } : {}),
    });
  }
  return recent.sort((a, b) => a.at - b.at);
}

/** When a call began, epoch milliseconds; absent if its record does not say. */
export function startedAt({
  start_time,
  telephony_start,
}: Pick<Call, "start_time" | "telephony_start">): number | undefined {
  const at = start_time ? Number(start_time) : Date.parse(telephony_start ?? "");
  return Number.isFinite(at) ? at : undefined;
}
