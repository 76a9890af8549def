import { createMemoryStore, type MemoryStore } from "../memory-store.js";
import { parsePolicy } from "../policy.js";
import type { AcquireRequest, Grant } from "../store.js";
import type { CallOutcome, LimitName, LinkStep, Policy, Refusal, RefusalCode } from "../types.js";
import { AreaCounts } from "./coverage.js";
import { EventQueue } from "./event-queue.js";
import { Load, loadOf } from "./load.js";
import { createLuck, type Luck } from "./luck.js";
import { checkSimulateOptions, type SimulatedContact, type SimulateOptions } from "./options.js";
import type { SimulationReport } from "./report.js";
import { sizeOf } from "./sizing.js";
import { Tally } from "./tally.js";
import { WaitingRoom, type WaitingTurn } from "./waiting-room.js";

const POOL_ID = "pool";
const HOUR_MS = 3_600_000;
const DEFAULT_MAX_WAIT_HOURS = 48;
/** Refusals that are asked for the limit behind them, and numbers looked at in each of their links. */
const MAX_TRACED = 10_000;
const TRACE_NUMBERS = 64;

/**
 * Runs a policy over a contact list and a clock, and calls nobody.
 *
 * Calls start evenly spaced at the start rate while a place is free. A contact
 * for whom there is no number waits until the instant that the refusal names,
 * and the others go on meanwhile. A memory store decides every call, so what is
 * reported is what a store would do.
 *
 * Pure: equal options, with a `random` that is seeded alike, give an equal
 * report. Takes time in proportion to the contacts, and runs to its end.
 *
 * @throws InvalidInputError, PolicyError
 * @example simulate({ pool, contacts, policy: "localPresence", geography, startAt: Date.now(), random: seeded(1) }).match
 */
export function simulate(options: SimulateOptions): SimulationReport {
  checkSimulateOptions(options);
  return new Simulation(options).run();
}

/** A contact on its way. */
interface Journey {
  readonly contact: SimulatedContact;
  /** Its place in the list. */
  readonly index: number;
  /** When it last asked for a number in vain, epoch ms; absent: never. */
  askedAt: number | undefined;
  /** How long it has waited for a number. Waiting for a slot or a place is not counted. */
  waitedMs: number;
  /** What refused it and held it up so far: each counts once. */
  met: Set<RefusalCode | LimitName> | undefined;
  readonly tellArea: (step: LinkStep) => void;
}

interface LiveCall {
  readonly leaseId: string;
  readonly load: Load;
  readonly outcome: CallOutcome;
}

class Simulation {
  readonly #options: SimulateOptions;
  readonly #policy: Policy;
  readonly #store: MemoryStore;
  readonly #luck: Luck;
  readonly #list: Iterator<SimulatedContact>;
  readonly #spacingMs: number;
  readonly #concurrency: number;
  readonly #maxWaitMs: number;
  /** Some number may have only so many calls at once, so that one is free when a call ends. */
  readonly #callsHoldNumbers: boolean;
  readonly #live = new EventQueue<LiveCall>();
  readonly #waiting = new WaitingRoom<Journey>();
  readonly #areas: AreaCounts;
  readonly #all: Load;
  readonly #loads: ReadonlyMap<string, Load>;
  readonly #counts = { contacts: 0, refused: 0, dropped: 0, stalledMs: 0, callMs: 0 };
  readonly #tally = new Tally();
  #now: number;
  #nextSlotAt: number;
  #traced = 0;
  #isListRead = false;
  /** No number of the pool is free before this instant, whoever asks. */
  #closedUntil = Number.NEGATIVE_INFINITY;

  constructor(options: SimulateOptions) {
    const { pool, contacts, startAt, random, geography, extensions, history = [] } = options;
    this.#options = options;
    this.#policy = parsePolicy(options.policy ?? "balanced");
    this.#store = createMemoryStore({
      ...(geography === undefined ? {} : { geography }),
      ...(extensions === undefined ? {} : { extensions }),
    });
    this.#luck = createLuck(options, random());
    this.#store.load({ poolId: POOL_ID, numbers: pool, policy: this.#policy }, { now: startAt, random });
    for (const call of history) this.#store.record({ ...call, now: startAt });
    this.#list = contacts[Symbol.iterator]();
    this.#spacingMs = 1000 / (options.startRate ?? 1);
    this.#concurrency = options.concurrency ?? Number.POSITIVE_INFINITY;
    this.#maxWaitMs = (options.maxWaitHours ?? DEFAULT_MAX_WAIT_HOURS) * HOUR_MS;
    const { maxConcurrentCalls } = this.#policy.limits;
    this.#callsHoldNumbers = pool.some(
      ({ limits }) => ({ maxConcurrentCalls, ...limits }).maxConcurrentCalls !== null,
    );
    this.#areas = new AreaCounts(pool, geography);
    this.#all = new Load(startAt);
    this.#loads = new Map(pool.map(({ slug }) => [slug, new Load(startAt)]));
    this.#now = startAt;
    this.#nextSlotAt = startAt;
  }

  run(): SimulationReport {
    for (;;) {
      this.#advance(Math.ceil(this.#nextSlotAt));
      while (this.#live.size >= this.#concurrency) this.#advance(this.#live.firstAt);
      const isOpen = this.#now >= this.#closedUntil;
      const waiting = isOpen ? this.#waiting.next(this.#now) : undefined;
      const journey = waiting?.item ?? (isOpen ? this.#readOn() : undefined);
      if (journey !== undefined) this.#ask(journey, waiting);
      else if (this.#waiting.size > 0) this.#stall();
      else break;
    }
    while (this.#live.size > 0) this.#advance(this.#live.firstAt);
    return this.#report();
  }

  #readOn(): Journey | undefined {
    if (this.#isListRead || this.#waiting.isFull) return undefined;
    const next = this.#list.next();
    if (next.done === true) {
      this.#isListRead = true;
      return undefined;
    }
    return {
      contact: next.value,
      index: this.#counts.contacts++,
      askedAt: undefined,
      waitedMs: 0,
      met: undefined,
      tellArea: this.#areas.add(next.value.callee),
    };
  }

  #ask(journey: Journey, waiting: WaitingTurn<Journey> | undefined): void {
    const { callee, tags } = journey.contact;
    if (waiting !== undefined && journey.askedAt !== undefined)
      journey.waitedMs += Math.max(0, waiting.dueAt - journey.askedAt);
    const request = { poolId: POOL_ID, callee, ...(tags === undefined ? {} : { tags }), now: this.#now };
    const selection = this.#store.acquire({ ...request, random: this.#options.random });
    if (selection.ok) {
      waiting?.leave();
      this.#call(journey, selection);
    } else if (waiting === undefined && this.#waiting.hasLineOf(selection)) {
      // Somebody like it waits already: its own turn is yet to come.
      this.#waiting.join(journey, selection, this.#now);
    } else {
      this.#countRefusal(journey, request, selection);
      this.#waitOrGo(journey, selection, waiting);
    }
  }

  #waitOrGo(journey: Journey, refusal: Refusal, waiting: WaitingTurn<Journey> | undefined): void {
    journey.askedAt = this.#now;
    const { code, retryAt } = refusal;
    if (retryAt !== undefined && this.#mayWait(journey, refusal, retryAt)) {
      if (waiting === undefined) this.#waiting.join(journey, refusal, retryAt);
      else waiting.stay(refusal, retryAt);
      if (code === "exhausted" && this.#isWholePool(refusal)) this.#closedUntil = retryAt;
    } else {
      waiting?.leave();
      this.#tally.gaveUp(code);
      this.#counts[retryAt === undefined ? "refused" : "dropped"]++;
    }
  }

  /** A call in flight may end long before its lease does, so that is no reason to give up. */
  #mayWait({ waitedMs }: Journey, { atLatest }: Refusal, retryAt: number): boolean {
    return atLatest === true ? waitedMs < this.#maxWaitMs : waitedMs + retryAt - this.#now <= this.#maxWaitMs;
  }

  /** Every number of the pool was at a limit: nobody else need ask. */
  #isWholePool({ reasons }: Refusal): boolean {
    return reasons.skipped.some(({ size }) => size === this.#loads.size);
  }

  #call(journey: Journey, { lease, number, reasons }: Grant): void {
    const { contact, index, askedAt, waitedMs } = journey;
    const now = this.#now;
    this.#store.settle({ leaseId: lease.id, to: "placed", now });
    const load = this.#loads.get(number.slug) as Load;
    for (const counter of [load, this.#all]) counter.start(now);
    const { outcome, ms } = this.#luck.endingOf({ contact, number, step: reasons.step, at: now }, index);
    this.#live.add(now + ms, { leaseId: lease.id, load, outcome });
    this.#nextSlotAt = Math.max(this.#nextSlotAt, now) + this.#spacingMs;
    this.#counts.callMs += ms;
    this.#tally.called(reasons, outcome);
    if (reasons.step !== undefined) journey.tellArea(reasons.step);
    if (askedAt !== undefined) this.#tally.waited(waitedMs);
  }

  #countRefusal(journey: Journey, request: Omit<AcquireRequest, "random">, refusal: Refusal): void {
    journey.met ??= new Set();
    const { met } = journey;
    const { code } = refusal;
    if (!met.has(code)) this.#tally.refused(code);
    met.add(code);
    const limit = code === "exhausted" ? this.#limitBehind(request, refusal) : undefined;
    if (limit === undefined || met.has(limit)) return;
    this.#tally.heldUpBy(limit);
    met.add(limit);
  }

  /** The limit that decides when the first number is free. Asking once more changes nothing: it is refused again. */
  #limitBehind(request: Omit<AcquireRequest, "random">, { retryAt }: Refusal): LimitName | undefined {
    if (this.#traced >= MAX_TRACED) return undefined;
    this.#traced++;
    const { reasons } = this.#store.acquire({ ...request, random: () => 0, traceNumbers: TRACE_NUMBERS });
    for (const { numbers } of reasons.trace?.links ?? []) {
      for (const { verdict, freeAt } of numbers) if (freeAt === retryAt && isLimit(verdict)) return verdict;
    }
    return undefined;
  }

  /** A call is due and everybody at hand waits: time passes until somebody may ask. */
  #stall(): void {
    const dueAt = Math.max(this.#closedUntil, this.#waiting.firstAt);
    const until = this.#waiting.awaitsCalls ? Math.min(dueAt, this.#live.firstAt) : dueAt;
    this.#counts.stalledMs += Math.max(0, until - this.#now);
    this.#advance(until);
  }

  /** Moves the clock on, never back, and ends the calls that end meanwhile, each at its own instant. */
  #advance(to: number): void {
    while (this.#live.firstAt <= to) {
      this.#now = Math.max(this.#now, this.#live.firstAt);
      const { leaseId, load, outcome } = this.#live.take() as LiveCall;
      this.#store.settle({ leaseId, to: "ended", outcome, now: this.#now });
      for (const counter of [load, this.#all]) counter.end(outcome === "answered");
      this.#waiting.callEnded(this.#now);
      if (this.#callsHoldNumbers) this.#closedUntil = Number.NEGATIVE_INFINITY;
    }
    this.#now = Math.max(this.#now, to);
  }

  #report(): SimulationReport {
    const { pool, startAt } = this.#options;
    const { contacts, refused, dropped, stalledMs } = this.#counts;
    const { calls, callsByHour, peak } = this.#all;
    const usage = this.#store.usage(POOL_ID, { now: this.#now });
    const numberOf = new Map(pool.map((number) => [number.slug, number]));
    return {
      contacts,
      calls,
      refused,
      dropped,
      startAt,
      endAt: this.#now,
      stalledMs,
      numbers: usage.flatMap(({ slug, quarantinedUntil }) => {
        const number = numberOf.get(slug);
        const load = this.#loads.get(slug);
        return number === undefined || load === undefined
          ? []
          : [loadOf(number, load, this.#all, quarantinedUntil)];
      }),
      callsByHour,
      ...this.#tally.report(calls),
      peak,
      coverage: this.#areas.report(),
      sizing: sizeOf({
        pool,
        policy: this.#policy,
        startAt,
        callsPerDay: this.#options.callsPerDay,
        contacts,
        startRate: this.#options.startRate ?? 1,
        concurrency: this.#concurrency,
        callsPerSecond: this.#callsPerSecond(),
        mostAtOnce: peak.callsAtOnce,
        areas: this.#areas.contacts,
        boundBy: this.#tally.boundBy,
      }),
    };
  }

  /** As far as start rate and concurrency go; calls are as long as they were here. */
  #callsPerSecond(): number {
    const { startRate = 1 } = this.#options;
    const { calls } = this.#all;
    return calls === 0
      ? startRate
      : Math.min(startRate, (this.#concurrency * 1000 * calls) / this.#counts.callMs);
  }
}

function isLimit(verdict: string): verdict is LimitName {
  return verdict !== "chosen" && verdict !== "free" && verdict !== "used_before";
}
