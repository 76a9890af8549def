import { setMaxListeners } from "node:events";
import type { Begun } from "./attempt-sender.js";
import { type CallingHours, type CallingWindow, callingWindow } from "./calling-hours/index.js";
import { type CampaignSettings, settingsOf } from "./campaign-settings.js";
import type { DialerParts } from "./campaigns.js";
import { ContactFeed } from "./contact-feed.js";
import { CALLEE_RETRY_MS, moveAfterRefusal, SUPPRESSED } from "./contact-moves.js";
import type { BeginResult, Campaign, CampaignProgress, Contact, ContactMove, Pace } from "./journal.js";
import { type Stop, StopRule } from "./stop-rule.js";

/** How often the campaign's wish and pace are looked at, ms. */
const LOOK_MS = 500;
/** How long nothing is begun after there was no room, unless a call ends before, ms. */
const NO_ROOM_MS = 250;
/** Attempts are written down so long before their slot at most, ms: what a crash then leaves unknown is little. */
const AHEAD_MS = 300;
const MAX_AHEAD = 512;

/** How a run goes. */
export interface CampaignRunOptions {
  /** Aborted: nothing new is begun, and what is in flight is waited for. */
  readonly signal?: AbortSignal;
  /**
   * The run ends when nothing is in flight and nobody is due within this time, ms. Default 0: it calls
   * whom it can call now. `Infinity`: it waits for everybody.
   */
  readonly maxWaitMs?: number;
  /** Told every half second, and at the end. */
  readonly onProgress?: (progress: CampaignProgress, pace: Pace) => void;
  /** Told of whatever a person should know while it runs: sentences. */
  readonly onNote?: (sentence: string) => void;
}

/** How a run ended. */
export interface RunEnd {
  /**
   * - `finished`: every contact is final.
   * - `waiting`: somebody is due later; see `progress.nextDueAt`.
   * - `undecided`: of some attempts it is still not known whether they were placed.
   * - `stopped`: see `stop`.
   */
  readonly state: "finished" | "waiting" | "undecided" | "stopped";
  readonly progress: CampaignProgress;
  readonly stop?: Stop;
}

/** One process' share in calling the contacts of a campaign. */
export class CampaignRun {
  readonly #parts: DialerParts;
  readonly #options: CampaignRunOptions;
  readonly #settings: CampaignSettings;
  readonly #feed: ContactFeed;
  readonly #stopRule = new StopRule();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #stopped = new AbortController();
  #campaign: Campaign;
  #stop: Stop | undefined;
  /** Until when there is no room for another call. */
  #fullUntil = 0;
  #wake = () => {};

  constructor(campaign: Campaign, parts: DialerParts, options: CampaignRunOptions) {
    this.#campaign = campaign;
    this.#parts = parts;
    this.#options = options;
    this.#settings = settingsOf(campaign);
    this.#feed = new ContactFeed(campaign.id, parts.options.journal);
  }

  async toEnd(): Promise<RunEnd> {
    const { watch, options, closed } = this.#parts;
    const { journal, clock } = options;
    const interrupt = () => this.#halt({ kind: "interrupted", message: "Interrupted." });
    // Every attempt that waits for its slot listens.
    setMaxListeners(0, this.#stopped.signal);
    for (const signal of [this.#options.signal, closed]) {
      if (signal?.aborted) interrupt();
      signal?.addEventListener("abort", interrupt, { once: true });
    }
    const unfollow = watch.follow((reading) => {
      if ("error" in reading) this.#note(`Call records could not be read: ${messageOf(reading.error)}`);
      else if (reading.ended.length + reading.absent.length > 0) this.#fullUntil = 0;
      this.#wake();
    });
    try {
      await journal.setPace(this.#campaign.startRate, clock.now());
      return await this.#loop();
    } finally {
      unfollow();
      for (const signal of [this.#options.signal, closed]) signal?.removeEventListener("abort", interrupt);
    }
  }

  async #loop(): Promise<RunEnd> {
    const { clock, journal } = this.#parts.options;
    let lookAt = 0;
    let progress = await journal.progress(this.#campaign.id);
    for (;;) {
      if (clock.now() >= lookAt) {
        await this.#look();
        progress = await journal.progress(this.#campaign.id);
        this.#options.onProgress?.(progress, await journal.pace(clock.now()));
        lookAt = clock.now() + LOOK_MS;
      }
      if (this.#stop !== undefined) {
        if (this.#inFlight.size === 0) return this.#end(await journal.progress(this.#campaign.id));
        await Promise.race(this.#inFlight);
        continue;
      }
      const contact = this.#mayBegin() ? await this.#feed.next(clock.now()) : undefined;
      if (contact !== undefined) {
        this.#dial(contact);
        continue;
      }
      if (this.#inFlight.size === 0 && this.#feed.isEmpty) {
        progress = await journal.progress(this.#campaign.id);
        const end = this.#endOf(progress);
        if (end !== undefined) return this.#end(progress, end);
      }
      await this.#rest(Math.max(1, Math.min(lookAt, this.#nextAt(progress)) - clock.now()));
    }
  }

  #mayBegin(): boolean {
    return this.#inFlight.size < this.#ahead() && this.#parts.options.clock.now() >= this.#fullUntil;
  }

  /** How many attempts may be under way between being written down and being answered. The pacer and the journal bound them too. */
  #ahead(): number {
    return Math.min(this.#campaign.concurrency, MAX_AHEAD);
  }

  #dial(contact: Contact): void {
    const done = this.#callContact(contact)
      .catch((cause: unknown) => {
        this.#halt({ kind: "failed", message: `The run cannot go on: ${messageOf(cause)}`, cause });
      })
      .finally(() => {
        this.#inFlight.delete(done);
        this.#feed.done(contact);
        this.#wake();
      });
    this.#inFlight.add(done);
  }

  async #callContact(contact: Contact): Promise<void> {
    const { clock, doNotCall } = this.#parts.options;
    const { hours } = this.#settings;
    if (doNotCall.has(contact.phone))
      return await this.#move(contact, { to: "suppressed", reason: SUPPRESSED });
    if (hours !== undefined) {
      const closed = this.#closedWindow(hours, contact);
      if (closed !== undefined) return await this.#move(contact, movedByHours(closed));
    }
    const begun = await this.#begin(contact);
    if (begun === undefined) return;
    switch (begun.outcome) {
      case "begun":
        return await this.#send(contact, begun);
      case "refused":
        if (begun.refusal.code === "pool_empty")
          this.#halt({
            kind: "pool_empty",
            message: "No number is attached to the agent: there is nothing to call from.",
          });
        return await this.#move(contact, moveAfterRefusal(begun.refusal, clock.now()));
      case "callee_open":
        return await this.#move(contact, {
          to: "queued",
          dueAt: clock.now() + CALLEE_RETRY_MS,
          waitsFor: "callee",
        });
      case "no_room":
        this.#fullUntil = clock.now() + NO_ROOM_MS;
        return this.#feed.putBack(contact);
      case "paced":
        this.#fullUntil = begun.nextSlotAt - AHEAD_MS;
        return this.#feed.putBack(contact);
      case "failed":
        return await this.#move(contact, { to: "rejected", reason: begun.error.message });
      case "not_queued":
        return;
      default:
        begun satisfies never;
    }
  }

  /** Whether the contact is out of hours now, or would be by the time at which its call leaves at the latest. */
  #closedWindow(hours: CallingHours, { phone: number, timeZone, region }: Contact): ClosedWindow | undefined {
    const { clock, sendWithinMs } = this.#parts.options;
    const callee = {
      number,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(region === undefined ? {} : { region }),
    };
    const now = clock.now();
    const window = callingWindow(hours, callee, now);
    if (!window.isOpen) return window;
    if (window.closesAt === undefined || window.closesAt > now + sendWithinMs) return undefined;
    const next = callingWindow(hours, callee, window.closesAt);
    return next.isOpen ? undefined : next;
  }

  async #begin(contact: Contact): Promise<BeginResult | undefined> {
    const { options, queue, pools } = this.#parts;
    const { clock, createId, sendWithinMs, timeoutMs } = options;
    const { campaignId, line, callerId, agentId = this.#campaign.agentId } = contact;
    if (!pools.has(agentId)) {
      await this.#move(contact, { to: "rejected", reason: `there is no pool for the agent ${agentId}` });
      return undefined;
    }
    const poolId = await pools.poolFor(agentId, callerId);
    if (poolId === undefined) {
      await this.#move(contact, { to: "rejected", reason: `${callerId} is not attached to the agent` });
      return undefined;
    }
    const now = clock.now();
    const deadline = now + sendWithinMs + timeoutMs;
    return queue.begin({
      attemptId: createId(),
      contact: { campaignId, line },
      agentId,
      acquire: {
        poolId,
        callee: contact.phone,
        tags: { ...this.#settings.tags, ...contact.tags },
        now,
        random: () => clock.random(),
        holdMs: deadline - now,
      },
      deadline,
      sendBy: now + Math.min(AHEAD_MS, sendWithinMs),
      concurrency: this.#campaign.concurrency,
    });
  }

  async #send(contact: Contact, begun: Begun): Promise<void> {
    const placement = await this.#parts.sender.send(begun, {
      name: contact.name,
      ...(contact.variables === undefined ? {} : { variables: contact.variables }),
      attempts: contact.attempts + 1,
      stopped: this.#stopped.signal,
    });
    // What was not sent because the run was stopped says nothing of the API.
    if (this.#stopped.signal.aborted) return;
    const stop = this.#stopRule.after(placement);
    if (stop !== undefined) this.#halt(stop);
  }

  async #move({ campaignId, line }: Contact, move: ContactMove): Promise<void> {
    await this.#parts.queue.apply({ kind: "contact", campaignId, line, move });
  }

  /** Obeys whoever changed the campaign meanwhile. */
  async #look(): Promise<void> {
    const { journal, clock } = this.#parts.options;
    const campaign = (await journal.findCampaign(this.#campaign.id)) ?? this.#campaign;
    if (campaign.startRate !== this.#campaign.startRate)
      await journal.setPace(campaign.startRate, clock.now());
    this.#campaign = campaign;
    if (campaign.wish === "pause") this.#halt({ kind: "paused", message: "The campaign was paused." });
    if (campaign.wish === "abort") this.#halt({ kind: "aborted", message: "The campaign was aborted." });
  }

  #halt(stop: Stop): void {
    this.#stop ??= stop;
    this.#stopped.abort();
    this.#wake();
  }

  /** How the run ends with nothing in flight here; `undefined` while there is something to wait for. */
  #endOf({ byState, open, nextDueAt }: CampaignProgress): RunEnd["state"] | undefined {
    const { clock } = this.#parts.options;
    const { maxWaitMs = 0 } = this.#options;
    if (byState.queued > 0 && nextDueAt !== undefined && nextDueAt - clock.now() <= maxWaitMs)
      return undefined;
    // A call that ends may bring a retry that is due in time.
    if (open.intended + open.placed > 0) return undefined;
    if (open.unknown > 0) return maxWaitMs >= this.#parts.options.graceMs ? undefined : "undecided";
    return byState.queued > 0 ? "waiting" : "finished";
  }

  #end(progress: CampaignProgress, state: RunEnd["state"] = "stopped"): RunEnd {
    return this.#stop === undefined ? { state, progress } : { state, progress, stop: this.#stop };
  }

  #nextAt({ nextDueAt = Number.POSITIVE_INFINITY }: CampaignProgress): number {
    const now = this.#parts.options.clock.now();
    // A slot, a place or a call's end wakes the run by itself.
    if (this.#inFlight.size >= this.#ahead()) return Number.POSITIVE_INFINITY;
    return this.#fullUntil > now ? this.#fullUntil : nextDueAt > now ? nextDueAt : now + LOOK_MS;
  }

  /** Waits, or until something happens. */
  async #rest(ms: number): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await this.#parts.options.clock.sleep(ms, woken.signal);
    this.#wake = () => {};
  }

  #note(sentence: string): void {
    this.#options.onNote?.(sentence);
  }
}

type ClosedWindow = Extract<CallingWindow, { readonly isOpen: false }>;

function movedByHours({
  opensAt,
  reason,
}: {
  readonly opensAt?: number;
  readonly reason: string;
}): ContactMove {
  if (opensAt === undefined) return { to: "refused", reason };
  return { to: "queued", dueAt: opensAt, waitsFor: "hours" };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
