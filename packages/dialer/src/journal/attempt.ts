import type { AcquireRequest, CallOutcome, E164, Grant, Refusal } from "@dialpool/pool-strategies";
import type { Slot } from "../pacing.js";
import type { ContactMove, ContactRef } from "./contact.js";

/** Where an attempt stands; see `docs/dialing.md`. */
export type AttemptState = "intended" | "placed" | "ended" | "rejected" | "unknown" | "absent" | "unclear";

/** An attempt, as it is kept. */
export interface Attempt {
  /** Unique in the namespace; travels with the call as the variable `attempt_id`. */
  readonly id: string;
  /** Absent for a single call. */
  readonly contact?: ContactRef;
  readonly agentId: string;
  readonly callee: E164;
  readonly callerId: string;
  /** The number's slug. */
  readonly slug: string;
  readonly leaseId: string;
  readonly state: AttemptState;
  /** Epoch ms. */
  readonly intendedAt: number;
  /** After it no request of this attempt can be under way, epoch ms. */
  readonly deadline: number;
  readonly callId?: string;
  readonly placedAt?: number;
  readonly endedAt?: number;
  readonly outcome?: CallOutcome;
  /** The vendor's status that ended it. */
  readonly status?: string;
  /** Why it was rejected, or is unknown or unclear. */
  readonly reason?: string;
  /** Complete reads of the records after the time of grace that did not show it. */
  readonly missedReads: number;
  /** Different terminal statuses that came later, oldest first. */
  readonly corrections: readonly string[];
}

/** Asks for an attempt: an open place, a lease, and the record of both, at once. */
export interface BeginRequest {
  readonly attemptId: string;
  readonly contact?: ContactRef;
  readonly agentId: string;
  readonly acquire: AcquireRequest;
  readonly deadline: number;
  /** The latest slot that is of use, epoch ms. */
  readonly sendBy: number;
  /** Calls that may be open at once in the namespace. */
  readonly concurrency: number;
  /** Some number of the pool carries only so many calls at once: one that ends may free it sooner than a refusal says. Default `false`. */
  readonly areLinesLimited?: boolean;
}

/** What came of a {@link BeginRequest}. */
export type BeginResult =
  | {
      readonly outcome: "begun";
      readonly attempt: Attempt;
      readonly grant: Grant;
      /** When it may be sent: its slot of the shared pacer. */
      readonly slot: Slot;
    }
  | { readonly outcome: "refused"; readonly refusal: Refusal }
  /**
   * No number is free for anybody in the contact's lane: all of them stay queued as they are, and none is due before `until`,
   * epoch ms, or before a call ends that holds a number.
   */
  | { readonly outcome: "exhausted"; readonly refusal: Refusal; readonly until: number }
  /** The callee has an open attempt: of another campaign, or another process. */
  | { readonly outcome: "callee_open"; readonly attempt: Attempt }
  /** As many calls are open as may be. */
  | { readonly outcome: "no_room" }
  /** The next slot of the pacer is later than `sendBy`. It stays free. */
  | { readonly outcome: "paced"; readonly nextSlotAt: number }
  /** The contact is not queued any more, or not due yet: another process took it or put it off; or the campaign is not open. */
  | { readonly outcome: "not_queued" }
  /** This request is wrong: an InvalidInputError, PolicyError or PoolNotLoadedError; or its attempt id is taken. */
  | { readonly outcome: "failed"; readonly error: Error };

/**
 * Something learned of an attempt or a contact. Each is safe to repeat; a step back changes nothing. A record that
 * shows up late makes an absent or unclear attempt placed; its contact follows, unless it has a newer attempt.
 */
export type JournalChange =
  /** Changes nothing if the call belongs to another attempt. */
  | { readonly kind: "placed"; readonly attemptId: string; readonly callId: string; readonly at: number }
  /** From *intended*, or from *unknown* if the proof came late. */
  | {
      readonly kind: "rejected";
      readonly attemptId: string;
      readonly reason: string;
      readonly contact?: ContactMove;
    }
  | { readonly kind: "unknown"; readonly attemptId: string; readonly reason: string }
  | {
      readonly kind: "ended";
      readonly attemptId: string;
      readonly status: string;
      readonly outcome: CallOutcome;
      readonly at: number;
      readonly contact?: ContactMove;
    }
  /** A complete read after the time of grace, begun at `at`, did not show it. Counts if it began later than the last that counted. */
  | { readonly kind: "missed"; readonly attemptId: string; readonly at: number }
  /** From *unknown*. With `redial`, also from *absent* that was only left so: gives the lease back. */
  | {
      readonly kind: "absent";
      readonly attemptId: string;
      readonly redial: boolean;
      readonly contact?: ContactMove;
    }
  | {
      readonly kind: "unclear";
      readonly attemptId: string;
      readonly reason: string;
      readonly contact?: ContactMove;
    }
  /** Moves a contact that is queued and due. */
  | ({ readonly kind: "contact"; readonly move: ContactMove } & ContactRef);
