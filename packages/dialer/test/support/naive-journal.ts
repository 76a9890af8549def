import {
  type CallOutcome,
  isPoolStrategiesError,
  type PoolStore,
  type Selection,
  type SettleResult,
} from "@dialpool/pool-strategies";
import { CampaignNotFoundError, DialerConfigError } from "../../src/errors.js";
import type {
  Attempt,
  AttemptState,
  BeginRequest,
  BeginResult,
  Campaign,
  CampaignProgress,
  Contact,
  ContactMove,
  ContactRef,
  ContactState,
  ImportedRow,
  JournalChange,
  ListIdentity,
  NewCampaign,
  RejectedRow,
  SealedCampaign,
  WaitReason,
} from "../../src/journal.js";
import { laneAsk, laneHeldUntil, laneText, MAX_LANES } from "../../src/lane.js";
import {
  changeStartRate,
  claimSlot,
  createPacer,
  measuredRate,
  type PacerState,
  rateAt,
  type Slot,
  slowDown,
} from "../../src/pacing.js";
import type { SyncJournal } from "./sync-journal.js";

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
type SyncStore = Omit<PoolStore, "acquire" | "settle"> & {
  acquire(...input: Parameters<PoolStore["acquire"]>): Selection;
  settle(...input: Parameters<PoolStore["settle"]>): SettleResult;
};

interface NaiveCampaign {
  readonly made: NewCampaign;
  list: ListIdentity | undefined;
  title: string;
  name: string;
  wish: Campaign["wish"];
  startRate: number | null;
  concurrency: number;
  readonly contacts: Mutable<Contact>[];
  readonly rejected: RejectedRow[];
  /** Their asks, in the order met. */
  readonly lanes: string[];
  /** Lanes for which no number is free. */
  readonly held: Map<number, { readonly since: number; until: number; readonly atLatest: boolean }>;
  readonly laneOf: Map<number, number>;
}

interface NaiveAttempt {
  attempt: Mutable<Attempt>;
  missedAt: number;
  isRedialled: boolean;
}

const CONTACT_STATES: readonly ContactState[] = [
  "queued",
  "open",
  "finished",
  "rejected",
  "suppressed",
  "refused",
  "absent",
  "unclear",
];
const WAIT_REASONS: readonly WaitReason[] = ["turn", "hours", "number", "callee", "retry"];

/**
 * The journal's contract in the plainest form: lists that are searched from end to end. Nothing of it
 * lasts. What another journal answers is compared with it.
 */
export class NaiveJournal implements SyncJournal {
  readonly #store: SyncStore;
  readonly #campaigns: NaiveCampaign[] = [];
  readonly #attempts: NaiveAttempt[] = [];
  #pacer: PacerState | undefined;
  #due: { callId: string; at: number }[] = [];

  constructor(store: SyncStore) {
    this.#store = store;
  }

  createCampaign(made: NewCampaign): void {
    this.#campaigns.push({
      made,
      list: undefined,
      title: "",
      name: "",
      wish: "run",
      startRate: made.startRate,
      concurrency: made.concurrency,
      contacts: [],
      rejected: [],
      lanes: [],
      held: new Map(),
      laneOf: new Map(),
    });
  }

  addRows(campaignId: string, rows: readonly ImportedRow[]): void {
    const campaign = this.#importing(campaignId);
    for (const row of rows) {
      if (row.kind === "invalid") {
        campaign.rejected.push({ line: row.line, state: "invalid", reason: row.reason });
        continue;
      }
      const { kind: _, suppressed, ...data } = row;
      const twin = campaign.contacts.find(({ phone }) => phone === row.phone);
      if (twin === undefined) {
        campaign.laneOf.set(row.line, laneFor(campaign.lanes, laneText(data)));
        campaign.contacts.push({
          ...data,
          campaignId,
          attempts: 0,
          outcomes: [],
          ...(suppressed === undefined
            ? { state: "queued", dueAt: 0, waitsFor: "turn" }
            : { state: "suppressed", reason: suppressed }),
        });
      } else
        campaign.rejected.push({
          line: row.line,
          state: "duplicate",
          reason: `the same number as in line ${twin.line}`,
        });
    }
  }

  sealCampaign(campaignId: string, list: ListIdentity): SealedCampaign {
    const campaign = this.#importing(campaignId);
    const sealed = this.#sealed();
    const named =
      list.name === undefined
        ? undefined
        : sealed.findLast(({ title, name }) => title === list.name || name === list.name);
    const known = named ?? sealed.findLast((other) => other.list?.digest === list.digest);
    if (named !== undefined && named.list?.digest !== list.digest) {
      this.discardCampaign(campaignId);
      return { outcome: "name_taken", campaign: this.#view(named) };
    }
    if (known !== undefined && list.again !== true) {
      this.discardCampaign(campaignId);
      return { outcome: "known", campaign: this.#view(known) };
    }
    campaign.title = named?.title ?? list.name ?? list.digest;
    campaign.name = campaign.title;
    for (let run = 2; sealed.some(({ name }) => name === campaign.name); run++)
      campaign.name = `${campaign.title} (${run})`;
    campaign.list = list;
    return { outcome: "created", campaign: this.#view(campaign) };
  }

  discardCampaign(campaignId: string): void {
    const at = this.#campaigns.findIndex(({ made, list }) => made.id === campaignId && list === undefined);
    if (at >= 0) this.#campaigns.splice(at, 1);
  }

  findCampaign(wanted: string): Campaign | undefined {
    const sealed = this.#sealed();
    const found =
      sealed.find(({ made }) => made.id === wanted) ??
      sealed.findLast(
        ({ title, name, list }) => title === wanted || name === wanted || list?.digest === wanted,
      );
    return found === undefined ? undefined : this.#view(found);
  }

  campaigns(): readonly Campaign[] {
    return this.#sealed().map((campaign) => this.#view(campaign));
  }

  changeCampaign(
    campaignId: string,
    { wish, startRate, concurrency }: Partial<Pick<Campaign, "wish" | "startRate" | "concurrency">>,
  ): Campaign {
    const campaign = this.#known(campaignId);
    if (wish !== undefined) campaign.wish = wish;
    if (startRate !== undefined) campaign.startRate = startRate;
    if (concurrency !== undefined) campaign.concurrency = concurrency;
    return this.#view(campaign);
  }

  progress(campaignId: string): CampaignProgress {
    const { contacts, rejected, held, laneOf, lanes } = this.#known(campaignId);
    const own = this.#attempts.filter(({ attempt }) => attempt.contact?.campaignId === campaignId);
    const queued = contacts.filter(({ state }) => state === "queued");
    const outcomes: Partial<Record<CallOutcome, number>> = {};
    for (const { state, outcome } of contacts)
      if (state === "finished" && outcome !== undefined) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    const untilOf = ({ line }: Contact) => held.get(laneOf.get(line) ?? 0)?.until ?? 0;
    const exhausted = [...held]
      .sort(([one], [other]) => one - other)
      .map(([lane, { since, until }]) => {
        const those = queued.filter(({ line }) => laneOf.get(line) === lane);
        const ask = lanes[lane - 1];
        const waiting = those.filter(({ waitsFor }) => waitsFor === "turn").length;
        return {
          isAny: those.length > 0,
          ...(ask === undefined ? {} : laneAsk(ask)),
          contacts: waiting,
          since,
          until,
        };
      })
      .filter(({ isAny }) => isAny)
      .map(({ isAny: _, ...lane }) => lane);
    const waiting = countsBy(WAIT_REASONS, queued, ({ waitsFor }) => waitsFor);
    const heldUp = exhausted.reduce((sum, lane) => sum + lane.contacts, 0);
    const countIn = (wanted: AttemptState) => own.filter(({ attempt }) => attempt.state === wanted).length;
    return {
      total: contacts.length,
      byState: countsBy(CONTACT_STATES, contacts, ({ state }) => state),
      waiting: { ...waiting, turn: waiting.turn - heldUp, number: waiting.number + heldUp },
      ...(queued.length === 0
        ? {}
        : {
            nextDueAt: Math.min(...queued.map((contact) => Math.max(contact.dueAt ?? 0, untilOf(contact)))),
          }),
      ...(exhausted.length === 0 ? {} : { exhausted }),
      outcomes,
      attempts: own.length,
      invalid: rejected.filter(({ state }) => state === "invalid").length,
      duplicates: rejected.filter(({ state }) => state === "duplicate").length,
      open: { intended: countIn("intended"), placed: countIn("placed"), unknown: countIn("unknown") },
    };
  }

  dueContacts(campaignId: string, { now, limit }: { now: number; limit: number }): readonly Contact[] {
    const { held, laneOf } = this.#sealed().find(({ made }) => made.id === campaignId) ?? NOBODY;
    return this.#contacts(campaignId)
      .filter(({ state, dueAt = 0 }) => state === "queued" && dueAt <= now)
      .filter(({ line }) => (held.get(laneOf.get(line) ?? 0)?.until ?? 0) <= now)
      .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || a.line - b.line)
      .slice(0, limit)
      .map((contact) => ({ ...contact }));
  }

  rows(
    campaignId: string,
    query: {
      states: readonly (ContactState | "invalid" | "duplicate")[];
      afterLine: number;
      limit: number;
    },
  ): readonly (Contact | RejectedRow)[] {
    const rejected = this.#sealed().find(({ made }) => made.id === campaignId)?.rejected ?? [];
    return [...this.#contacts(campaignId), ...rejected]
      .filter(({ state, line }) => query.states.includes(state) && line > query.afterLine)
      .sort((a, b) => a.line - b.line)
      .slice(0, query.limit)
      .map((row) => ({ ...row }));
  }

  askAgain(campaignId: string, now: number): void {
    const { held, contacts } = this.#known(campaignId);
    held.clear();
    for (const contact of contacts)
      if (contact.waitsFor === "number" && (contact.dueAt ?? 0) > now) contact.dueAt = now;
  }

  contact(ref: ContactRef): Contact | undefined {
    const found = this.#contact(ref);
    return found === undefined ? undefined : { ...found };
  }

  begin(requests: readonly BeginRequest[], now: number): readonly BeginResult[] {
    return requests.map((request) => this.#begin(request, now));
  }

  claimSlots(missed: readonly Slot[], now: number): readonly Slot[] {
    return missed.map((slot) => this.#claimInstead(slot, now));
  }

  #claimInstead(insteadOf: Slot, now: number): Slot {
    const { state, ...slot } = claimSlot(this.#pacerAt(now), now, { insteadOf });
    this.#pacer = state;
    return slot;
  }

  apply(changes: readonly JournalChange[], now: number): readonly boolean[] {
    return changes.map((change) => this.#apply(change, now));
  }

  expire(now: number): readonly Attempt[] {
    const overdue = this.#attempts.filter(
      ({ attempt }) => attempt.state === "intended" && attempt.deadline < now,
    );
    const reason = "its deadline passed, and nobody told what came of it";
    for (const { attempt } of overdue) this.#apply({ kind: "unknown", attemptId: attempt.id, reason }, now);
    return overdue.map(({ attempt }) => ({ ...attempt }));
  }

  openAttempts(): readonly Attempt[] {
    return this.#attempts.filter(({ attempt }) => isOpen(attempt)).map(({ attempt }) => ({ ...attempt }));
  }

  watchedAttempts({ after, limit }: { after?: Pick<Attempt, "id">; limit: number }): readonly Attempt[] {
    const watched = this.openAttempts()
      .filter(({ state }) => state !== "intended")
      .sort((one, other) => Number(one.callee) - Number(other.callee));
    const last = this.#attempts.findIndex(({ attempt }) => attempt.id === after?.id);
    const lastCallee = Number(this.#attempts[last]?.attempt.callee ?? 0);
    const isLater = ({ id, callee }: Attempt) =>
      Number(callee) > lastCallee ||
      (Number(callee) === lastCallee && this.#attempts.findIndex(({ attempt }) => attempt.id === id) > last);
    return watched.filter(isLater).slice(0, limit);
  }

  undecidedAttempts(): readonly Attempt[] {
    return this.#attempts
      .filter(({ attempt: { state } }) => state === "absent" || state === "unclear")
      .map(({ attempt }) => ({ ...attempt }));
  }

  attempt(attemptId: string): Attempt | undefined {
    const found = this.#attempts.find(({ attempt }) => attempt.id === attemptId);
    return found === undefined ? undefined : { ...found.attempt };
  }

  attemptOfCall(callId: string): Attempt | undefined {
    const found = this.#attempts.find(({ attempt }) => attempt.callId === callId);
    return found === undefined ? undefined : { ...found.attempt };
  }

  attempts({ campaignId, after, limit }: { campaignId?: string; after?: string; limit: number }) {
    const start = this.#attempts.findIndex(({ attempt }) => attempt.id === after) + 1;
    return this.#attempts
      .slice(start)
      .filter(({ attempt }) => campaignId === undefined || attempt.contact?.campaignId === campaignId)
      .slice(0, limit)
      .map(({ attempt }) => ({ ...attempt }));
  }

  setPace(startRate: number | null, now: number, { ifNone = false } = {}): void {
    if (ifNone && this.#pacer !== undefined) return;
    this.#pacer = changeStartRate(this.#pacerAt(now), startRate, now);
  }

  slowDown(answer: { sentAt: number; retryAfterMs?: number }, now: number): void {
    this.#pacer = slowDown(this.#pacerAt(now), answer, now);
  }

  pace(now: number) {
    const state = this.#pacerAt(now);
    return {
      startRate: state.startRate,
      currentRate: rateAt(state, now),
      measuredRate: measuredRate(state, now),
    };
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

  #begin(
    { attemptId, contact: ref, agentId, acquire, deadline, sendBy, concurrency }: BeginRequest,
    now: number,
  ): BeginResult {
    const contact = ref === undefined ? undefined : this.#contact(ref);
    if (ref !== undefined) {
      const campaign = this.#sealed().find(({ made }) => made.id === ref.campaignId);
      if (campaign?.wish !== "run" || !isDue(contact, now)) return { outcome: "not_queued" };
    }
    if (this.attempt(attemptId) !== undefined) {
      const issue = {
        path: "attemptId",
        message: "Another attempt has this id. Give each attempt an id of its own.",
      };
      return { outcome: "failed", error: new DialerConfigError("The attempt", [issue]) };
    }
    const others = this.openAttempts().filter(({ callee }) => callee === acquire.callee);
    const other = others.find(({ id }) => !this.#isLate(id)) ?? others[0];
    if (other !== undefined) return { outcome: "callee_open", attempt: other };
    if (this.openAttempts().length >= concurrency) return { outcome: "no_room" };
    const { sendAt: nextSlotAt } = claimSlot(this.#pacerAt(now), now);
    if (nextSlotAt > sendBy) return { outcome: "paced", nextSlotAt };
    let selection: Selection;
    try {
      selection = this.#store.acquire(acquire);
    } catch (error) {
      if (isPoolStrategiesError(error)) return { outcome: "failed", error };
      throw error;
    }
    const campaign = this.#sealed().find(({ made }) => made.id === ref?.campaignId);
    const lane = campaign?.laneOf.get(ref?.line ?? 0) ?? 0;
    if (!selection.ok) {
      const until = campaign === undefined || lane < 0 ? undefined : laneHeldUntil(selection, now);
      if (campaign === undefined || until === undefined) return { outcome: "refused", refusal: selection };
      const held = campaign.held.get(lane);
      if (held?.until !== until)
        campaign.held.set(lane, { since: held?.since ?? now, until, atLatest: selection.atLatest === true });
      return { outcome: "exhausted", refusal: selection, until };
    }
    campaign?.held.delete(lane);
    const attempt: Attempt = {
      id: attemptId,
      ...(ref === undefined ? {} : { contact: { campaignId: ref.campaignId, line: ref.line } }),
      agentId,
      callee: acquire.callee,
      callerId: selection.callerId,
      slug: selection.lease.slug,
      leaseId: selection.lease.id,
      state: "intended",
      intendedAt: now,
      deadline,
      missedReads: 0,
      corrections: [],
    };
    this.#attempts.push({ attempt, missedAt: Number.NEGATIVE_INFINITY, isRedialled: false });
    if (contact !== undefined) {
      moveTo(contact, "open");
      contact.attempts++;
    }
    const { state, ...slot } = claimSlot(this.#pacerAt(now), now);
    this.#pacer = state;
    return { outcome: "begun", attempt: { ...attempt }, grant: selection, slot };
  }

  readonly #late = new Set<string>();

  #isLate(attemptId: string): boolean {
    return this.#late.has(attemptId);
  }

  #apply(change: JournalChange, now: number): boolean {
    if (change.kind === "contact") {
      const contact = this.#contact(change);
      const { move } = change;
      if (contact === undefined || !isDue(contact, now)) return false;
      if (move.to === "queued" && move.dueAt === contact.dueAt && move.waitsFor === contact.waitsFor)
        return false;
      moveBy(contact, move);
      return true;
    }
    const entry = this.#attempts.find(({ attempt }) => attempt.id === change.attemptId);
    if (entry === undefined) return false;
    const { attempt } = entry;
    const { state } = attempt;
    const settle = (to: "placed" | "released" | "unknown") => {
      this.#store.settle({ leaseId: attempt.leaseId, to, now });
      if (to === "released") this.#wakeLanes(now, () => true);
    };
    switch (change.kind) {
      case "placed": {
        if (state !== "intended" && state !== "unknown" && state !== "absent" && state !== "unclear")
          return false;
        if (this.attemptOfCall(change.callId) !== undefined) return false;
        const wasClosed = state === "absent" || state === "unclear";
        if (wasClosed && this.openAttempts().some(({ callee }) => callee === attempt.callee))
          this.#late.add(attempt.id);
        attempt.state = "placed";
        attempt.callId = change.callId;
        attempt.placedAt = change.at;
        delete attempt.reason;
        settle("placed");
        if (wasClosed && this.#isLatest(attempt)) moveTo(this.#contactOf(attempt), "open");
        return true;
      }
      case "rejected":
        if (state !== "intended" && state !== "unknown") return false;
        attempt.state = "rejected";
        attempt.reason = change.reason;
        settle("released");
        this.#moveContact(attempt, change.contact ?? { to: "rejected", reason: change.reason });
        return true;
      case "unknown":
        if (state !== "intended") return false;
        attempt.state = "unknown";
        attempt.reason = change.reason;
        settle("unknown");
        return true;
      case "ended": {
        if (state === "rejected") return false;
        if (state === "ended") {
          if (change.status === attempt.status || attempt.corrections.includes(change.status)) return false;
          attempt.corrections = [...attempt.corrections, change.status];
          return true;
        }
        attempt.state = "ended";
        attempt.status = change.status;
        attempt.outcome = change.outcome;
        attempt.endedAt = change.at;
        delete attempt.reason;
        this.#store.settle({ leaseId: attempt.leaseId, to: "ended", outcome: change.outcome, now });
        this.#wakeLanes(now, ({ atLatest }) => atLatest);
        const contact = this.#contactOf(attempt);
        if (contact !== undefined) {
          contact.outcomes = [...contact.outcomes, change.outcome];
          contact.outcome = change.outcome;
        }
        this.#moveContact(attempt, change.contact ?? { to: "finished" });
        return true;
      }
      case "missed":
        if (state !== "unknown" || change.at <= entry.missedAt) return false;
        attempt.missedReads++;
        entry.missedAt = change.at;
        return true;
      case "absent": {
        const wasLeft = state === "absent" && !entry.isRedialled;
        if (state !== "unknown" && !(wasLeft && change.redial)) return false;
        attempt.state = "absent";
        if (change.redial) {
          entry.isRedialled = true;
          settle("released");
        }
        const usual: ContactMove = change.redial
          ? { to: "queued", dueAt: now, waitsFor: "retry" }
          : { to: "absent" };
        this.#moveContact(attempt, change.contact ?? usual);
        return true;
      }
      case "unclear":
        if (state !== "unknown") return false;
        attempt.state = "unclear";
        attempt.reason = change.reason;
        this.#moveContact(attempt, change.contact ?? { to: "unclear", reason: change.reason });
        return true;
      default:
        return change satisfies never;
    }
  }

  #wakeLanes(now: number, isFreed: (lane: { readonly atLatest: boolean }) => boolean): void {
    for (const { held } of this.#campaigns)
      for (const lane of held.values()) if (lane.until > now && isFreed(lane)) lane.until = now;
  }

  #moveContact(attempt: Attempt, move: ContactMove): void {
    const contact = this.#contactOf(attempt);
    if (contact !== undefined && this.#isLatest(attempt)) moveBy(contact, move);
  }

  #isLatest({ id, contact }: Attempt): boolean {
    const latest = this.#attempts.findLast(
      ({ attempt }) =>
        attempt.contact !== undefined &&
        attempt.contact.campaignId === contact?.campaignId &&
        attempt.contact.line === contact.line,
    );
    return latest?.attempt.id === id;
  }

  #contactOf({ contact }: Attempt): Mutable<Contact> | undefined {
    return contact === undefined ? undefined : this.#contact(contact);
  }

  #contact({ campaignId, line }: ContactRef): Mutable<Contact> | undefined {
    return this.#contacts(campaignId).find((contact) => contact.line === line);
  }

  #contacts(campaignId: string): readonly Mutable<Contact>[] {
    return this.#sealed().find(({ made }) => made.id === campaignId)?.contacts ?? [];
  }

  #sealed(): readonly NaiveCampaign[] {
    return this.#campaigns.filter(({ list }) => list !== undefined);
  }

  #known(campaignId: string): NaiveCampaign {
    const campaign = this.#sealed().find(({ made }) => made.id === campaignId);
    if (campaign === undefined) throw new CampaignNotFoundError(campaignId);
    return campaign;
  }

  #importing(campaignId: string): NaiveCampaign {
    const campaign = this.#campaigns.find(({ made }) => made.id === campaignId);
    if (campaign === undefined || campaign.list !== undefined) throw new CampaignNotFoundError(campaignId);
    return campaign;
  }

  #view({ made, list, name, wish, startRate, concurrency, contacts }: NaiveCampaign): Campaign {
    const isAny = (...states: ContactState[]) => contacts.some(({ state }) => states.includes(state));
    const isAborted = wish === "abort" && !isAny("open");
    return {
      id: made.id,
      name,
      digest: list?.digest ?? "",
      agentId: made.agentId,
      state: !isAny("queued", "open") ? "finished" : isAborted ? "aborted" : "open",
      wish,
      startRate,
      concurrency,
      settings: made.settings,
      createdAt: made.createdAt,
    };
  }

  #pacerAt(now: number): PacerState {
    return this.#pacer ?? createPacer({ startRate: null }, now);
  }
}

const NOBODY: Pick<NaiveCampaign, "held" | "laneOf"> = { held: new Map(), laneOf: new Map() };

/** The number of the lane of those who ask for this. */
function laneFor(lanes: string[], ask: string | undefined): number {
  if (ask === undefined) return 0;
  if (!lanes.includes(ask) && lanes.length >= MAX_LANES) return -1;
  if (!lanes.includes(ask)) lanes.push(ask);
  return lanes.indexOf(ask) + 1;
}

function isOpen({ state }: Attempt): boolean {
  return state === "intended" || state === "placed" || state === "unknown";
}

function isDue(contact: Contact | undefined, now: number): boolean {
  return contact?.state === "queued" && (contact.dueAt ?? 0) <= now;
}

function moveTo(contact: Mutable<Contact> | undefined, state: ContactState): void {
  if (contact === undefined) return;
  contact.state = state;
  delete contact.dueAt;
  delete contact.waitsFor;
  delete contact.reason;
}

function moveBy(contact: Mutable<Contact>, move: ContactMove): void {
  moveTo(contact, move.to);
  if (move.to === "queued") {
    contact.dueAt = move.dueAt;
    contact.waitsFor = move.waitsFor;
  } else if (move.reason !== undefined) contact.reason = move.reason;
}

function countsBy<Name extends string, Item>(
  names: readonly Name[],
  items: readonly Item[],
  nameOf: (item: Item) => Name | undefined,
): Record<Name, number> {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
  for (const item of items) {
    const name = nameOf(item);
    if (name !== undefined) counts[name]++;
  }
  return counts;
}
