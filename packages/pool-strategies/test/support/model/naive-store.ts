import { PoolNotLoadedError, rejectInput } from "../../../src/errors.js";
import type { Extensions } from "../../../src/extensions.js";
import type {
  AcquireRequest,
  Flag,
  Grant,
  Lease,
  LoadOptions,
  LoadReport,
  NumberUsage,
  PoolDefinition,
  PoolStore,
  RecordedCall,
  Selection,
  Settlement,
  SettleResult,
} from "../../../src/store.js";
import type { CallOutcome, Geography, LinkStep, PoolNumber } from "../../../src/types.js";
import {
  type Bucket,
  continueBucket,
  exponential,
  join,
  newBucket,
  park,
  seat,
  sortedBy,
  startClock,
} from "./bucket.js";
import { choose, type Decision, usedStill } from "./choose.js";
import { type Carried, freeAtOf, type Held, limitsHolding } from "./limits.js";
import { DRAWS, decayed } from "./picks.js";
import { bucketsOf, checkCallTags } from "./route.js";
import {
  type Call,
  type CalleeState,
  type NumberState,
  newCallee,
  newNumber,
  type PoolState,
} from "./state.js";
import { countAt, leavesAt } from "./windows.js";

const HOUR = 3_600_000;
const DAY = 86_400_000;

/** What may follow a state. */
const NEXT: Readonly<Record<Lease["state"], readonly Lease["state"][]>> = {
  held: ["unknown", "placed", "ended", "released"],
  unknown: ["placed", "ended", "released"],
  placed: ["ended"],
  ended: [],
  released: [],
};

/** What a namespace of the model is made with. */
export interface NaiveStoreOptions {
  readonly geography: Geography;
  readonly extensions: Extensions;
  /** Default one hour. */
  readonly maxCallMs?: number | undefined;
}

/**
 * What a store must answer, written from `docs/selection.md` as plainly as
 * possible: lists of calls, and every question answered by filtering, counting
 * and sorting them. After each change every number of every pool is looked at anew.
 */
export class NaiveStore implements PoolStore {
  readonly #options: NaiveStoreOptions;
  #now = 0;
  #sequence = 0;
  /** Whether instants of callees' calls are kept: since a pool first limited their frequency. */
  #countsCallees = false;
  #calls: Call[] = [];
  readonly #numbers = new Map<string, NumberState>();
  readonly #callees = new Map<string, CalleeState>();
  readonly #pools = new Map<string, PoolState>();

  constructor(options: NaiveStoreOptions) {
    this.#options = options;
  }

  load(definition: PoolDefinition, { now, random, earlierCalls }: LoadOptions): LoadReport {
    this.#advance(now);
    const { poolId, policy } = definition;
    const numbers = sortedBy(definition.numbers);
    const known = this.#pools.get(poolId);
    const before = known?.definition.policy.order.name === policy.order.name ? known : undefined;
    const namesOf = new Map(
      numbers.map((number) => [number, bucketsOf(number, numbers, policy.route, this.#options)]),
    );
    const buckets = new Map<string, Bucket>();
    for (const name of new Set([...namesOf.values()].flat())) {
      const members = numbers.filter((number) => namesOf.get(number)?.includes(name));
      const old = before?.buckets.get(name);
      buckets.set(name, old === undefined ? newBucket(name, members) : continueBucket(old, members));
    }
    for (const number of numbers) {
      const newIn = [...buckets.values()].filter(
        ({ members, starts }) => members.includes(number) && !starts.has(number.slug),
      );
      const isDrawn = policy.order.name === "weighted-random" && newIn.length > 0;
      const residual = isDrawn ? exponential(drawFrom(random)) : undefined;
      for (const bucket of newIn) seat(bucket, number, residual);
    }

    if (policy.limits.maxCallsPerCallee !== null) this.#countsCallees = true;
    const slugs = numbers.map(({ slug }) => slug);
    const oldSlugs = sortedBy(known?.definition.numbers ?? []).map(({ slug }) => slug);
    const outcomes = new Map(
      [...(before?.outcomes ?? [])].filter(([key]) => slugs.includes(key.split("\n")[0] ?? "")),
    );
    const free = new Set([...(before?.free ?? [])].filter((slug) => slugs.includes(slug)));
    this.#pools.set(poolId, { definition: { ...definition, numbers }, buckets, free, outcomes });
    for (const bucket of buckets.values()) {
      for (const { slug, weight = 1 } of bucket.members) if (free.has(slug)) startClock(bucket, slug, weight);
    }
    for (const slug of slugs) this.#number(slug);
    for (const slug of oldSlugs.filter((each) => !this.#isInSomePool(each))) {
      this.#number(slug).lastSequence = 0;
      this.#number(slug).lastSelectedAt = undefined;
    }
    this.#parkAndWake();
    const isCounted = earlierCalls !== undefined && known === undefined;
    const counted = new Set<string>();
    for (const { callId, ...call } of isCounted ? earlierCalls : []) {
      if (!counted.has(callId)) this.record({ ...call, now });
      counted.add(callId);
    }
    return {
      ...(isCounted ? { counted: counted.size } : {}),
      added: slugs.filter((slug) => !oldSlugs.includes(slug)),
      removed: oldSlugs.filter((slug) => !slugs.includes(slug)),
      kept: slugs.filter((slug) => oldSlugs.includes(slug)),
    };
  }

  acquire(request: AcquireRequest): Selection {
    const { poolId, callee, tags = {}, now, random, holdMs = 120_000, traceNumbers } = request;
    const pool = this.#pool(poolId);
    const { numbers, policy } = pool.definition;
    checkCallTags(tags, policy.route);
    const draws = Array.from({ length: DRAWS[policy.order.name] }, () => drawFrom(random));
    this.#advance(now);

    const person = this.#callee(callee);
    const decision = choose({
      ...this.#options,
      numbers,
      policy,
      buckets: pool.buckets,
      callee,
      tags,
      draws,
      now: this.#now,
      traceNumbers,
      person,
      heldBy: (number) => this.#heldBy(pool, number),
      lastSequence: ({ slug }) => this.#number(slug).lastSequence,
      inFlight: ({ slug }) => this.#live(slug).length,
      callsInDay: ({ slug }) => countAt(this.#counting(slug), this.#now, "day", "rolling"),
      outcomes: ({ slug }, step) => pool.outcomes.get(outcomeKey(slug, step)),
    });
    if (!decision.ok) return decision.refusal;
    return this.#grant(poolId, callee, holdMs, decision);
  }

  #grant(poolId: string, callee: Lease["callee"], holdMs: number, decision: Decision & { ok: true }): Grant {
    const { number, link, reasons } = decision;
    const { policy } = this.#pool(poolId).definition;
    const { slug } = number;
    this.#sequence += 1;
    const lease: Lease = {
      id: `lease-${this.#sequence}`,
      sequence: this.#sequence,
      poolId,
      slug,
      callee,
      state: "held",
      acquiredAt: this.#now,
      holdUntil: this.#now + holdMs,
    };
    const isLearnt =
      policy.order.name === "answer-rate" && reasons.affinity !== "kept" && reasons.overflow === undefined;
    this.#calls.push({
      ...lease,
      isRecorded: false,
      at: this.#now,
      liveUntil: this.#now + Math.max(this.#options.maxCallMs ?? HOUR, holdMs),
      learnsAt: isLearnt ? link.step : undefined,
    });
    this.#number(slug).lastSequence = this.#sequence;
    this.#number(slug).lastSelectedAt = this.#now;
    const person = this.#callee(callee);
    if (this.#countsCallees) person.instants = latest16([...person.instants, this.#now]);
    if (policy.affinity.mode === "fresh") {
      const used = usedStill(person, policy, this.#now);
      person.used = [...used.filter((each) => each !== slug), slug].slice(-64);
      person.usedAt = this.#now;
    }
    this.#parkAndWake();
    return { ok: true, callerId: number.number, number, reasons, lease };
  }

  record({ slug, callee, at: placedAt, outcome, now }: RecordedCall): void {
    this.#advance(now);
    const at = Math.min(placedAt, this.#now);
    this.#sequence += 1;
    const sequence = this.#sequence;
    this.#calls.push({
      id: "",
      sequence,
      isRecorded: true,
      poolId: "",
      slug,
      callee,
      at,
      holdUntil: at,
      liveUntil: at,
      learnsAt: undefined,
      state: "ended",
    });
    const number = this.#number(slug);
    if (this.#isInSomePool(slug)) {
      number.lastSequence = sequence;
      number.lastSelectedAt = Math.max(number.lastSelectedAt ?? at, at);
    }
    const person = this.#callee(callee);
    if (this.#countsCallees) person.instants = latest16([...person.instants, at]);
    person.reached = { slug, sequence, at };
    if (outcome === "answered") person.answered = { slug, sequence, at };
    this.#parkAndWake();
  }

  settle({ leaseId, to, outcome = "unknown", now }: Settlement): SettleResult {
    this.#advance(now);
    const call = this.#calls.find(({ id, isRecorded }) => id === leaseId && !isRecorded);
    if (call === undefined || leavesAt(call.at, "day") <= this.#now) return { applied: false };
    if (!NEXT[call.state].includes(to)) return { applied: false, state: call.state };
    this.#move(call, to);
    if (to === "released") {
      const person = this.#callee(call.callee);
      const given = person.instants.lastIndexOf(call.at);
      person.instants = person.instants.filter((_, index) => index !== given);
    }
    if (to === "ended") this.#learn(call, outcome);
    this.#parkAndWake();
    return { applied: true, state: to };
  }

  #move(call: Call, to: Lease["state"]): void {
    const person = this.#callee(call.callee);
    const { slug, sequence, at } = call;
    if (call.state === "held" && to !== "released" && sequence > (person.reached?.sequence ?? 0))
      person.reached = { slug, sequence, at };
    call.state = to;
  }

  #learn(call: Call, outcome: CallOutcome): void {
    const { slug, sequence, at, callee, poolId, learnsAt } = call;
    const person = this.#callee(callee);
    if (outcome === "answered" && sequence > (person.answered?.sequence ?? 0))
      person.answered = { slug, sequence, at };

    const number = this.#number(slug);
    const pool = this.#pool(poolId);
    const { numbers, policy } = pool.definition;
    const { restAfterFailures: rest, quarantineAfterBlocks: quarantine } = policy.limits;
    const isMember = numbers.some((each) => each.slug === slug);
    if (outcome === "failed" || outcome === "blocked") {
      number.failuresInRow += 1;
      const isResting = (number.restingUntil ?? 0) > this.#now;
      if (rest !== null && number.failuresInRow >= rest.failures && isMember && !isResting) {
        const resting = numbers.filter((each) => (this.#number(each.slug).restingUntil ?? 0) > this.#now);
        if (resting.length < Math.floor(rest.maxRestingShare * numbers.length)) {
          number.restingUntil = this.#now + rest.restMinutes * 60_000;
          number.failuresInRow = 0;
        }
      }
    } else if (outcome !== "canceled" && outcome !== "unknown") number.failuresInRow = 0;

    if (outcome === "blocked") {
      number.blocks = latest16([...number.blocks, this.#now]);
      if (quarantine !== null && number.quarantinedUntil !== null) {
        const since = this.#now - quarantine.withinHours * HOUR;
        const until = this.#now + quarantine.quarantineDays * DAY;
        if (number.blocks.filter((block) => block > since).length >= quarantine.blocks)
          number.quarantinedUntil = Math.max(number.quarantinedUntil ?? 0, until);
      }
    }

    const isLearnt = learnsAt !== undefined && outcome !== "canceled" && outcome !== "unknown";
    if (isLearnt && policy.order.name === "answer-rate" && isMember) {
      const key = outcomeKey(slug, learnsAt);
      const { answered, attempted } = decayed(pool.outcomes.get(key), this.#now, policy.order);
      pool.outcomes.set(key, {
        answered: answered + (outcome === "answered" ? 1 : 0),
        attempted: attempted + 1,
        at: this.#now,
      });
    }
  }

  flag({ slug, until, now }: Flag): boolean {
    this.#advance(now);
    if (!this.#isInSomePool(slug) && !this.#counts(slug)) return false;
    const number = this.#number(slug);
    number.quarantinedUntil = until === "lift" ? undefined : until;
    if (until === "lift") number.blocks = [];
    this.#parkAndWake();
    return true;
  }

  usage(poolId: string, { now }: { readonly now: number }): readonly NumberUsage[] {
    const pool = this.#pool(poolId);
    this.#advance(now);
    return pool.definition.numbers.map((number): NumberUsage => {
      const { slug } = number;
      const { lastSelectedAt, failuresInRow, restingUntil, quarantinedUntil } = this.#number(slug);
      const held = this.#heldBy(pool, number);
      const freeAt = freeAtOf(held);
      const isResting = (restingUntil ?? 0) > this.#now;
      const isQuarantined = quarantinedUntil === null || (quarantinedUntil ?? 0) > this.#now;
      return {
        slug,
        callsInDay: countAt(this.#counting(slug), this.#now, "day", "rolling"),
        callsInHour: countAt(this.#counting(slug), this.#now, "hour", "rolling"),
        ...(lastSelectedAt === undefined ? {} : { lastSelectedAt }),
        inFlight: this.#live(slug).length,
        failuresInRow,
        ...(isResting && restingUntil !== undefined ? { restingUntil } : {}),
        ...(isQuarantined && quarantinedUntil !== undefined ? { quarantinedUntil } : {}),
        atLimits: held.map(({ limit }) => limit),
        ...(held.length > 0 && Number.isFinite(freeAt) ? { freeAt } : {}),
      };
    });
  }

  expire({ now }: { readonly now: number }): readonly Lease[] {
    this.#advance(now);
    const overdue = this.#calls.filter(
      ({ isRecorded, state, holdUntil, at }) =>
        !isRecorded && state === "held" && holdUntil <= this.#now && leavesAt(at, "day") > this.#now,
    );
    for (const call of overdue) this.#move(call, "unknown");
    for (const slug of [...this.#numbers.keys()]) {
      if (this.#isInSomePool(slug) || this.#counts(slug)) continue;
      this.#numbers.delete(slug);
      this.#calls = this.#calls.filter((call) => call.slug !== slug || leavesAt(call.at, "day") > this.#now);
    }
    return overdue.map(({ id, sequence, poolId, slug, callee, at, holdUntil }) => ({
      id,
      sequence,
      poolId,
      slug,
      callee: callee as Lease["callee"],
      state: "unknown",
      acquiredAt: at,
      holdUntil,
    }));
  }

  #advance(now: number): void {
    this.#now = Math.max(this.#now, now);
    // No call counts longer than the longest day there is, and no lease is known for longer.
    this.#calls = this.#calls.filter(({ at }) => at > this.#now - 2 * DAY);
    this.#parkAndWake();
  }

  /** Looks at every number of every pool: who has come free joins its buckets, who is at a limit parks. */
  #parkAndWake(): void {
    for (const pool of this.#pools.values()) {
      const { numbers } = pool.definition;
      const free = numbers.filter((number) => this.#heldBy(pool, number).length === 0);
      for (const bucket of pool.buckets.values()) {
        for (const number of bucket.members) {
          const isFree = free.includes(number);
          if (isFree && !pool.free.has(number.slug)) join(bucket, number);
          if (!isFree) park(bucket, number);
        }
      }
      pool.free = new Set(free.map(({ slug }) => slug));
    }
  }

  #pool(poolId: string): PoolState {
    const pool = this.#pools.get(poolId);
    if (pool === undefined) throw new PoolNotLoadedError(poolId);
    return pool;
  }

  #number(slug: string): NumberState {
    const number = this.#numbers.get(slug) ?? newNumber();
    this.#numbers.set(slug, number);
    return number;
  }

  #callee(callee: string): CalleeState {
    const person = this.#callees.get(callee) ?? newCallee();
    this.#callees.set(callee, person);
    return person;
  }

  #isInSomePool(slug: string): boolean {
    return [...this.#pools.values()].some(({ definition }) =>
      definition.numbers.some((number) => number.slug === slug),
    );
  }

  /** Whether anything of a number still counts, in a pool or not. */
  #counts(slug: string): boolean {
    const { restingUntil, quarantinedUntil } = this.#numbers.get(slug) ?? newNumber();
    return (
      countAt(this.#counting(slug), this.#now, "day", "rolling") > 0 ||
      this.#live(slug).length > 0 ||
      (restingUntil ?? 0) > this.#now ||
      quarantinedUntil === null ||
      (quarantinedUntil ?? 0) > this.#now
    );
  }

  /** Instants of the number's calls that were not given back. */
  #counting(slug: string): readonly number[] {
    return this.#calls.filter((call) => call.slug === slug && call.state !== "released").map(({ at }) => at);
  }

  #live(slug: string): readonly Call[] {
    return this.#calls.filter(
      (call) =>
        call.slug === slug &&
        !call.isRecorded &&
        call.state !== "ended" &&
        call.state !== "released" &&
        call.liveUntil > this.#now,
    );
  }

  #heldBy(pool: PoolState, number: PoolNumber): readonly Held[] {
    const { slug } = number;
    const { lastSelectedAt, restingUntil, quarantinedUntil } = this.#number(slug);
    const carried: Carried = {
      calls: this.#counting(slug),
      lastSelectedAt,
      liveUntils: this.#live(slug).map(({ liveUntil }) => liveUntil),
      restingUntil,
      quarantinedUntil,
    };
    return limitsHolding(number, pool.definition.policy.limits, carried, this.#now);
  }
}

function outcomeKey(slug: string, step: LinkStep): string {
  return `${slug}\n${step}`;
}

function latest16(instants: readonly number[]): readonly number[] {
  return [...instants].sort((a, b) => a - b).slice(-16);
}

function drawFrom(random: (() => number) | undefined): number {
  const draw = random?.() ?? Number.NaN;
  if (draw >= 0 && draw < 1) return draw;
  return rejectInput("random", "Must give numbers from 0 up to, but not including, 1.");
}
