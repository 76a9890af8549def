import { type Call, callStatus, isEnded } from "@dialpool/core";
import { callOutcome } from "@dialpool/pool-strategies";
import { settingsOf } from "./campaign-settings.js";
import type { Attempt, ContactMove, JournalChange } from "./journal.js";
import { EARLY_MS, type RecordMatch, RecordMatcher, startOf } from "./match-records.js";
import type { ResolvedDialerOptions } from "./options.js";
import { moveAfterOutcome } from "./outcome-rules.js";

/** How far the vendor's clock is expected to be off at most, for a call that was just placed, ms. */
const NEAR_MS = 10_000;
/** A placed call that no read has shown for so long is looked for further back, ms. */
const OVERDUE_MS = 60_000;
/** Complete reads that must miss an attempt before it is taken for absent. */
const READS_TO_MISS = 2;

/** What one read of the call records found out. */
export interface RecordReading {
  /** When it began, epoch ms. */
  readonly at: number;
  /** Records seen. */
  readonly records: number;
  /** Attempts that changed, by what they became. */
  readonly placed: readonly string[];
  readonly ended: readonly string[];
  readonly absent: readonly string[];
  readonly unclear: readonly string[];
}

/**
 * Reads call records and tells the journal what they say: of calls that have ended, and of attempts
 * of which nobody knows whether they were placed.
 */
export class RecordReader {
  readonly #options: ResolvedDialerOptions;
  /** When calls that are open began, by the vendor's clock, as the last read showed it. */
  #startOf = new Map<string, number>();

  constructor(options: ResolvedDialerOptions) {
    this.#options = options;
  }

  /**
   * Reads once, for all open attempts.
   *
   * @param isThorough Also looks for attempts that were given up as absent or unclear.
   * @throws What the client throws when the records cannot be read to their end; nothing is taken for absent then.
   */
  async read(isThorough = false, signal?: AbortSignal): Promise<RecordReading> {
    const { journal, clock } = this.#options;
    const at = clock.now();
    await journal.expire(at);
    await journal.takeDue();
    const open = await journal.openAttempts();
    const attempts = isThorough ? [...(await journal.undecidedAttempts()), ...open] : open;
    const found = {
      at,
      records: 0,
      placed: [],
      ended: [],
      absent: [],
      unclear: [],
    } as Mutable<RecordReading>;
    // An intended attempt is in the hands of a process that lives; it has nothing to be looked up yet.
    const watched = attempts.filter(({ state }) => state !== "intended");
    this.#forgetAllBut(watched);
    for (const [agentId, own] of byAgent(watched)) await this.#readAgent(agentId, own, found, signal);
    return found;
  }

  async #readAgent(
    agentId: string,
    attempts: readonly Attempt[],
    found: Mutable<RecordReading>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { client, graceMs, journal, clock } = this.#options;
    const matcher = new RecordMatcher(attempts, graceMs);
    const from = attempts.reduce((least, each) => Math.min(least, this.#windowOf(each, found.at)), found.at);
    const params = { model_id: agentId, from_date: Math.max(0, Math.floor(from)), limit: 100 };
    for await (const record of client.calls.list(params, signal === undefined ? {} : { signal })) {
      found.records++;
      matcher.see(record);
    }
    const taken = new Set<string>();
    for (const callId of matcher.candidates)
      if ((await journal.attemptOfCall(callId)) !== undefined) taken.add(callId);
    const matches = matcher.matches((callId) => taken.has(callId));
    const changes = await this.#changesFor(attempts, matches, found.at);
    const applied = await journal.apply(changes, clock.now());
    for (const [index, change] of changes.entries()) {
      if (applied[index] !== true) continue;
      if (
        change.kind === "placed" ||
        change.kind === "ended" ||
        change.kind === "absent" ||
        change.kind === "unclear"
      )
        found[change.kind] = [...found[change.kind], change.attemptId];
    }
  }

  /** From when on the records may show an attempt's call. Without such a bound every read would go through all calls of five minutes. */
  #windowOf({ callId, intendedAt, placedAt }: Attempt, readAt: number): number {
    if (callId === undefined) return intendedAt - EARLY_MS;
    const seen = this.#startOf.get(callId);
    if (seen !== undefined) return seen - 1_000;
    return intendedAt - (readAt - (placedAt ?? intendedAt) < OVERDUE_MS ? NEAR_MS : EARLY_MS);
  }

  #forgetAllBut(attempts: readonly Attempt[]): void {
    const before = this.#startOf;
    this.#startOf = new Map();
    for (const { callId } of attempts) {
      const start = callId === undefined ? undefined : before.get(callId);
      if (callId !== undefined && start !== undefined) this.#startOf.set(callId, start);
    }
  }

  async #changesFor(
    attempts: readonly Attempt[],
    matches: readonly RecordMatch[],
    readAt: number,
  ): Promise<readonly JournalChange[]> {
    const matchOf = new Map(matches.map((match) => [match.attempt.id, match]));
    const changes: JournalChange[] = [];
    for (const attempt of attempts) {
      const match = matchOf.get(attempt.id);
      if (match !== undefined && "record" in match)
        changes.push(...(await this.#found(attempt, match.record)));
      else if (attempt.callId === undefined)
        changes.push(...this.#missed(attempt, match === undefined ? 0 : match.candidates.length, readAt));
      else if (this.#isGivenUp(attempt, readAt))
        changes.push(await this.#ended(attempt, "no record", undefined));
    }
    return changes;
  }

  async #found(attempt: Attempt, record: Call): Promise<readonly JournalChange[]> {
    const changes: JournalChange[] = [];
    const start = startOf(record);
    if (!Number.isNaN(start)) this.#startOf.set(record.call_id, start);
    if (attempt.callId === undefined) {
      const at = startOf(record) || attempt.intendedAt;
      changes.push({ kind: "placed", attemptId: attempt.id, callId: record.call_id, at });
    }
    if (isEnded(record)) changes.push(await this.#ended(attempt, callStatus(record) ?? "", record));
    else if (this.#isGivenUp(attempt, this.#options.clock.now()))
      changes.push(await this.#ended(attempt, callStatus(record) ?? "no status", undefined));
    return changes;
  }

  async #ended(attempt: Attempt, status: string, record: Call | undefined): Promise<JournalChange> {
    const { journal, clock } = this.#options;
    const now = clock.now();
    const outcome = record === undefined ? "unknown" : callOutcome(record);
    const change = { kind: "ended", attemptId: attempt.id, status, outcome, at: now } as const;
    if (attempt.contact === undefined) return change;
    const contact = await journal.contact(attempt.contact);
    const campaign = await journal.findCampaign(attempt.contact.campaignId);
    if (contact === undefined || campaign === undefined) return change;
    return { ...change, contact: moveAfterOutcome(contact, outcome, settingsOf(campaign).retries, now) };
  }

  /** After the time of grace, a complete read that does not show an attempt, or shows more than one, counts. */
  #missed(attempt: Attempt, candidates: number, readAt: number): readonly JournalChange[] {
    const { graceMs, onAbsent } = this.#options;
    const { id: attemptId, contact: ref, state } = attempt;
    if (readAt < attempt.deadline + graceMs) return [];
    const redial = onAbsent === "redial";
    const again: ContactMove = { to: "queued", dueAt: readAt, waitsFor: "retry" };
    // One that was left is called again after all, if that is what is wanted now.
    if (state === "absent" && redial && candidates === 0)
      return [{ kind: "absent", attemptId, redial, ...moveTo(ref, again) }];
    if (state !== "unknown") return [];
    if (attempt.missedReads + 1 < READS_TO_MISS) return [{ kind: "missed", attemptId, at: readAt }];
    if (candidates > 0) {
      const reason = `${candidates === 1 ? "a record" : `${candidates} records`} may be its call`;
      return [{ kind: "unclear", attemptId, reason, ...moveTo(ref, { to: "unclear", reason }) }];
    }
    const move: ContactMove = redial ? again : { to: "absent", reason: "no record shows its call" };
    return [{ kind: "absent", attemptId, redial, ...moveTo(ref, move) }];
  }

  #isGivenUp({ placedAt, intendedAt, callId }: Attempt, now: number): boolean {
    return callId !== undefined && now - (placedAt ?? intendedAt) > this.#options.maxCallMs;
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function moveTo(ref: Attempt["contact"], contact: ContactMove): { readonly contact?: ContactMove } {
  return ref === undefined ? {} : { contact };
}

function byAgent(attempts: readonly Attempt[]): ReadonlyMap<string, readonly Attempt[]> {
  const groups = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const group = groups.get(attempt.agentId);
    if (group === undefined) groups.set(attempt.agentId, [attempt]);
    else group.push(attempt);
  }
  return groups;
}
