import type { MaybePromise, PoolStore } from "@dialpool/pool-strategies";
import type { Attempt, BeginRequest, BeginResult, JournalChange } from "./journal/attempt.js";
import type {
  Campaign,
  CampaignProgress,
  ListIdentity,
  NewCampaign,
  SealedCampaign,
} from "./journal/campaign.js";
import type { Contact, ContactRef, ContactState, ImportedRow, RejectedRow } from "./journal/contact.js";
import type { Slot } from "./pacing.js";

export type * from "./journal/attempt.js";
export type * from "./journal/campaign.js";
export type * from "./journal/contact.js";

/**
 * Durable memory of what was intended, sent and learned, beside the pool's state and in the same
 * engine, so that a lease and its attempt are one write.
 *
 * Everything that is answered is already on disk (rows of a list: when it is sealed). Each verb is atomic and may be called by several processes.
 */
export interface Journal {
  /**
   * Whether a store keeps its leases where this journal is, so that a lease and its attempt are one write. Absent where
   * the journal cannot tell.
   */
  isBeside?(store: PoolStore): boolean;

  /** Makes a campaign whose list is still to come. Nobody else sees it before it is sealed. */
  createCampaign(campaign: NewCampaign): MaybePromise<void>;
  /** Adds rows of its list; those whose callee is in it already are kept as duplicates. */
  addRows(campaignId: string, rows: readonly ImportedRow[]): MaybePromise<void>;
  /** The list is complete. */
  sealCampaign(campaignId: string, list: ListIdentity): MaybePromise<SealedCampaign>;
  /** Forgets a campaign whose list could not be read to its end. One that is sealed stays. */
  discardCampaign(campaignId: string): MaybePromise<void>;
  /** By id; else the latest with this name or digest. `spring` is also the name of `spring (2)`. */
  findCampaign(name: string): MaybePromise<Campaign | undefined>;
  /** All that are sealed, in the order made. */
  campaigns(): MaybePromise<readonly Campaign[]>;
  /** @throws CampaignNotFoundError */
  changeCampaign(
    campaignId: string,
    change: Partial<Pick<Campaign, "wish" | "startRate" | "concurrency">>,
  ): MaybePromise<Campaign>;
  /** @throws CampaignNotFoundError */
  progress(campaignId: string): MaybePromise<CampaignProgress>;

  /** Queued contacts that are due, by `dueAt`, then by line; but nobody of a lane for which no number is free until later. */
  dueContacts(
    campaignId: string,
    query: { readonly now: number; readonly limit: number },
  ): MaybePromise<readonly Contact[]>;
  /** Pools may have changed: whoever waits for a number, alone or with his lane, is due now. @throws CampaignNotFoundError */
  askAgain(campaignId: string, now: number): MaybePromise<void>;
  /** Rows by line, for reports: contacts in any of the states, or the rows that are none. */
  rows(
    campaignId: string,
    query: {
      readonly states: readonly (ContactState | "invalid" | "duplicate")[];
      readonly afterLine: number;
      readonly limit: number;
    },
  ): MaybePromise<readonly (Contact | RejectedRow)[]>;

  /**
   * Makes several verbs one commit, where the engine answers at once; absent where it does not. A verb
   * that throws inside changes nothing, and does not undo the others unless the work throws too.
   *
   * @param options `waits`: for other processes that write, default `true`. With `false` an error with the code `store_busy`
   *   is thrown at once when there is one, and the work is not begun.
   */
  together?<Result>(work: () => Result, options?: { readonly waits?: boolean }): Result;
  /** Begins attempts, all in one transaction. */
  begin(requests: readonly BeginRequest[], now: number): MaybePromise<readonly BeginResult[]>;
  /** New slots in place of those that were missed, all in one transaction. */
  claimSlots(missed: readonly Slot[], now: number): MaybePromise<readonly Slot[]>;
  /** Enters what was learned, leases included, all in one transaction. Answers which of them changed something. */
  apply(changes: readonly JournalChange[], now: number): MaybePromise<readonly boolean[]>;
  /** Makes intended attempts past their deadline unknown. Returns them. */
  expire(now: number): MaybePromise<readonly Attempt[]>;

  contact(ref: ContactRef): MaybePromise<Contact | undefined>;
  /** Open attempts (intended, placed, unknown), oldest first. */
  openAttempts(): MaybePromise<readonly Attempt[]>;
  /**
   * Attempts that may have a call (placed, unknown), a piece at a time, in an order of the journal's own. One that
   * changes while the pieces are read may be in none of them, and is in those of the next time.
   *
   * @param query `after`: the last one of the piece before.
   */
  watchedAttempts(query: {
    readonly after?: Pick<Attempt, "id">;
    readonly limit: number;
  }): MaybePromise<readonly Attempt[]>;
  /** Attempts that are absent or unclear, oldest first: a record may still show up. */
  undecidedAttempts(): MaybePromise<readonly Attempt[]>;
  attempt(attemptId: string): MaybePromise<Attempt | undefined>;
  attemptOfCall(callId: string): MaybePromise<Attempt | undefined>;
  /** Attempts in the order intended. */
  attempts(query: {
    readonly campaignId?: string;
    readonly after?: string;
    readonly limit: number;
  }): MaybePromise<readonly Attempt[]>;

  /**
   * Sets or changes the shared pacer: starts a second, `null` for no limit. With `ifNone` it changes nothing
   * once somebody has set it or had a slot of it.
   */
  setPace(startRate: number | null, now: number, options?: { readonly ifNone?: boolean }): MaybePromise<void>;
  /** A 429 came to a call that was sent at `sentAt`. */
  slowDown(
    answer: { readonly sentAt: number; readonly retryAfterMs?: number },
    now: number,
  ): MaybePromise<void>;
  pace(now: number): MaybePromise<Pace>;

  /** Calls whose end a webhook announced. */
  markDue(callIds: readonly string[], now: number): MaybePromise<void>;
  /** Whether any are marked, and forgets the marks. */
  takeDue(): MaybePromise<readonly string[]>;
}

/** How fast calls start. */
export interface Pace {
  /** Starts a second that were asked for; `null`: no limit. */
  readonly startRate: number | null;
  /** What it is now, after 429s; `null`: no limit. */
  readonly currentRate: number | null;
  /** Starts a second over about the last quarter of a minute. */
  readonly measuredRate: number;
}
