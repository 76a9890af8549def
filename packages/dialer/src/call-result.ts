import type { CallOutcome, E164, Grant, Refusal, Tags } from "@dialpool/pool-strategies";
import type { Attempt } from "./journal.js";

/** One person to call. */
export interface CallRequest {
  /** `parsePhone` makes one of a text. */
  readonly phone: E164;
  readonly name: string;
  /** Default: the first pool's agent. */
  readonly agentId?: string;
  /** What the call is for; compared with the numbers' tags where the policy says so. */
  readonly tags?: Tags;
  /** This caller ID and no other; its limits hold all the same. */
  readonly callerId?: string;
  /** `custom_variables` of the call. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** How long somebody waits for the end of a call. */
export interface FinishedOptions {
  /** Aborted: the waiting ends, the call goes on. */
  readonly signal?: AbortSignal;
  /** Reads of the records that may fail in a row before the waiting ends. Default: any number. */
  readonly maxFailedReads?: number;
}

/** How a call that was placed, or may have been, ended. */
export interface FinishedCall {
  readonly attemptId: string;
  readonly callId?: string;
  /** `"absent"`: no record of it was found; `"unclear"`: it cannot be told which record is its. */
  readonly state: "ended" | "absent" | "unclear" | "rejected";
  readonly outcome: CallOutcome;
  /** The vendor's status. */
  readonly status?: string;
}

/** What calls have in common that have left, or may have. */
export interface CallMade {
  readonly attemptId: string;
  readonly callerId: string;
  /** Why this number: `explain(selection)` makes a sentence of it. */
  readonly selection: Grant;
  /**
   * Why this could not be written down any more, after the request had left: a disk that is full, say. To the journal
   * the attempt will be unknown, and the records will tell. Absent when all is well.
   */
  readonly unwritten?: unknown;
  /**
   * Resolves when the call has ended; for one that is unknown, when it is known what became of it or that it
   * cannot be known. Rejects when the signal aborts, the dialer is closed, or too many reads failed, with the last one's error.
   */
  finished(options?: FinishedOptions): Promise<FinishedCall>;
}

/** What became of a {@link CallRequest}. */
export type CallResult =
  /** The phone rings. */
  | ({ readonly state: "placed"; readonly callId: string } & CallMade)
  /** The phone may be ringing. It is never tried again; call records will tell. */
  | ({ readonly state: "unknown"; readonly reason: string; readonly cause: unknown } & CallMade)
  /** The API said no, or the request never left. Nothing was placed. */
  | {
      readonly state: "rejected";
      readonly attemptId: string;
      readonly callerId: string;
      readonly reason: string;
      readonly status?: number;
      /** Whether the caller ID turned out to be no longer attached. The pool was read again: another call will not use it. */
      readonly isDetached: boolean;
      /** What the client threw. */
      readonly cause: unknown;
    }
  /** The callee is on the do-not-call list. */
  | { readonly state: "suppressed" }
  /** No number may be used now. */
  | { readonly state: "refused"; readonly selection: Refusal }
  /** The callee has an open attempt, of a campaign or of another process. */
  | { readonly state: "callee_busy"; readonly attempt: Attempt }
  /** As many calls are open as may be. */
  | { readonly state: "no_room" }
  /** No call may start before that instant, epoch ms: calls are spaced out, or the API asked for a pause. */
  | { readonly state: "paced"; readonly nextSlotAt: number }
  /** The caller ID that was insisted on is not attached to the agent. */
  | { readonly state: "not_attached" };
