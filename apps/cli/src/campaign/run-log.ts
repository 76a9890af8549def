import { callStatus } from "@dialpool/core";
import { explain, type Grant, type Refusal } from "@dialpool/pool-strategies";
import type { Contact } from "../contacts/read-contacts.js";
import type { CampaignPlan } from "./campaign-plan.js";
import type { EndedCall } from "./live-calls.js";
import type { ResultEvent } from "./result-event.js";
import type { ResultsWriter } from "./results-file.js";

/** One try to place a call, as the log needs it. */
export interface LoggedAttempt {
  readonly id: string;
  readonly contact: Contact;
  readonly callerId: string;
}

/** Writes what a run does, each promise resolving once the line is on the disk. */
export interface RunLog {
  /** The run begins; rows that will not be called are listed the first time. */
  began(): Promise<void>;
  /** Must be on the disk before the request leaves. */
  intended(attempt: LoggedAttempt, grant: Grant): Promise<void>;
  placed(attempt: LoggedAttempt, callId: string): Promise<void>;
  /** Surely not placed. */
  rejected(attempt: LoggedAttempt, reason: string, status?: number): Promise<void>;
  unknown(attempt: LoggedAttempt, reason: string): Promise<void>;
  refused(contact: Contact, refusal: Refusal): Promise<void>;
  ended(calls: readonly EndedCall[]): Promise<void>;
  finished(): Promise<void>;
  stopped(reason: string): Promise<void>;
}

/** Makes the log of one run over a results file. */
export function createRunLog(
  plan: CampaignPlan,
  results: Pick<ResultsWriter, "append">,
  now: () => number,
): RunLog {
  const { run, list, mode, agentId } = plan;
  const event = (fields: Omit<ResultEvent, "at" | "run" | "list">): ResultEvent => ({
    ...fields,
    at: new Date(now()).toISOString(),
    run,
    list: list.digest,
  });
  const keysOf = ({ id, contact, callerId }: LoggedAttempt) => ({
    line: contact.line,
    attempt: id,
    phone: contact.phone,
    name: contact.name,
    callerId,
  });
  return {
    async began() {
      const start = event({ event: mode, agent: agentId, source: list.source });
      const skipped = mode === "started" ? list.skipped : [];
      await results.append(
        start,
        ...skipped.map(({ line, kind, reason }) => event({ event: "skipped", line, status: kind, reason })),
      );
    },
    intended: (attempt, grant) =>
      results.append(
        event({
          event: "intended",
          ...keysOf(attempt),
          link: grant.reasons.link ?? "sticky",
          agent: agentId,
        }),
      ),
    placed: (attempt, callId) => results.append(event({ event: "placed", ...keysOf(attempt), callId })),
    rejected: (attempt, reason, status) =>
      results.append(
        event({
          event: "rejected",
          ...keysOf(attempt),
          reason,
          ...(status === undefined ? {} : { status: String(status) }),
        }),
      ),
    unknown: (attempt, reason) => results.append(event({ event: "unknown", ...keysOf(attempt), reason })),
    refused: ({ line, phone, name }, refusal) =>
      results.append(
        event({ event: "refused", line, phone, name, status: refusal.code, reason: explain(refusal) }),
      ),
    async ended(calls) {
      if (calls.length > 0) await results.append(...calls.map((call) => event(endedFields(call))));
    },
    finished: () => results.append(event({ event: "finished" })),
    stopped: (reason) => results.append(event({ event: "stopped", reason })),
  };
}

function endedFields({ call, record }: EndedCall): Omit<ResultEvent, "at" | "run" | "list"> {
  const { id: attempt, line, phone, callerId, callId } = call;
  const status = record === undefined ? undefined : callStatus(record);
  return {
    event: "ended",
    line,
    attempt,
    phone,
    callerId,
    callId,
    ...(status === undefined ? { reason: "no ending was reported" } : { status }),
    ...(typeof record?.duration === "number" ? { duration: record.duration } : {}),
  };
}
