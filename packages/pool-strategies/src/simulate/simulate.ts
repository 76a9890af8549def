import { createMemoryStore, type MemoryStore } from "../memory-store.js";
import { parsePolicy } from "../policy.js";
import type { AcquireRequest, Grant } from "../store.js";
import type {
  AffinityOutcome,
  CallOutcome,
  LimitName,
  LinkStep,
  Policy,
  Reasons,
  Refusal,
  RefusalCode,
} from "../types.js";
import { AreaCounts } from "./coverage.js";
import { EventQueue } from "./event-queue.js";
import { Load, loadOf } from "./load.js";
import { createLuck, type Luck } from "./luck.js";
import { checkSimulateOptions, type SimulatedContact, type SimulateOptions } from "./options.js";
import type { RefusalCount, SimulationReport } from "./report.js";
import { sizeOf } from "./sizing.js";
import { WaitingRoom, type WaitingTurn } from "./waiting-room.js";

const POOL_ID = "pool";
const HOUR_MS = 3_600_000;
const DEFAULT_MAX_WAIT_HOURS = 48;
/** Refused turns that are asked for the limit behind them, and numbers looked at in each of their links. */
const MAX_TRACED = 10_000;
const TRACE_NUMBERS = 64;

const STEPS: readonly LinkStep[] = [
  "rule",
  "area-code",
  "overlay",
  "near",
  "region",
  "country",
  "any",
  "custom",
];

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
  /** When it was first asked for at its own turn, epoch ms; absent: not yet. */
  turnAt: number | undefined;
  /** What it was refused with so far; each code is counted once. */
  readonly codes: Set<RefusalCode>;
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
  readonly #live = new EventQueue<LiveCall>();
  readonly #waiting = new WaitingRoom<Journey>();
  readonly #areas: AreaCounts;
  readonly #all: Load;
  readonly #loads: ReadonlyMap<string, Load>;
  readonly #counts = { contacts: 0, refused: 0, dropped: 0, passedOver: 0, stalledMs: 0, talkMs: 0 };
  readonly #waits = { contacts: 0, totalMs: 0, longestMs: 0 };
  readonly #steps = new Map<LinkStep, number>();
  readonly #affinity: Record<AffinityOutcome, number> = { none: 0, kept: 0, gone: 0, at_limit: 0, fresh: 0 };
  readonly #outcomes: Record<CallOutcome, number> = {
    answered: 0,
    voicemail: 0,
    "no-answer": 0,
    busy: 0,
    failed: 0,
    blocked: 0,
    canceled: 0,
    unknown: 0,
  };
  readonly #refusals = new Map<RefusalCode, { contacts: number; final: number }>();
  readonly #boundBy = new Map<LimitName, number>();
  #now: number;
  #nextSlotAt: number;
  #traced = 0;
  #isListRead = false;

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
      const waiting = this.#waiting.next(this.#now);
      const journey = waiting?.item ?? this.#readOn();
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
      turnAt: undefined,
      codes: new Set(),
      tellArea: this.#areas.add(next.value.callee),
    };
  }

  #ask(journey: Journey, waiting: WaitingTurn<Journey> | undefined): void {
    const { callee, tags } = journey.contact;
    const request = { poolId: POOL_ID, callee, ...(tags === undefined ? {} : { tags }), now: this.#now };
    const selection = this.#store.acquire({ ...request, random: this.#options.random });
    if (selection.ok) {
      waiting?.leave();
      return this.#call(journey, selection);
    }
    if (waiting === undefined && this.#waiting.hasLineOf(selection)) {
      // Somebody like it waits already: its own turn is yet to come.
      return this.#waiting.join(journey, selection, this.#now);
    }
    journey.turnAt ??= this.#now;
    this.#countRefusal(journey, selection);
    if (selection.code === "exhausted") this.#traceLimit(request, selection);
    const { retryAt } = selection;
    if (retryAt !== undefined && this.#mayWait(journey.turnAt, selection, retryAt)) {
      if (waiting === undefined) this.#waiting.join(journey, selection, retryAt);
      else waiting.stay(selection, retryAt);
      return;
    }
    waiting?.leave();
    this.#refusalOf(selection.code).final++;
    this.#counts[retryAt === undefined ? "refused" : "dropped"]++;
  }

  /** A call in flight may end long before its lease does, so that is no reason to give up. */
  #mayWait(turnAt: number, { atLatest }: Refusal, retryAt: number): boolean {
    return atLatest === true ? this.#now - turnAt < this.#maxWaitMs : retryAt - turnAt <= this.#maxWaitMs;
  }

  #call(journey: Journey, { lease, number, reasons }: Grant): void {
    const { contact, index, turnAt } = journey;
    const now = this.#now;
    this.#store.settle({ leaseId: lease.id, to: "placed", now });
    const load = this.#loads.get(number.slug) as Load;
    for (const counter of [load, this.#all]) counter.start(now);
    const { outcome, ms } = this.#luck.endingOf({ contact, number, step: reasons.step, at: now }, index);
    this.#outcomes[outcome]++;
    this.#counts.talkMs += ms;
    this.#live.add(now + ms, { leaseId: lease.id, load, outcome });
    this.#nextSlotAt = Math.max(this.#nextSlotAt, now) + this.#spacingMs;
    this.#countReasons(reasons, journey);
    if (turnAt === undefined) return;
    this.#waits.contacts++;
    this.#waits.totalMs += now - turnAt;
    this.#waits.longestMs = Math.max(this.#waits.longestMs, now - turnAt);
  }

  #countReasons({ affinity, step, skipped }: Reasons, { tellArea }: Journey): void {
    this.#affinity[affinity]++;
    if (skipped.some(({ reason }) => reason === "all_at_limit")) this.#counts.passedOver++;
    if (step === undefined) return;
    this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1);
    tellArea(step);
  }

  #countRefusal({ codes }: Journey, { code }: Refusal): void {
    if (codes.has(code)) return;
    codes.add(code);
    this.#refusalOf(code).contacts++;
  }

  #refusalOf(code: RefusalCode): { contacts: number; final: number } {
    const known = this.#refusals.get(code);
    if (known !== undefined) return known;
    const count = { contacts: 0, final: 0 };
    this.#refusals.set(code, count);
    return count;
  }

  /** Finds the limit that decides when the first number is free. Asking again changes nothing: it is refused again. */
  #traceLimit(request: Omit<AcquireRequest, "random">, { retryAt }: Refusal): void {
    if (this.#traced >= MAX_TRACED) return;
    this.#traced++;
    const { reasons } = this.#store.acquire({ ...request, random: () => 0, traceNumbers: TRACE_NUMBERS });
    for (const { numbers } of reasons.trace?.links ?? []) {
      for (const { verdict, freeAt } of numbers) {
        if (freeAt !== retryAt || !isLimit(verdict)) continue;
        this.#boundBy.set(verdict, (this.#boundBy.get(verdict) ?? 0) + 1);
        return;
      }
    }
  }

  /** A call is due and everybody at hand waits: time passes until somebody may ask. */
  #stall(): void {
    const until = this.#waiting.awaitsCalls
      ? Math.min(this.#waiting.firstAt, this.#live.firstAt)
      : this.#waiting.firstAt;
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
    }
    this.#now = Math.max(this.#now, to);
  }

  #report(): SimulationReport {
    const { pool, startAt } = this.#options;
    const { contacts, refused, dropped, passedOver, stalledMs } = this.#counts;
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
      match: STEPS.flatMap((step) => {
        const count = this.#steps.get(step);
        return count === undefined ? [] : [{ step, calls: count, share: count / calls }];
      }),
      passedOver,
      affinity: this.#affinity,
      outcomes: this.#outcomes,
      refusals: [...this.#refusals]
        .map(([code, count]): RefusalCount => ({ code, ...count }))
        .sort((a, b) => b.contacts - a.contacts || (a.code < b.code ? -1 : 1)),
      waits: this.#waits,
      peak,
      coverage: this.#areas.report(),
      sizing: sizeOf({
        pool,
        policy: this.#policy,
        startAt,
        callsPerDay: this.#options.callsPerDay,
        contacts,
        callsPerSecond: this.#callsPerSecond(),
        mostAtOnce: peak.callsAtOnce,
        areas: this.#areas.contacts,
        boundBy: this.#boundBy,
      }),
    };
  }

  /** As far as start rate and concurrency go; calls are as long as they were here. */
  #callsPerSecond(): number {
    const { startRate = 1 } = this.#options;
    const { calls } = this.#all;
    return calls === 0 ? startRate : Math.min(startRate, (this.#concurrency * 1000 * calls) / this.#counts.talkMs);
  }
}

function isLimit(verdict: string): verdict is LimitName {
  return verdict !== "chosen" && verdict !== "free" && verdict !== "used_before";
}
