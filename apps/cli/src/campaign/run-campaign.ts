import type { Client } from "@dialpool/core";
import {
  callOutcome,
  type Grant,
  type PoolDefinition,
  type PoolStore,
  type Refusal,
} from "@dialpool/pool-strategies";
import { tagsOf } from "../contacts/call-tags.js";
import type { Contact } from "../contacts/read-contacts.js";
import type { Io } from "../io.js";
import { type CampaignPlan, callRequestOf } from "./campaign-plan.js";
import { createLiveCalls, type LiveCalls } from "./live-calls.js";
import { createPacer, type Pacer } from "./pacer.js";
import { type PlaceResult, placeAttempt } from "./place-attempt.js";
import { createRefusalTally, type RefusedContacts } from "./refusal-tally.js";
import type { ResultsWriter } from "./results-file.js";
import { createRunLog, type LoggedAttempt, type RunLog } from "./run-log.js";
import { createStopRule, type Stop, type StopRule } from "./stop-rule.js";
import { createWaitingContacts } from "./waiting-contacts.js";

/** How often the call list is read while every place is taken, ms. */
const POLL_MS = 1000;
/** A call without an ending no longer holds its place after this long. */
const MAX_CALL_MS = 60 * 60_000;
/** Times one contact is asked for before a 429 is final. */
const MAX_TRIES = 6;
const MAX_BACKOFF_MS = 30_000;

/** What a run works with. */
export interface CampaignWorld {
  readonly client: Pick<Client, "calls">;
  readonly store: PoolStore;
  readonly definition: PoolDefinition;
  /** Reads the agent's pool again; a number may have been detached meanwhile. */
  readonly reloadPool: () => Promise<PoolDefinition>;
  readonly results: Pick<ResultsWriter, "append">;
  readonly clock: Pick<Io, "now" | "random" | "sleep">;
  readonly interrupted: AbortSignal;
  readonly onProgress: (progress: CampaignProgress) => void;
  readonly note: (sentence: string) => void;
}

/** Where a run stands. */
export interface CampaignProgress {
  readonly total: number;
  readonly placed: number;
  readonly rejected: number;
  readonly unknown: number;
  readonly refused: number;
  /** Calls going on now. */
  readonly live: number;
}

/** A call that was placed, and from where. */
export interface PlacedFrom {
  readonly phone: string;
  readonly callerId: string;
}

/** How a run ended. */
export interface CampaignEnd {
  readonly progress: CampaignProgress;
  readonly calls: readonly PlacedFrom[];
  readonly refusals: readonly RefusedContacts[];
  /** Why it ended before its last contact; absent when it did not. */
  readonly stop?: Stop;
}

interface Job {
  readonly contact: Contact;
  readonly tries: number;
}

/**
 * Dials the contacts of a plan: for each, a place and a slot, a caller ID, a
 * line in the results file, the call, another line.
 *
 * It stops early, with what it has on disk, when going on would only add
 * failures: the API is away, the key is refused, the pool is empty.
 */
export function runCampaign(plan: CampaignPlan, world: CampaignWorld): Promise<CampaignEnd> {
  return new CampaignRun(plan, world).toEnd();
}

class CampaignRun {
  readonly #plan: CampaignPlan;
  readonly #world: CampaignWorld;
  readonly #log: RunLog;
  readonly #pacer: Pacer;
  readonly #live: LiveCalls;
  readonly #stopRule: StopRule = createStopRule();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #queue: Iterator<Contact>;
  readonly #again: Job[] = [];
  /** No caller ID was free for them just now. */
  readonly #waiting = createWaitingContacts<Job>();
  readonly #refusals = createRefusalTally();
  readonly #counts = { rejected: 0, unknown: 0 };
  readonly #calls: PlacedFrom[] = [];
  #definition: PoolDefinition;
  #stop: Stop | undefined;
  #backoffs = 0;
  #refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(plan: CampaignPlan, world: CampaignWorld) {
    this.#plan = plan;
    this.#world = world;
    this.#definition = world.definition;
    this.#log = createRunLog(plan, world.results, world.clock.now);
    this.#pacer = createPacer(plan.startRate);
    this.#live = createLiveCalls(world.client, plan.agentId, {
      now: world.clock.now,
      maxCallMs: MAX_CALL_MS,
    });
    this.#queue = plan.contacts[Symbol.iterator]();
  }

  async toEnd(): Promise<CampaignEnd> {
    await this.#guard(() => this.#log.began());
    while (!this.#isOver()) {
      const job = this.#nextJob();
      if (job !== undefined) await this.#guard(() => this.#dial(job));
      else if (this.#waiting.size > 0) await this.#guard(() => this.#waitForNumber());
      // One of these may come back with a 429 and want another try.
      else if (this.#inFlight.size > 0) await Promise.race(this.#inFlight);
      else break;
      this.#report();
    }
    await Promise.all(this.#inFlight);
    if (this.#plan.waitForEnd) await this.#guard(() => this.#waitForLiveCalls());
    const { message } = this.#stop ?? {};
    await this.#guard(() => (message === undefined ? this.#log.finished() : this.#log.stopped(message)));
    this.#report();
    return {
      progress: this.#progress(),
      calls: this.#calls,
      refusals: this.#refusals.list(),
      ...(this.#stop === undefined ? {} : { stop: this.#stop }),
    };
  }

  #nextJob(): Job | undefined {
    const again = this.#again.shift();
    if (again !== undefined) return again;
    const waited = this.#waiting.take(this.#world.clock.now());
    if (waited !== undefined || this.#waiting.isFull) return waited;
    const next = this.#queue.next();
    return next.done ? undefined : { contact: next.value, tries: 1 };
  }

  async #dial(job: Job): Promise<void> {
    await this.#waitForPlace();
    await this.#waitForSlot();
    if (this.#isOver()) return;
    const { clock, store } = this.#world;
    const { contact } = job;
    const selection = await store.acquire({
      poolId: this.#plan.agentId,
      callee: contact.phone,
      tags: tagsOf(contact, this.#definition.policy, this.#plan.tags),
      now: clock.now(),
      random: clock.random,
    });
    if (!selection.ok) return await this.#afterRefusal(job, selection);
    const attempt = {
      id: `${this.#plan.run}-${contact.line}-${job.tries}`,
      contact,
      callerId: selection.callerId,
    };
    await this.#log.intended(attempt, selection);
    // Writing took its time: the slot is taken where the request leaves.
    await this.#waitForSlot();
    if (this.#isOver()) {
      await this.#settleLease(selection, "released");
      return await this.#log.rejected(attempt, "not sent: the run was stopped");
    }
    this.#pacer.take(clock.now());
    const sent: Promise<void> = this.#guard(() => this.#send(job, attempt, selection)).finally(() =>
      this.#inFlight.delete(sent),
    );
    this.#inFlight.add(sent);
  }

  /** Waits if that is soon over; the others go on meanwhile. Else the contact is done with for this run. */
  async #afterRefusal(job: Job, refusal: Refusal): Promise<void> {
    const { retryAt, atLatest } = refusal;
    const now = this.#world.clock.now();
    // A call of ours may end, and free its number, at any moment.
    const isHeldByCalls = atLatest === true && this.#inFlight.size + this.#live.size > 0;
    if (retryAt !== undefined && (isHeldByCalls || retryAt - now <= this.#plan.maxWaitMs))
      return this.#waiting.add(job, isHeldByCalls ? Math.min(retryAt, now + POLL_MS) : retryAt);
    this.#refusals.add(refusal);
    await this.#log.refused(job.contact, refusal);
  }

  /** Nobody can be called before a number is free again. */
  async #waitForNumber(): Promise<void> {
    const { clock, interrupted } = this.#world;
    const waitMs = Math.min(POLL_MS, Math.max(0, this.#waiting.nextAt - clock.now()));
    await clock.sleep(waitMs, interrupted);
    if (clock.now() - this.#refreshedAt >= POLL_MS) await this.#refreshLive();
  }

  async #send(job: Job, attempt: LoggedAttempt, grant: Grant): Promise<void> {
    const result = await placeAttempt(this.#world.client, callRequestOf(this.#plan, attempt));
    this.#stop ??= this.#stopRule.after(result);
    switch (result.kind) {
      case "placed":
        this.#backoffs = 0;
        this.#calls.push({ phone: attempt.contact.phone, callerId: attempt.callerId });
        this.#follow(attempt, result.callId, grant);
        await this.#settleThen(grant, "placed", () => this.#log.placed(attempt, result.callId));
        break;
      case "unknown":
        this.#counts.unknown++;
        await this.#settleThen(grant, "unknown", () => this.#log.unknown(attempt, result.reason));
        break;
      case "not_sent":
        await this.#settleThen(grant, "released", () => this.#log.rejected(attempt, result.reason));
        break;
      case "rejected":
        await this.#settleThen(grant, "released", () => this.#afterRejection(job, attempt, result));
        break;
    }
    this.#report();
  }

  /** A pool state that cannot be written to stops the run; what became of the call is logged first. */
  async #settleThen(
    grant: Grant,
    to: "placed" | "unknown" | "released",
    log: () => Promise<void>,
  ): Promise<void> {
    try {
      await this.#settleLease(grant, to);
    } finally {
      await log();
    }
  }

  async #afterRejection(
    job: Job,
    attempt: LoggedAttempt,
    result: Extract<PlaceResult, { kind: "rejected" }>,
  ): Promise<void> {
    if (result.status === 429 && job.tries < MAX_TRIES) {
      await this.#log.rejected(attempt, result.reason, result.status);
      this.#holdBack(result.retryAfterMs);
      this.#again.push({ contact: job.contact, tries: job.tries + 1 });
      return;
    }
    this.#counts.rejected++;
    const detached = result.status === 400 ? await this.#findDetached(attempt.callerId) : undefined;
    await this.#log.rejected(attempt, detached ?? result.reason, result.status);
    if (detached !== undefined) this.#world.note(detached);
  }

  /**
   * After a 400 the pool is read again: a caller ID that is gone from it was
   * the cause, and is chosen no more.
   *
   * @returns A sentence that says so; `undefined` if it is still attached.
   */
  async #findDetached(callerId: string): Promise<string | undefined> {
    const isAttached = () => this.#definition.numbers.some((number) => number.number === callerId);
    if (isAttached()) await this.#reloadPool();
    if (isAttached()) return undefined;
    if (this.#definition.numbers.length === 0) {
      this.#stop ??= {
        kind: "pool_empty",
        message: "Every number was detached from the agent: there is nothing left to call from.",
      };
    }
    return `${callerId} was detached from the agent while the campaign ran; it is used no more.`;
  }

  /** If it cannot be read, the refusal of the call remains what there is to tell. */
  async #reloadPool(): Promise<void> {
    const { reloadPool, store, clock } = this.#world;
    const definition = await reloadPool().catch(() => undefined);
    if (definition === undefined) return;
    this.#definition = definition;
    await store.load(definition, { now: clock.now(), random: clock.random });
  }

  #holdBack(retryAfterMs = 0): void {
    const backoffMs = Math.min(1000 * 2 ** this.#backoffs, MAX_BACKOFF_MS);
    this.#backoffs++;
    this.#pacer.holdUntil(this.#world.clock.now() + Math.max(retryAfterMs, backoffMs));
  }

  #follow({ id, contact, callerId }: LoggedAttempt, callId: string, { lease }: Grant): void {
    this.#live.add({
      id,
      leaseId: lease.id,
      line: contact.line,
      phone: contact.phone,
      callerId,
      callId,
      placedAt: this.#world.clock.now(),
    });
  }

  async #settleLease(grant: Grant, to: "placed" | "unknown" | "released"): Promise<void> {
    await this.#world.store.settle({ leaseId: grant.lease.id, to, now: this.#world.clock.now() });
  }

  async #waitForPlace(): Promise<void> {
    const isFull = () => this.#inFlight.size + this.#live.size >= this.#plan.concurrency;
    while (isFull() && !this.#isOver()) {
      await this.#refreshLive();
      if (isFull()) await this.#world.clock.sleep(POLL_MS, this.#world.interrupted);
    }
  }

  async #waitForSlot(): Promise<void> {
    const { clock, interrupted } = this.#world;
    for (
      let waitMs = this.#pacer.waitMs(clock.now());
      waitMs > 0 && !this.#isOver();
      waitMs = this.#pacer.waitMs(clock.now())
    ) {
      await clock.sleep(waitMs, interrupted);
    }
  }

  async #waitForLiveCalls(): Promise<void> {
    while (this.#live.size > 0 && !this.#isOver()) {
      await this.#refreshLive();
      if (this.#live.size > 0) await this.#world.clock.sleep(POLL_MS, this.#world.interrupted);
    }
  }

  async #refreshLive(): Promise<void> {
    this.#refreshedAt = this.#world.clock.now();
    const ended = await this.#live.refresh(this.#world.interrupted);
    try {
      for (const { call, record } of ended) {
        // What is learned here decides whether the number rests, and whom it answers next.
        const outcome = record === undefined ? "unknown" : callOutcome(record);
        const now = this.#world.clock.now();
        await this.#world.store.settle({ leaseId: call.leaseId, to: "ended", outcome, now });
      }
    } finally {
      await this.#log.ended(ended);
    }
    this.#report();
  }

  /** True once nothing new may be begun. */
  #isOver(): boolean {
    if (this.#world.interrupted.aborted) this.#stop ??= { kind: "interrupted", message: "Interrupted." };
    return this.#stop !== undefined;
  }

  /** Runs a step; what it throws stops the run and never loses what others have in flight. */
  async #guard(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!this.#isOver()) this.#stop = this.#stopRule.afterFailure(error);
    }
  }

  #progress(): CampaignProgress {
    return {
      total: this.#plan.contacts.length,
      placed: this.#calls.length,
      ...this.#counts,
      refused: this.#refusals.contacts,
      live: this.#live.size,
    };
  }

  #report(): void {
    this.#world.onProgress(this.#progress());
  }
}
