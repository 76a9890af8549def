import { setMaxListeners } from "node:events";
import type { OnReading } from "./call-watch.js";
import { settingsOf } from "./campaign-settings.js";
import type { DialerParts } from "./campaigns.js";
import { AHEAD_MS, type ContactCalled, ContactCaller } from "./contact-caller.js";
import { ContactFeed } from "./contact-feed.js";
import { isDialerError } from "./errors.js";
import type { Campaign, CampaignProgress, Contact, Pace } from "./journal.js";
import { Rest } from "./rest.js";
import { type Stop, StopRule } from "./stop-rule.js";

/** How often the campaign's wish and pace are looked at, ms. */
const LOOK_MS = 500;
/** Contacts that are worked on at once, at most. */
const MAX_IN_FLIGHT = 512;

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
  readonly #caller: ContactCaller;
  readonly #feed: ContactFeed;
  readonly #stopRule = new StopRule();
  readonly #inFlight = new Set<Promise<void>>();
  /** Of those, the ones whose request has not left yet. */
  #preparing = 0;
  readonly #stopped = new AbortController();
  #campaign: Campaign;
  #stop: Stop | undefined;
  #isPaused = false;
  #isInterrupted = false;
  /** Until when there is no room for another call. */
  #fullUntil = 0;
  /** When the journal is to be asked again for whom no number was free. */
  #heldUntil = 0;
  /** Why the last read of the records failed; told once. */
  #fault: string | undefined;
  readonly #rest: Rest;

  constructor(campaign: Campaign, parts: DialerParts, options: CampaignRunOptions) {
    this.#campaign = campaign;
    this.#parts = parts;
    this.#options = options;
    this.#caller = new ContactCaller(parts, settingsOf(campaign), this.#stopped.signal);
    this.#feed = new ContactFeed(campaign.id, parts.options.journal);
    this.#rest = new Rest(parts.options.clock);
  }

  async toEnd(): Promise<RunEnd> {
    const { watch, options, closed } = this.#parts;
    const { journal, clock } = options;
    const interrupt = () => {
      this.#isInterrupted = true;
      this.#halt({ kind: "interrupted", message: "Interrupted." });
    };
    // Every attempt that waits for its slot listens.
    setMaxListeners(0, this.#stopped.signal);
    for (const signal of [this.#options.signal, closed]) {
      if (signal?.aborted) interrupt();
      signal?.addEventListener("abort", interrupt, { once: true });
    }
    const unfollow = watch.follow((reading) => this.#onReading(reading));
    try {
      await journal.setPace(this.#campaign.startRate, clock.now());
      await journal.askAgain(this.#campaign.id, clock.now());
      return await this.#loop();
    } catch (error) {
      this.#halt(failure(error));
      // What is under way is written down, if that can be done, before anybody hears that the run is over.
      await Promise.all(this.#inFlight);
      throw error;
    } finally {
      unfollow();
      this.#rest.end();
      for (const signal of [this.#options.signal, closed]) signal?.removeEventListener("abort", interrupt);
    }
  }

  async #loop(): Promise<RunEnd> {
    const { clock, journal } = this.#parts.options;
    let lookAt = 0;
    let progress = await journal.progress(this.#campaign.id);
    for (;;) {
      const now = clock.now();
      // A clock that was set back does not make it wait until it has caught up.
      if (now >= lookAt || now < lookAt - LOOK_MS) {
        // An answer from before that may still come, too: so it is asked anew each time.
        this.#fullUntil = 0;
        await this.#look();
        progress = await journal.progress(this.#campaign.id);
        this.#options.onProgress?.(progress, await journal.pace(clock.now()));
        lookAt = clock.now() + LOOK_MS;
      }
      if (this.#stop !== undefined) {
        if (this.#inFlight.size > 0) await Promise.race(this.#inFlight);
        else {
          progress = await journal.progress(this.#campaign.id);
          if (!this.#seesToEnd(progress)) return this.#end(progress);
          await this.#rest.until(lookAt);
        }
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
      await this.#rest.until(Math.min(lookAt, this.#nextAt(progress)));
    }
  }

  #onReading(reading: Parameters<OnReading>[0]): void {
    const before = this.#fault;
    this.#fault = "error" in reading ? faultOf(reading.error) : undefined;
    try {
      if (this.#fault !== undefined && this.#fault !== before) this.#note(this.#fault);
      if (!("error" in reading) && reading.ended.length + reading.absent.length > 0) {
        this.#fullUntil = 0;
        this.#feed.readAnew();
      }
    } catch (cause) {
      // Whoever is told of it failed. Others read with us, and are not to suffer.
      this.#halt(failure(cause));
    }
    this.#rest.wake();
  }

  #mayBegin(): boolean {
    return (
      !this.#isPaused &&
      this.#inFlight.size < Math.min(this.#campaign.concurrency, MAX_IN_FLIGHT) &&
      this.#preparing < this.#ahead() &&
      this.#parts.options.clock.now() >= this.#fullUntil
    );
  }

  /** How many contacts may be on their way to a request: those whose slots come within the time that attempts are written down ahead. */
  #ahead(): number {
    const { startRate } = this.#campaign;
    return startRate === null ? MAX_IN_FLIGHT : Math.ceil((startRate * AHEAD_MS) / 1000) + 1;
  }

  #dial(contact: Contact): void {
    this.#preparing++;
    let isSent = false;
    const onSent = () => {
      if (!isSent) this.#preparing--;
      isSent = true;
      this.#rest.wake();
    };
    const done = this.#caller
      .call(contact, this.#campaign, onSent)
      .then((called) => this.#afterCall(contact, called))
      .catch((cause: unknown) => {
        this.#halt(failure(cause));
      })
      .finally(() => {
        onSent();
        this.#inFlight.delete(done);
        this.#feed.done(contact);
        this.#rest.wake();
      });
    this.#inFlight.add(done);
  }

  #afterCall(contact: Contact, called: ContactCalled): void {
    switch (called.kind) {
      case "placement": {
        const stop = this.#stopRule.after(called.placement);
        if (stop !== undefined) this.#halt(stop);
        break;
      }
      case "not_yet":
        this.#fullUntil = called.until;
        this.#feed.putBack(contact);
        break;
      case "held":
        this.#heldUntil = called.until;
        this.#feed.readAnew();
        break;
      case "pool_empty":
        this.#halt({ kind: "pool_empty", message: called.message });
        break;
      case "moved":
        break;
      default:
        called satisfies never;
    }
  }

  /** Obeys whoever changed the campaign meanwhile. */
  async #look(): Promise<void> {
    const { journal, clock } = this.#parts.options;
    const campaign = (await journal.findCampaign(this.#campaign.id)) ?? this.#campaign;
    if (campaign.startRate !== this.#campaign.startRate)
      await journal.setPace(campaign.startRate, clock.now());
    this.#campaign = campaign;
    if (campaign.wish === "pause" && !this.#isPaused) this.#note("The campaign is paused: nobody is called.");
    if (campaign.wish === "run" && this.#isPaused) this.#note("The campaign goes on.");
    this.#isPaused = campaign.wish === "pause";
    if (campaign.wish === "abort" && this.#stop === undefined) {
      this.#note("The campaign was aborted: nobody is called, and calls that go on are seen to their end.");
      this.#halt({ kind: "aborted", message: "The campaign was aborted." });
    }
  }

  /** Nobody else may be there to learn how the calls of an aborted campaign end. Whoever interrupts does not want to wait for it. */
  #seesToEnd({ open }: CampaignProgress): boolean {
    return this.#stop?.kind === "aborted" && !this.#isInterrupted && open.intended + open.placed > 0;
  }

  #halt(stop: Stop): void {
    // Whoever interrupts an aborted campaign does not see its calls to their end: that is what is told.
    if (this.#stop === undefined || (this.#stop.kind === "aborted" && stop.kind === "interrupted"))
      this.#stop = stop;
    this.#stopped.abort();
    this.#rest.wake();
  }

  /** How the run ends with nothing in flight here; `undefined` while there is something to wait for. */
  #endOf({ byState, open, nextDueAt }: CampaignProgress): RunEnd["state"] | undefined {
    const { clock } = this.#parts.options;
    const { maxWaitMs = 0 } = this.#options;
    if (this.#isPaused && byState.queued > 0) return undefined;
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
    if (this.#fullUntil > now) return this.#fullUntil;
    // A request that leaves, or is answered, wakes the run by itself.
    if (!this.#mayBegin()) return Number.POSITIVE_INFINITY;
    const dueAt = nextDueAt > now ? nextDueAt : now + LOOK_MS;
    return this.#heldUntil > now ? Math.min(this.#heldUntil, dueAt) : dueAt;
  }

  #note(sentence: string): void {
    this.#options.onNote?.(sentence);
  }
}

/** Something else than the API or the contacts. */
function failure(cause: unknown): Stop {
  return { kind: "failed", message: `The run cannot go on: ${messageOf(cause)}`, cause };
}

/** Why the records say nothing, as a sentence. */
function faultOf(error: unknown): string {
  if (isDialerError(error, "clock_wrong")) return error.message;
  return `Call records could not be read: ${messageOf(error)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
