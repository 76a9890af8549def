import { type Call, callStatus, isEnded } from "@dialpool/core";
import { callOutcome } from "@dialpool/pool-strategies";
import type { ApiClock } from "./api-clock.js";
import { settingsOf } from "./campaign-settings.js";
import type { CommitQueue } from "./commit-queue.js";
import { Corrections } from "./corrections.js";
import { type ClockError, isDialerError } from "./errors.js";
import type { Attempt, JournalChange } from "./journal.js";
import { CLOCKS_DIFFER_MS, startOf } from "./lost-attempts.js";
import { RecordMatcher } from "./match-records.js";
import { afterMissedRead } from "./missed-read.js";
import type { ResolvedDialerOptions } from "./options.js";
import { moveAfterOutcome } from "./outcome-rules.js";
import { type Found, RecordEntry, type RecordReading } from "./record-entry.js";
import type { RetryRules } from "./retry-rules.js";
import { watchedAttempts } from "./watched-attempts.js";

/** How far the vendor's clock is expected to be off at most, for a call that was just placed, ms. */
const NEAR_MS = 10_000;
/** A placed call that no read has shown for so long is looked for further back, ms. */
const OVERDUE_MS = 60_000;

/** What a read is for. */
export interface ReadOptions {
  /** Also looks for attempts that were given up as absent or unclear. */
  readonly isThorough?: boolean;
  /** Calls whose end was announced, and whose marks are gone. */
  readonly announced?: readonly string[];
  /** Which campaigns' absent contacts may be called again, if that is what the dialer is to do. Default: those that it runs. */
  readonly redials?: (campaignId: string) => boolean;
  readonly signal?: AbortSignal;
}

/**
 * Reads call records and tells the journal what they say: of calls that have ended, and of attempts
 * of which nobody knows whether they were placed.
 *
 * It goes by small pieces, with turns of the event loop between them: calls go out meanwhile, each at its slot.
 */
export class RecordReader {
  readonly #options: ResolvedDialerOptions;
  readonly #queue: Pick<CommitQueue, "apply">;
  readonly #corrections: Corrections;
  readonly #isRun: (campaignId: string) => boolean;
  readonly #apiClock: ApiClock;
  /** When calls that are open began, by the vendor's clock, as the last read showed it. */
  #startOf = new Map<string, number>();

  /** @param isRun Whether the dialer runs a campaign just now. */
  constructor(
    options: ResolvedDialerOptions,
    queue: Pick<CommitQueue, "apply">,
    isRun: (campaignId: string) => boolean,
    apiClock: ApiClock,
  ) {
    this.#options = options;
    this.#apiClock = apiClock;
    this.#isRun = isRun;
    this.#queue = queue;
    this.#corrections = new Corrections(options.journal);
  }

  /**
   * Reads once, for all attempts that may have a call.
   *
   * @throws What the client throws when an agent's records cannot be read to their end. What was seen of them until then
   *   is entered, and what those of other agents show; nothing of that agent's is taken for absent.
   * @throws ClockError where something would be taken for absent by a clock that is wrong. All else is entered.
   */
  async read(options: ReadOptions = {}): Promise<RecordReading> {
    const { found, failures } = await this.readEach(options);
    for (const error of failures.values()) throw error;
    return found;
  }

  /** As {@link read}, but tells of which agents something failed, and what. */
  async readEach(options: ReadOptions = {}): Promise<EachReading> {
    const { isThorough = false, announced = [], redials = this.#isRun, signal } = options;
    const { journal, clock } = this.#options;
    const at = clock.now();
    await journal.expire(at);
    const due = new Set([...announced, ...(await journal.takeDue())]);
    const undecided = isThorough ? await journal.undecidedAttempts() : [];
    const attempts = [...undecided, ...(await watchedAttempts(journal))];
    const found = {
      at,
      records: 0,
      placed: [],
      ended: [],
      absent: [],
      unclear: [],
      corrected: [],
    } satisfies Found;
    this.#forgetAllBut(attempts);
    this.#corrections.begin();
    const reading: Reading = { found, retriesOf: new Map(), redials, signal, failures: new Map() };
    const ended = await this.#corrections.announced(due, at);
    for (const [agentId, own] of byAgent([...attempts, ...ended])) {
      try {
        await this.#readAgent(agentId, own, reading);
      } catch (error) {
        // An agent that is gone keeps nothing of the others from being read.
        reading.failures.set(agentId, error);
        if (signal?.aborted) break;
      }
    }
    return reading;
  }

  /** @param wanted Attempts that may have a call, and those whose end may have been corrected. */
  async #readAgent(agentId: string, wanted: readonly Attempt[], reading: Reading): Promise<void> {
    const { client, graceMs } = this.#options;
    const { found, signal } = reading;
    const attempts = wanted.filter(({ state }) => state !== "ended");
    const matcher = new RecordMatcher(attempts, graceMs);
    const from = wanted.reduce((least, each) => Math.min(least, this.#windowOf(each, found.at)), found.at);
    const params = { model_id: agentId, from_date: Math.max(0, Math.floor(from)), limit: 100 };
    const seen = new Set<string>();
    const entry = new RecordEntry(this.#queue, found);
    const listening = { whole: true, middleware: this.#apiClock.listening };
    const options = signal === undefined ? listening : { ...listening, signal };
    let clockError: ClockError | undefined;
    try {
      for await (const record of client.calls.list(params, options)) {
        found.records++;
        const attempt = matcher.see(record);
        if (attempt === undefined) {
          if (isEnded(record)) await this.#correct(record, found);
          continue;
        }
        seen.add(attempt.id);
        for (const change of await this.#found(attempt, record, reading)) await entry.add(change);
      }
      clockError = await this.#clockError(agentId, signal);
    } catch (error) {
      // Whatever else failed may be read again, and then says how they ended.
      for (const attempt of isAgentGone(error) ? attempts : [])
        if (!seen.has(attempt.id) && this.#isGivenUp(attempt, found.at))
          await entry.add(await this.#ended(attempt, "no record", undefined, reading));
      await entry.end();
      throw error;
    }
    for await (const change of this.#afterAll(clockError, attempts, seen, matcher, reading))
      await entry.add(change);
    await entry.end();
  }

  /** What follows once all records were seen. */
  async *#afterAll(
    clockError: ClockError | undefined,
    attempts: readonly Attempt[],
    seen: ReadonlySet<string>,
    matcher: RecordMatcher,
    reading: Reading,
  ): AsyncGenerator<JournalChange> {
    const { journal } = this.#options;
    const taken = new Set<string>();
    for (const callId of matcher.candidates)
      if ((await journal.attemptOfCall(callId)) !== undefined) taken.add(callId);
    const matches = matcher.matches((callId) => taken.has(callId));
    const matchOf = new Map(matches.map((match) => [match.attempt.id, match]));
    for (const attempt of attempts) {
      if (seen.has(attempt.id)) continue;
      const match = matchOf.get(attempt.id);
      if (match !== undefined && "record" in match) yield* await this.#found(attempt, match.record, reading);
      else if (attempt.callId === undefined) {
        const changes = this.#missed(attempt, match === undefined ? 0 : match.candidates.length, reading);
        // By a clock that is wrong, its record may lie outside the time in which it is looked for.
        if (clockError === undefined) yield* changes;
        else if (changes.length > 0) reading.failures.set(attempt.agentId, clockError);
      } else if (this.#isGivenUp(attempt, reading.found.at))
        yield await this.#ended(attempt, "no record", undefined, reading);
    }
  }

  /** @throws The signal's reason: who was stopped does not know whether the clock is right. */
  async #clockError(agentId: string, signal: AbortSignal | undefined): Promise<ClockError | undefined> {
    try {
      await this.#apiClock.check(agentId, signal);
      signal?.throwIfAborted();
      return undefined;
    } catch (error) {
      if (isDialerError(error, "clock_wrong")) return error as ClockError;
      throw error;
    }
  }

  async #correct(record: Call, found: Found): Promise<void> {
    const change = await this.#corrections.changeFor(record, found.at);
    if (change?.kind === "ended" && (await this.#queue.apply(change))) found.corrected.push(change.attemptId);
  }

  /** From when on the records may show an attempt's call. Without such a bound every read would go through all calls of five minutes. */
  #windowOf({ callId, intendedAt, placedAt }: Attempt, readAt: number): number {
    if (callId === undefined) return intendedAt - CLOCKS_DIFFER_MS;
    const seen = this.#startOf.get(callId);
    if (seen !== undefined) return seen - 1_000;
    return intendedAt - (readAt - (placedAt ?? intendedAt) < OVERDUE_MS ? NEAR_MS : CLOCKS_DIFFER_MS);
  }

  #forgetAllBut(attempts: readonly Attempt[]): void {
    const before = this.#startOf;
    this.#startOf = new Map();
    for (const { callId } of attempts) {
      const start = callId === undefined ? undefined : before.get(callId);
      if (callId !== undefined && start !== undefined) this.#startOf.set(callId, start);
    }
  }

  async #found(attempt: Attempt, record: Call, reading: Reading): Promise<readonly JournalChange[]> {
    const changes: JournalChange[] = [];
    const start = startOf(record);
    if (!Number.isNaN(start)) this.#startOf.set(record.call_id, start);
    if (attempt.callId === undefined) {
      const at = startOf(record) || attempt.intendedAt;
      changes.push({ kind: "placed", attemptId: attempt.id, callId: record.call_id, at });
    }
    if (isEnded(record)) {
      this.#corrections.isEntered(record);
      changes.push(await this.#ended(attempt, callStatus(record) ?? "", record, reading));
    } else if (this.#isGivenUp(attempt, this.#options.clock.now()))
      changes.push(await this.#ended(attempt, callStatus(record) ?? "no status", undefined, reading));
    return changes;
  }

  async #ended(
    attempt: Attempt,
    status: string,
    record: Call | undefined,
    reading: Reading,
  ): Promise<JournalChange> {
    const { journal, clock } = this.#options;
    const now = clock.now();
    const outcome = record === undefined ? "unknown" : callOutcome(record);
    const change = { kind: "ended", attemptId: attempt.id, status, outcome, at: now } as const;
    if (attempt.contact === undefined) return change;
    const contact = await journal.contact(attempt.contact);
    const retries = await this.#retriesOf(attempt.contact.campaignId, reading);
    if (contact === undefined || retries === undefined) return change;
    return { ...change, contact: moveAfterOutcome(contact, outcome, retries, now) };
  }

  async #retriesOf(campaignId: string, { retriesOf }: Reading): Promise<RetryRules | undefined> {
    if (!retriesOf.has(campaignId)) {
      const campaign = await this.#options.journal.findCampaign(campaignId);
      retriesOf.set(campaignId, campaign === undefined ? undefined : settingsOf(campaign).retries);
    }
    return retriesOf.get(campaignId);
  }

  #missed(attempt: Attempt, candidates: number, { found, redials }: Reading): readonly JournalChange[] {
    const { graceMs, onAbsent } = this.#options;
    const { campaignId } = attempt.contact ?? {};
    const redial = onAbsent === "redial" && campaignId !== undefined && redials(campaignId);
    return afterMissedRead(attempt, { candidates, readAt: found.at, graceMs, redial });
  }

  #isGivenUp({ placedAt, intendedAt, callId }: Attempt, now: number): boolean {
    return callId !== undefined && now - (placedAt ?? intendedAt) > this.#options.maxCallMs;
  }
}

/** What a read found, and why some agents' records could not be read to their end, or not be concluded from. */
export interface EachReading {
  readonly found: RecordReading;
  readonly failures: ReadonlyMap<string, unknown>;
}

/** One read, while it goes on. */
interface Reading {
  readonly found: Found;
  /** Rules of the campaigns that it met. */
  readonly retriesOf: Map<string, RetryRules | undefined>;
  readonly redials: (campaignId: string) => boolean;
  readonly signal: AbortSignal | undefined;
  /** Of agents whose records could not be read to their end, or could not be concluded from; in the order in which they were read. */
  readonly failures: Map<string, unknown>;
}

/** Its records will not be read any more: the API knows no such agent. */
function isAgentGone(error: unknown): boolean {
  return (error as { readonly status?: unknown } | undefined)?.status === 404;
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
