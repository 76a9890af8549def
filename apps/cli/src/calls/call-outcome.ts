import { type Call, isEnded } from "@dialpool/core";
import type { E164 } from "@dialpool/pool-strategies";
import type { CampaignDesk } from "../campaign/campaign-desk.js";
import { GRACE_MS } from "../campaign/grace.js";
import type { CommandContext, Outcome } from "../command.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import {
  type ChosenCallerId,
  choiceOf,
  exitCodeOfRefusal,
  type RefusedCallerId,
} from "../selection/choose-caller-id.js";
import { type CallerIdVerdict, type CallSummary, compareCallerId, summarizeCall } from "./call-summary.js";
import { contactOf, type Dialled, waitForEnd } from "./dial.js";

/** The call that was asked for. */
export interface CallPlan {
  readonly agentId: string;
  readonly agentName: string;
  readonly callee: E164;
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What `--wait` found out. */
export interface WaitedCall {
  readonly state: "ended" | "interrupted" | "gave_up";
  readonly record: CallSummary | null;
  readonly verdict: CallerIdVerdict;
}

/** The JSON document of `call`. Instants are ISO 8601. */
export type CallData = CallPlan &
  (
    | { readonly outcome: "refused"; readonly selection: RefusedCallerId }
    /** `--dry-run`: nothing was dialled. */
    | { readonly outcome: "planned"; readonly selection: ChosenCallerId }
    | {
        readonly outcome: "placed";
        readonly selection: ChosenCallerId;
        readonly attemptId: string;
        readonly callId: string;
        /** With `--wait`. */
        readonly waited?: WaitedCall;
      }
    /** The phone may have rung, or may be ringing. Nobody calls it again by itself. */
    | {
        readonly outcome: "unknown";
        readonly selection: ChosenCallerId;
        readonly attemptId: string;
        readonly reason: string;
        /** With `--wait`, what the call records said of it. */
        readonly found: "absent" | "unclear" | null;
        /** From when on `campaign reconcile` decides. */
        readonly decidedFrom: string;
      }
    /** The callee has an open call already: nobody was called. */
    | {
        readonly outcome: "callee_busy";
        readonly open: {
          readonly attemptId: string;
          readonly state: "intended" | "placed" | "unknown";
          /** `null` for a single call. */
          readonly campaign: string | null;
          readonly line: number | null;
          readonly since: string;
          readonly decidedFrom: string;
        };
      }
    /** As many calls are going on as may be: nobody was called. */
    | { readonly outcome: "no_room"; readonly concurrency: number }
    /** Calls are spaced out, or the API asked for a pause: nobody was called. */
    | { readonly outcome: "paced"; readonly nextSlotAt: string }
  );

/** Nobody was called, and why. */
export function refused(plan: CallPlan, selection: RefusedCallerId): Outcome<CallData> {
  return { data: { ...plan, outcome: "refused", selection }, exitCode: exitCodeOfRefusal(selection) };
}

/** What came of a call, as the command tells it; with `--wait`, when it has ended. */
export async function outcomeOf(
  context: CommandContext,
  desk: CampaignDesk,
  { wait }: { readonly wait?: boolean },
  call: {
    readonly plan: CallPlan;
    readonly byHand: ChosenCallerId | undefined;
    readonly result: Exclude<Dialled, { readonly state: "no_room" }>;
  },
): Promise<Outcome<CallData>> {
  const { plan, byHand, result } = call;
  switch (result.state) {
    case "refused":
      return refused(plan, choiceOf(result.selection));
    case "paced": {
      const nextSlotAt = new Date(result.nextSlotAt).toISOString();
      return { data: { ...plan, outcome: "paced", nextSlotAt }, exitCode: EXIT.retryLater };
    }
    case "callee_busy": {
      const { id: attemptId, state, intendedAt, deadline } = result.attempt;
      const open = {
        attemptId,
        state: state as "intended" | "placed" | "unknown",
        ...(await contactOf(desk, result.attempt)),
        since: new Date(intendedAt).toISOString(),
        decidedFrom: new Date(deadline + GRACE_MS).toISOString(),
      };
      return { data: { ...plan, outcome: "callee_busy", open }, exitCode: EXIT.retryLater };
    }
    case "placed":
    case "unknown": {
      const selection = byHand ?? choiceOf(result.selection);
      return wait
        ? await follow(context, desk, plan, selection, result)
        : await atOnce(desk, plan, selection, result);
    }
    default:
      return result satisfies never;
  }
}

type Made = Extract<Dialled, { readonly state: "placed" | "unknown" }>;

async function atOnce(
  { journal }: CampaignDesk,
  plan: CallPlan,
  selection: ChosenCallerId,
  made: Made,
  found: "absent" | "unclear" | null = null,
): Promise<Outcome<CallData>> {
  const { attemptId } = made;
  if (made.state === "placed")
    return { data: { ...plan, outcome: "placed", selection, attemptId, callId: made.callId } };
  const attempt = await journal.attempt(attemptId);
  const decidedFrom = new Date((attempt?.deadline ?? 0) + GRACE_MS).toISOString();
  const { reason } = made;
  return {
    data: { ...plan, outcome: "unknown", selection, attemptId, reason, found, decidedFrom },
    exitCode: EXIT.unknownOutcome,
  };
}

/** Waits for the end of the call; of one that nobody knows of, for what the call records say. */
async function follow(
  context: CommandContext,
  desk: CampaignDesk,
  plan: CallPlan,
  selection: ChosenCallerId,
  made: Made,
): Promise<Outcome<CallData>> {
  const { io, note } = context;
  if (io.stderr.isTTY)
    note(
      made.state === "placed"
        ? `Call ${made.callId} was placed from ${selection.callerId}; waiting for its end.`
        : "Nobody knows whether the call was placed; looking for its record.",
    );
  const waited = await waitForEnd(io, made);
  const finished = waited.state === "finished" ? waited.call : undefined;
  const callId = made.state === "placed" ? made.callId : finished?.callId;
  if (callId === undefined) {
    const found = finished?.state === "unclear" || finished?.state === "absent" ? finished.state : null;
    return await atOnce(desk, plan, selection, made, found);
  }
  const read = await recordOf(context, callId);
  const record = read === undefined ? null : summarizeCall(read);
  const verdict = record === null ? "not_shown" : compareCallerId(record, selection.callerId);
  // It may have ended in the moment in which the waiting did.
  const isOver = read !== undefined && isEnded(read);
  const state = waited.state === "finished" || isOver ? "ended" : waited.state;
  const { attemptId } = made;
  return {
    data: {
      ...plan,
      outcome: "placed",
      selection,
      attemptId,
      callId,
      waited: { state, record, verdict },
    },
    exitCode: exitCodeOfWaiting(state, verdict),
  };
}

/** Nothing if it cannot be read: the call was placed, and its id must not be lost over that. */
async function recordOf({ client, io }: CommandContext, callId: string): Promise<Call | undefined> {
  try {
    return await client().calls.get(callId, io.interrupted.aborted ? { retries: 0 } : {});
  } catch {
    return undefined;
  }
}

function exitCodeOfWaiting(state: WaitedCall["state"], verdict: CallerIdVerdict): ExitCode {
  if (verdict === "different") return EXIT.partial;
  if (state === "interrupted") return EXIT.interrupted;
  return state === "gave_up" ? EXIT.retryLater : EXIT.done;
}
