import type { CallOutcome } from "@dialpool/pool-strategies";
import type { LaneAsk } from "../lane.js";
import type { ContactState, WaitReason } from "./contact.js";

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

/** What importing a list made: its campaign, or the one that the list has already. */
export type ImportedList = Exclude<SealedCampaign, { readonly outcome: "name_taken" }>;

/** Contacts of a campaign that wait together until a number is free for them. What their rows ask for is the same. */
export interface ExhaustedLane extends LaneAsk {
  /** Those who waited for their turn; in `waiting` they are counted with who waits for a number. */
  readonly contacts: number;
  /** Since when no number has been free for them, epoch ms. */
  readonly since: number;
  /**
   * When the first number is to be free, epoch ms; a call that ends may free one before. Where none is ever free by itself,
   * such as in quarantine without an end: when it is asked for again.
   */
  readonly until: number;
}

/** Counts of a campaign's contacts. */
export interface CampaignProgress {
  /** Rows of the list that are contacts. */
  readonly total: number;
  readonly byState: Readonly<Record<ContactState, number>>;
  /** Of the queued ones, what they wait for. */
  readonly waiting: Readonly<Record<WaitReason, number>>;
  /** When the first of the queued ones is due, and not held up for want of a number, epoch ms; absent when none is queued. */
  readonly nextDueAt?: number;
  /** Of the finished ones. */
  readonly outcomes: Readonly<Partial<Record<CallOutcome, number>>>;
  readonly attempts: number;
  readonly invalid: number;
  readonly duplicates: number;
  /** For whom no number was free when one was asked for last; absent when there is nobody. */
  readonly exhausted?: readonly ExhaustedLane[];
  /** Attempts of the campaign that are intended, placed or unknown. */
  readonly open: Readonly<Record<"intended" | "placed" | "unknown", number>>;
}
