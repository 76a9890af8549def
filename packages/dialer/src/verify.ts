import { type Call, isSameNumber } from "@dialpool/core";
import type { Attempt } from "./journal.js";
import { CLOCKS_DIFFER_MS, LostAttempts, startOf } from "./lost-attempts.js";
import type { ResolvedDialerOptions } from "./options.js";

/** How far the vendor's clock is expected to be off at most, ms. */
const NEAR_MS = 10_000;
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
  /** No record yet, or one that does not say yet who called whom: it may still show up. */
  readonly withoutRecord: readonly VerifiedAttempt[];
  /**
   * Outbound calls that the vendor has of the time in which the agent's attempts were made, and that are no attempt's of this journal. One that
   * may be of an attempt whose outcome is unknown is not among them: reading the records decides it.
   */
  readonly unknownCalls: readonly { readonly callId: string; readonly agentId: string }[];
}

/** Compares every placed attempt with the vendor's record: its caller ID, its callee. */
export async function verify(
  { client, journal, graceMs }: Pick<ResolvedDialerOptions, "client" | "journal" | "graceMs">,
  query: { readonly campaignId?: string },
  signal?: AbortSignal,
): Promise<Verification> {
  const attempts = new Map<string, Attempt>();
  const times = new Map<string, { readonly from: number; readonly to: number }>();
  for (let after: string | undefined; ; ) {
    const page = await journal.attempts({ ...query, limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const attempt of page) {
      if (attempt.callId === undefined) continue;
      attempts.set(attempt.callId, attempt);
      const { from, to } = times.get(attempt.agentId) ?? NEVER;
      times.set(attempt.agentId, {
        from: Math.min(from, attempt.intendedAt),
        to: Math.max(to, attempt.deadline),
      });
    }
    after = page.at(-1)?.id;
    if (page.length < PAGE) break;
  }
  const undecided = new LostAttempts(
    [...(await journal.openAttempts()), ...(await journal.undecidedAttempts())].filter(
      ({ callId, state }) => callId === undefined && state !== "absent",
    ),
    graceMs,
  );
  let matches = 0;
  const different: VerifiedAttempt[] = [];
  const unknownCalls: { callId: string; agentId: string }[] = [];
  for (const [agentId, { from, to }] of times) {
    const params = {
      model_id: agentId,
      from_date: Math.max(0, Math.floor(from - CLOCKS_DIFFER_MS)),
      limit: 100,
    };
    for await (const record of client.calls.list(params, { whole: true, ...(signal && { signal }) })) {
      const attempt = attempts.get(record.call_id);
      if (attempt === undefined) {
        const at = startOf(record);
        if (record.type_of_call === "inbound" || at < from - NEAR_MS || at > to + NEAR_MS) continue;
        if (undecided.mayHave(record)) continue;
        if ((await journal.attemptOfCall(record.call_id)) === undefined)
          unknownCalls.push({ callId: record.call_id, agentId });
        continue;
      }
      const differences = differencesOf(attempt, record);
      if (differences.length === 0 && !saysWho(record)) continue;
      attempts.delete(record.call_id);
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

const NEVER = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };

function shownCallerIdOf(record: Call): string {
  return record.phone_number_from || record.agent_phone_number || "";
}

function shownCalleeOf(record: Call): string {
  return record.phone_number_to || record.lead_phone_number || "";
}

function saysWho(record: Call): boolean {
  return shownCallerIdOf(record) !== "" && shownCalleeOf(record) !== "";
}

/** What a record does not say is no difference. */
function differencesOf(attempt: Attempt, record: Call): NonNullable<VerifiedAttempt["differences"]> {
  const shownCallerId = shownCallerIdOf(record);
  const shownCallee = shownCalleeOf(record);
  return [
    ...(shownCallerId === "" || isSameNumber(shownCallerId, attempt.callerId)
      ? []
      : [{ field: "callerId" as const, asked: attempt.callerId, shown: shownCallerId }]),
    ...(shownCallee === "" || isSameNumber(shownCallee, attempt.callee)
      ? []
      : [{ field: "callee" as const, asked: attempt.callee, shown: shownCallee }]),
  ];
}
