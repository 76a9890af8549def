import type { AttachedPhoneNumber } from "@dialpool/core";
import { type Call, callStatus } from "@dialpool/core";
import { type E164, isE164 } from "@dialpool/pool-strategies";
import type { CommandContext } from "../command.js";
import { canonicalNumber } from "./canonical-number.js";

/** A day, and the slot of a quarter of an hour by which a call leaves the window late. */
export const HISTORY_MS = (24 * 60 + 15) * 60_000;

/** A call that one of the pool's numbers carried. */
export interface RecentCall {
  readonly callId: string;
  readonly slug: string;
  readonly callee: E164;
  /** When it began, epoch milliseconds. */
  readonly at: number;
  readonly status: string | undefined;
}

/**
 * Outbound calls of an agent in the last 24 h 15 min that came from its
 * numbers, the oldest first.
 *
 * The API lists calls by agent: what other agents placed from the same numbers
 * does not show.
 */
export async function readRecentCalls(
  { client, io }: Pick<CommandContext, "client" | "io">,
  agentId: string,
  numbers: readonly AttachedPhoneNumber[],
): Promise<readonly RecentCall[]> {
  const slugOf = new Map(numbers.map(({ number, slug }) => [canonicalNumber(number), slug]));
  const now = io.now();
  const since = now - HISTORY_MS;
  const recent: RecentCall[] = [];
  const listing = client().calls.list({ model_id: agentId, from_date: since }, { signal: io.interrupted });
  for await (const call of listing) {
    const at = startedAt(call);
    const slug = slugOf.get(canonicalNumber(call.phone_number_from || call.agent_phone_number || ""));
    const callee = canonicalNumber(call.phone_number_to || call.lead_phone_number || "");
    if (
      call.type_of_call === "inbound" ||
      slug === undefined ||
      at === undefined ||
      at < since ||
      !isE164(callee)
    )
      continue;
    // Their clock may be ahead of ours; a call that has begun is not in the future.
    recent.push({ callId: call.call_id, slug, callee, at: Math.min(at, now), status: callStatus(call) });
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
