import type {
  AcquireRequest,
  CallOutcome,
  E164,
  Grant,
  MaybePromise,
  Refusal,
  Tags,
} from "@dialpool/pool-strategies";
import type { Slot } from "./pacing.js";

/** What a campaign is told to do; every process that works on it obeys. */
export type CampaignWish = "run" | "pause" | "abort";

/**
 * Where a campaign stands. The journal derives it from the contacts and the wish, in the same
 * transaction: a finished campaign is open again when the call of an absent contact shows up, or it is redialled.
 */
export type CampaignState =
  /** Its list is still being read in. Nothing is called. */
  | "importing"
  /** It has contacts that are queued or open. */
  | "open"
  /** Every contact is final. */
  | "finished"
  /** The wish is to abort, and none of its contacts is open. Those that are queued stay so. */
  | "aborted";

/** A campaign, as it is kept. */
export interface Campaign {
  readonly id: string;
  /** Given, or the list's digest. With `again`, ` (2)`, ` (3)` … is added. */
  readonly name: string;
  /** `sha256:` and the hex digest of the list's bytes. */
  readonly digest: string;
  readonly agentId: string;
  readonly state: CampaignState;
  readonly wish: CampaignWish;
  /** Starts a second; `null`: no limit. */
  readonly startRate: number | null;
  /** Calls that may be open at once in the namespace. */
  readonly concurrency: number;
  /** Whatever else the campaign was made with, as JSON: hours, retries, tags, wait. Kept as it is. */
  readonly settings: unknown;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** A campaign to be made. Its list comes after. */
export type NewCampaign = Pick<
  Campaign,
  "id" | "agentId" | "startRate" | "concurrency" | "settings" | "createdAt"
>;

/** How a list is known. */
export interface ListIdentity {
  /** `sha256:` and the hex digest of the list's bytes. */
  readonly digest: string;
  /** The user's name for it. Default: the digest. */
  readonly name?: string;
  /** A campaign of its own, even if the list is known. */
  readonly again?: boolean;
}

/** What sealing a list found out. */
export type SealedCampaign =
  /** The list is new, or `again` was asked for: the campaign is open. */
  | { readonly outcome: "created"; readonly campaign: Campaign }
  /**
   * This list was read in before, under this name or, if no list has that, under another: what was
   * just read in is forgotten, and this is its latest campaign.
   */
  | { readonly outcome: "known"; readonly campaign: Campaign }
  /** Another list has this name. What was just read in is forgotten. */
  | { readonly outcome: "name_taken"; readonly campaign: Campaign };

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

/** What a row says of somebody to call. */
export interface ContactData {
  /** Line of the file it starts at, the first line of the file being 1. */
  readonly line: number;
  readonly phone: E164;
  readonly name: string;
  /** Overrides the campaign's. */
  readonly agentId?: string;
  /** Overrides the selection: this caller ID and no other. */
  readonly callerId?: string;
  /** IANA name; overrides what the number tells. */
  readonly timeZone?: string;
  /** ISO 3166, such as `US-FL` or `GB`; overrides what the number tells. */
  readonly region?: string;
  readonly tags?: Tags;
  /** `custom_variables` of the call. */
  readonly variables?: Readonly<Record<string, string>>;
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

/** Where an attempt stands; see `docs/dialing.md`. */
export type AttemptState = "intended" | "placed" | "ended" | "rejected" | "unknown" | "absent" | "unclear";

/** Names a contact of a campaign. */
export interface ContactRef {
  readonly campaignId: string;
  readonly line: number;
}

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
 * What becomes of the contact when its attempt closes, if the attempt is the contact's latest. Left out: it is
 * rejected, finished, absent or unclear, as the attempt; one that is redialled is queued and due now.
 */
export type ContactMove =
  | { readonly to: "queued"; readonly dueAt: number; readonly waitsFor: WaitReason }
  | { readonly to: FinalContactState; readonly reason?: string };

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

/** Counts of a campaign's contacts. */
export interface CampaignProgress {
  /** Rows of the list that are contacts. */
  readonly total: number;
  readonly byState: Readonly<Record<ContactState, number>>;
  /** Of the queued ones, what they wait for. */
  readonly waiting: Readonly<Record<WaitReason, number>>;
  /** When the first of the queued ones is due, epoch ms; absent when none is queued. */
  readonly nextDueAt?: number;
  /** Of the finished ones. */
  readonly outcomes: Readonly<Partial<Record<CallOutcome, number>>>;
  readonly attempts: number;
  readonly invalid: number;
  readonly duplicates: number;
  /** Attempts of the campaign that are intended, placed or unknown. */
  readonly open: Readonly<Record<"intended" | "placed" | "unknown", number>>;
}

/**
 * Durable memory of what was intended, sent and learned, beside the pool's state and in the same
 * engine, so that a lease and its attempt are one write.
 *
 * Everything that is answered is already on disk. Each verb is atomic and may be called by several processes.
 */
export interface Journal {
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

  /** Queued contacts that are due, by `dueAt`, then by line. */
  dueContacts(
    campaignId: string,
    query: { readonly now: number; readonly limit: number },
  ): MaybePromise<readonly Contact[]>;
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
   */
  together?<Result>(work: () => Result): Result;
  /** Begins attempts, all in one transaction. */
  begin(requests: readonly BeginRequest[], now: number): MaybePromise<readonly BeginResult[]>;
  /** New slots in place of as many that were missed, all in one transaction. */
  claimSlots(count: number, now: number): MaybePromise<readonly Slot[]>;
  /** Enters what was learned, leases included, all in one transaction. Answers which of them changed something. */
  apply(changes: readonly JournalChange[], now: number): MaybePromise<readonly boolean[]>;
  /** Makes intended attempts past their deadline unknown. Returns them. */
  expire(now: number): MaybePromise<readonly Attempt[]>;

  contact(ref: ContactRef): MaybePromise<Contact | undefined>;
  /** Open attempts (intended, placed, unknown), oldest first. */
  openAttempts(): MaybePromise<readonly Attempt[]>;
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

  /** Sets or changes the shared pacer: starts a second, `null` for no limit. */
  setPace(startRate: number | null, now: number): MaybePromise<void>;
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

/** A row that is nobody to call. */
export interface RejectedRow {
  readonly line: number;
  readonly state: "invalid" | "duplicate";
  readonly reason: string;
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
