import type { AttachedPhoneNumber, Call } from "@dialpool/core";
import type { E164, EarlierCall } from "@dialpool/pool-strategies";
import { callRecordReader } from "@dialpool/pool-strategies/transfer";
import type { CommandContext } from "../command.js";

/** Which calls are read. */
export interface CallWindow {
  /** Epoch milliseconds. */
  readonly from: number;
  /** Default: now. */
  readonly to?: number;
  /** Only calls with this person. */
  readonly callee?: E164;
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
): Promise<readonly EarlierCall[]> {
  const read = callRecordReader(numbers);
  const now = io.now();
  const recent: EarlierCall[] = [];
  const listing = client().calls.list(
    {
      model_id: agentId,
      from_date: Math.floor(from),
      ...(to === undefined ? {} : { to_date: Math.ceil(to) }),
      ...(wanted === undefined ? {} : { lead_phone_number: wanted }),
    },
    { signal: io.interrupted },
  );
  for await (const record of listing) {
    const reading = read(record);
    if (!reading.ok) continue;
    const { call } = reading;
    if (call.at < from || call.at >= (to ?? Number.POSITIVE_INFINITY)) continue;
    // Their clock may be ahead of ours; a call that has begun is not in the future.
    recent.push({ ...call, at: Math.min(call.at, now) });
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
