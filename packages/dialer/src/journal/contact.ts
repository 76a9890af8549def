import type { CallOutcome } from "@dialpool/pool-strategies";
import type { ListedContact } from "../contacts/contact-row.js";

/** Names a contact of a campaign. */
export interface ContactRef {
  readonly campaignId: string;
  readonly line: number;
}

/** What a row says of somebody to call. */
export type ContactData = ListedContact;

/** One row of a list, as it is imported. */
export type ImportedRow =
  | ({
      readonly kind: "contact";
      /** Why nobody is to call it, as a clause: it is kept as *suppressed*. */
      readonly suppressed?: string;
    } & ContactData)
  | {
      readonly kind: "invalid";
      readonly line: number;
      /** A clause: "the phone number has letters". */
      readonly reason: string;
    };

/** A row that is nobody to call. */
export interface RejectedRow {
  readonly line: number;
  readonly state: "invalid" | "duplicate";
  readonly reason: string;
}

/** Final states of a contact. */
export type FinalContactState = "finished" | "rejected" | "suppressed" | "refused" | "absent" | "unclear";

/** Where a contact stands; see `docs/dialing.md`. */
export type ContactState = "queued" | "open" | FinalContactState;

/** What a queued contact waits for. */
export type WaitReason = "turn" | "hours" | "number" | "callee" | "retry";

/** A contact, as it is kept. */
export interface Contact extends ContactData {
  readonly campaignId: string;
  readonly state: ContactState;
  /** Attempts so far. */
  readonly attempts: number;
  /** Of a queued one: from when it may be called, epoch ms, and what for. */
  readonly dueAt?: number;
  readonly waitsFor?: WaitReason;
  /** Of a final one: why, as a clause; absent when there is nothing to say. */
  readonly reason?: string;
  /** How its last call ended. */
  readonly outcome?: CallOutcome;
  /** Outcomes of its ended attempts, in the order they were learned, for the retry rules. */
  readonly outcomes: readonly CallOutcome[];
}

/**
 * What becomes of the contact when its attempt closes, if the attempt is the contact's latest. Left out: it is
 * rejected, finished, absent or unclear, as the attempt; one that is redialled is queued and due now.
 */
export type ContactMove =
  | { readonly to: "queued"; readonly dueAt: number; readonly waitsFor: WaitReason }
  | { readonly to: FinalContactState; readonly reason?: string };
