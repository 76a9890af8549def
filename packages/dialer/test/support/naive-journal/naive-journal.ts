import type {
  Attempt,
  BeginRequest,
  BeginResult,
  Campaign,
  CampaignProgress,
  Contact,
  ContactRef,
  ImportedRow,
  JournalChange,
  ListIdentity,
  NewCampaign,
  RejectedRow,
  SealedCampaign,
} from "../../../src/journal.js";
import type { Slot } from "../../../src/pacing.js";
import type { SyncJournal } from "../sync-journal.js";
import { applyChange } from "./apply-change.js";
import { beginAttempt } from "./begin-attempt.js";
import { NaiveAttempts } from "./naive-attempts.js";
import { NaiveCampaigns } from "./naive-campaigns.js";
import { NaivePacer } from "./naive-pacer.js";
import type { NaiveParts, SyncStore } from "./naive-parts.js";
import { dueContactsOf, progressOf, rowsOf } from "./naive-reading.js";

/**
 * The journal's contract in the plainest form: lists that are searched from end to end. Nothing of it
 * lasts. What another journal answers is compared with it.
 */
export class NaiveJournal implements SyncJournal {
  readonly #campaigns = new NaiveCampaigns();
  readonly #attempts = new NaiveAttempts();
  readonly #pacer = new NaivePacer();
  readonly #parts: NaiveParts;
  #due: { callId: string; at: number }[] = [];

  constructor(store: SyncStore) {
    this.#parts = { store, campaigns: this.#campaigns, attempts: this.#attempts, pacer: this.#pacer };
  }

  createCampaign(made: NewCampaign): void {
    this.#campaigns.create(made);
  }

  addRows(campaignId: string, rows: readonly ImportedRow[]): void {
    this.#campaigns.addRows(campaignId, rows);
  }

  sealCampaign(campaignId: string, list: ListIdentity): SealedCampaign {
    return this.#campaigns.seal(campaignId, list);
  }

  discardCampaign(campaignId: string): void {
    this.#campaigns.discard(campaignId);
  }

  findCampaign(wanted: string): Campaign | undefined {
    return this.#campaigns.find(wanted);
  }

  campaigns(): readonly Campaign[] {
    return this.#campaigns.all();
  }

  changeCampaign(...change: Parameters<SyncJournal["changeCampaign"]>): Campaign {
    return this.#campaigns.change(...change);
  }

  progress(campaignId: string): CampaignProgress {
    const own = this.#attempts.list({ campaignId, limit: Number.POSITIVE_INFINITY });
    return progressOf(this.#campaigns.known(campaignId), own);
  }

  dueContacts(...[campaignId, query]: Parameters<SyncJournal["dueContacts"]>): readonly Contact[] {
    const campaign = this.#campaigns.sealed(campaignId);
    return campaign === undefined ? [] : dueContactsOf(campaign, query);
  }

  rows(...[campaignId, query]: Parameters<SyncJournal["rows"]>): readonly (Contact | RejectedRow)[] {
    const campaign = this.#campaigns.sealed(campaignId);
    return campaign === undefined ? [] : rowsOf(campaign, query);
  }

  askAgain(campaignId: string, now: number): void {
    this.#campaigns.askAgain(campaignId, now);
  }

  contact(ref: ContactRef): Contact | undefined {
    const found = this.#campaigns.contact(ref);
    return found === undefined ? undefined : { ...found };
  }

  begin(requests: readonly BeginRequest[], now: number): readonly BeginResult[] {
    return requests.map((request) => beginAttempt(this.#parts, request, now));
  }

  claimSlots(missed: readonly Slot[], now: number): readonly Slot[] {
    return missed.map((insteadOf) => this.#pacer.claim(now, { insteadOf }));
  }

  apply(changes: readonly JournalChange[], now: number): readonly boolean[] {
    return changes.map((change) => applyChange(this.#parts, change, now));
  }

  expire(now: number): readonly Attempt[] {
    const overdue = this.#attempts.overdue(now);
    const reason = "its deadline passed, and nobody told what came of it";
    const expired: readonly Attempt[] = overdue.map((attempt) => ({ ...attempt, state: "unknown", reason }));
    for (const { id } of expired) this.apply([{ kind: "unknown", attemptId: id, reason }], now);
    return expired;
  }

  openAttempts(): readonly Attempt[] {
    return this.#attempts.open();
  }

  watchedAttempts(query: Parameters<SyncJournal["watchedAttempts"]>[0]): readonly Attempt[] {
    return this.#attempts.watched(query);
  }

  undecidedAttempts(): readonly Attempt[] {
    return this.#attempts.undecided();
  }

  attempt(attemptId: string): Attempt | undefined {
    return this.#attempts.find(attemptId);
  }

  attemptOfCall(callId: string): Attempt | undefined {
    return this.#attempts.ofCall(callId);
  }

  attempts(query: Parameters<SyncJournal["attempts"]>[0]): readonly Attempt[] {
    return this.#attempts.list(query);
  }

  setPace(...pace: Parameters<SyncJournal["setPace"]>): void {
    this.#pacer.set(...pace);
  }

  slowDown(...answer: Parameters<SyncJournal["slowDown"]>): void {
    this.#pacer.slowDown(...answer);
  }

  pace(now: number) {
    return this.#pacer.pace(now);
  }

  markDue(callIds: readonly string[], now: number): void {
    for (const callId of callIds)
      if (this.#due.every((mark) => mark.callId !== callId)) this.#due.push({ callId, at: now });
  }

  takeDue(): readonly string[] {
    const marks = this.#due;
    this.#due = [];
    return marks.sort((a, b) => a.at - b.at || (a.callId < b.callId ? -1 : 1)).map(({ callId }) => callId);
  }
}
