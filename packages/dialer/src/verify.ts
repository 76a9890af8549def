import { type Call, isSameNumber } from "@dialpool/core";
import type { Attempt } from "./journal.js";
import { EARLY_MS } from "./match-records.js";
import type { ResolvedDialerOptions } from "./options.js";

/** Attempts that are read at once. */
const PAGE = 1000;

/** How a placed attempt compares with the vendor's record of its call. */
export interface VerifiedAttempt {
  readonly attemptId: string;
  readonly callId: string;
  readonly verdict: "match" | "different" | "no_record";
  /** What was asked for, and what the record shows. Only when they differ. */
  readonly differences?: readonly {
    readonly field: "callerId" | "callee";
    readonly asked: string;
    readonly shown: string;
  }[];
}

/** What comparing attempts with call records found. */
export interface Verification {
  readonly matches: number;
  readonly different: readonly VerifiedAttempt[];
  /** No record yet: it may still show up. */
  readonly withoutRecord: readonly VerifiedAttempt[];
  /** Outbound calls that the vendor has in that time and this journal has not. */
  readonly unknownCalls: readonly { readonly callId: string; readonly agentId: string }[];
}

/** Compares every placed attempt with the vendor's record: its caller ID, its callee. */
export async function verify(
  { client, journal }: Pick<ResolvedDialerOptions, "client" | "journal">,
  query: { readonly campaignId?: string },
  signal?: AbortSignal,
): Promise<Verification> {
  const attempts = new Map<string, Attempt>();
  const since = new Map<string, number>();
  for (let after: string | undefined; ; ) {
    const page = await journal.attempts({ ...query, limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const attempt of page) {
      if (attempt.callId === undefined) continue;
      attempts.set(attempt.callId, attempt);
      since.set(
        attempt.agentId,
        Math.min(since.get(attempt.agentId) ?? Number.POSITIVE_INFINITY, attempt.intendedAt),
      );
    }
    after = page.at(-1)?.id;
    if (page.length < PAGE) break;
  }
  let matches = 0;
  const different: VerifiedAttempt[] = [];
  const unknownCalls: { callId: string; agentId: string }[] = [];
  for (const [agentId, from] of since) {
    const params = { model_id: agentId, from_date: Math.max(0, Math.floor(from - EARLY_MS)), limit: 100 };
    for await (const record of client.calls.list(params, signal === undefined ? {} : { signal })) {
      const attempt = attempts.get(record.call_id);
      if (attempt === undefined) {
        const isOurs =
          record.type_of_call === "inbound" || (await journal.attemptOfCall(record.call_id)) !== undefined;
        if (!isOurs) unknownCalls.push({ callId: record.call_id, agentId });
        continue;
      }
      attempts.delete(record.call_id);
      const differences = differencesOf(attempt, record);
      if (differences.length === 0) matches++;
      else
        different.push({ attemptId: attempt.id, callId: record.call_id, verdict: "different", differences });
    }
  }
  const withoutRecord = [...attempts].map(
    ([callId, { id: attemptId }]): VerifiedAttempt => ({ attemptId, callId, verdict: "no_record" }),
  );
  return { matches, different, withoutRecord, unknownCalls };
}

function differencesOf(attempt: Attempt, record: Call): NonNullable<VerifiedAttempt["differences"]> {
  const shownCallerId = record.phone_number_from || record.agent_phone_number || "";
  const shownCallee = record.phone_number_to || record.lead_phone_number || "";
  return [
    ...(isSameNumber(shownCallerId, attempt.callerId)
      ? []
      : [{ field: "callerId" as const, asked: attempt.callerId, shown: shownCallerId }]),
    ...(isSameNumber(shownCallee, attempt.callee)
      ? []
      : [{ field: "callee" as const, asked: attempt.callee, shown: shownCallee }]),
  ];
}
