import { Callees } from "./callees.js";
import { checkNumbers } from "./check-input.js";
import { PoolNotLoadedError } from "./errors.js";
import type { Extensions } from "./extensions.js";
import { InstantHeap } from "./instant-heap.js";
import { LeaseBook } from "./leases.js";
import { checkGeography } from "./limits/allowed-countries.js";
import { countBlock, countFailure, restAfterFailures } from "./limits/outcomes.js";
import { LINK_STEPS } from "./link-steps.js";
import { Numbers } from "./numbers.js";
import { parsePolicy } from "./policy.js";
import { type BoundChain, Pool } from "./pool.js";
import { PoolSets } from "./pool-sets.js";
import type { PresetName } from "./presets.js";
import { compileRoute } from "./routes/compile.js";
import { select } from "./select.js";
import type { MemberChoice, SelectionRequest } from "./selection-request.js";
import type { LoadOptions, LoadReport, PoolDefinition } from "./store.js";
import type { CallOutcome, Geography, LinkStep, Policy, PolicyInput, Refusal } from "./types.js";
import type { Turns } from "./usage.js";

/** What a namespace may be told when it is made. */
export interface NamespaceOptions {
  readonly geography: Geography | undefined;
  readonly extensions: Extensions | undefined;
  readonly maxCallees: number;
  /** How long a lease is live that is not settled, ms. */
  readonly maxCallMs: number;
  /** To go on from. */
  readonly now?: number;
  readonly sequence?: number;
}

/** A pool whose policy is still to be read. */
export interface PoolSource extends Omit<PoolDefinition, "policy"> {
  readonly policy: Policy | PolicyInput | PresetName;
}

/** A call that ended. */
export interface EndedCall {
  /** The number's id. */
  readonly number: number;
  /** The callee's digits. */
  readonly callee: number;
  /** Position of the pool. */
  readonly pool: number;
  readonly sequence: number;
  /** When it was acquired. */
  readonly at: number;
  readonly stepCode: number;
  readonly outcome: CallOutcome;
}

/**
 * All pools whose numbers may overlap, and what their numbers carried: the unit
 * of counting. Numbers, callees and leases keep their own state; what is here is how a
 * call moves through them.
 */
export class Namespace {
  readonly numbers = new Numbers();
  readonly callees: Callees;
  /** Another one only while a namespace is restored. */
  leases: LeaseBook;
  /** By position. */
  readonly poolIds: string[] = [];
  /** Whether instants of calls are kept of callees: since a pool first limited their frequency. */
  countsCallees = false;
  readonly #geography: Geography | undefined;
  readonly #extensions: Extensions;
  readonly #pools: Pool[] = [];
  readonly #positions = new Map<string, number>();
  readonly #poolSets = new PoolSets();
  /** When rests end, for the count of those that rest. */
  readonly #restEnds = new InstantHeap();
  #now: number;
  #sequence: number;

  constructor({ geography, extensions, maxCallees, maxCallMs, now = 0, sequence = 0 }: NamespaceOptions) {
    this.#geography = geography;
    this.#extensions = extensions ?? {};
    this.#now = now;
    this.#sequence = sequence;
    this.callees = new Callees(maxCallees);
    this.leases = new LeaseBook(this.numbers, maxCallMs, sequence);
  }

  get now(): number {
    return this.#now;
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** Moves the clock on, never back. Returns the namespace's time. */
  advance(callerNow: number): number {
    if (callerNow > this.#now) this.#now = callerNow;
    const now = this.#now;
    for (let lapsed = this.leases.nextLapsed(now); lapsed > 0; lapsed = this.leases.nextLapsed(now))
      this.changed(this.leases.numberOf(lapsed));
    while (this.#restEnds.firstAt <= now) {
      const number = this.#restEnds.first;
      this.#restEnds.pop();
      this.#countResting(number, -1);
    }
    this.leases.forget(now);
    return now;
  }

  /** @throws PoolNotLoadedError */
  positionOf(poolId: string): number {
    const position = this.#positions.get(poolId);
    if (position === undefined) throw new PoolNotLoadedError(poolId);
    return position;
  }

  poolAt(position: number): Pool {
    return this.#pools[position] as Pool;
  }

  /** Makes a pool known or changes it. Nothing but the time changes when it throws. */
  load(
    { poolId, numbers, policy: source }: PoolSource,
    { now: callerNow, random }: LoadOptions,
    turns?: Turns,
  ): LoadReport {
    checkNumbers(numbers);
    const policy = parsePolicy(source);
    checkGeography(policy, this.#geography);
    const route = compileRoute(policy.route, {
      geography: this.#geography,
      numbers,
      extensions: this.#extensions,
    });
    const now = this.advance(callerNow);
    const position = this.#positions.get(poolId) ?? this.#pools.length;
    const old = this.#pools[position];
    old?.advance(now);
    const pool = new Pool({
      policy,
      route,
      members: numbers,
      numbers: this.numbers,
      leases: this.leases,
      extensions: this.#extensions,
      now,
      random,
      turns: turns ?? old?.turns(),
    });
    this.#positions.set(poolId, position);
    this.#pools[position] = pool;
    this.poolIds[position] = poolId;
    if (policy.limits.maxCallsPerCallee !== null) this.countsCallees = true;
    return this.#replaceMembers(old, pool, position);
  }

  /** Chooses a number and enters the choice, or refuses. Whether anybody is at a limit by it is still to be looked at. */
  select(position: number, chain: BoundChain, request: SelectionRequest): MemberChoice | Refusal {
    const pool = this.poolAt(position);
    pool.advance(request.now);
    const choice = select(this, pool, chain, request);
    if (!choice.ok) return choice;
    const { reasons, isOrdered, used, number } = choice;
    const { calleeKey, now } = request;
    choice.sequence = ++this.#sequence;
    if (used !== undefined) this.callees.setUsed(calleeKey, used, now);
    if (this.countsCallees) this.callees.addCall(calleeKey, now);
    this.numbers.changeCalls(number, now, 1, now);
    this.numbers.setLastSelection(number, choice.sequence, now);
    if (isOrdered && pool.kind.name === "answer-rate") choice.stepCode = codeOf(reasons.step as LinkStep);
    return choice;
  }

  /** Enters a call that was placed without being selected here. Returns its sequence. */
  record(slug: string, callee: number, at: number, isAnswered: boolean): number {
    const { numbers, callees } = this;
    const now = this.#now;
    const number = numbers.intern(slug);
    const sequence = ++this.#sequence;
    numbers.changeCalls(number, at, 1, now);
    if (this.countsCallees) callees.addCall(callee, at);
    callees.remember(callee, "reached", number, sequence, at);
    if (isAnswered) callees.remember(callee, "answered", number, sequence, at);
    if (numbers.poolSet(number) > 0) {
      const before = numbers.lastSelectedAt(number);
      numbers.setLastSelection(number, sequence, Number.isNaN(before) ? at : Math.max(before, at));
    }
    this.changed(number);
    return sequence;
  }

  /** Takes a call back that was never placed. Its turn stays taken. */
  giveBack(number: number, callee: number, at: number): void {
    this.numbers.changeCalls(number, at, -1, this.#now);
    if (this.countsCallees) this.callees.removeCall(callee, at);
  }

  /** Draws all consequences of how a call ended, but for its lease's. */
  ended({ number, callee, pool: position, sequence, at, stepCode, outcome }: EndedCall): void {
    const { numbers } = this;
    const now = this.#now;
    const pool = this.poolAt(position);
    const { restAfterFailures: restRule, quarantineAfterBlocks } = pool.policy.limits;
    const isMember = pool.memberOf(number) >= 0;
    const before = numbers.failuresInRow(number);
    if (countFailure(numbers, number, outcome) > before && restRule !== null && isMember) {
      const restingUntil = restAfterFailures(numbers, number, restRule, pool.resting, pool.size, now);
      if (restingUntil > 0) this.beginRest(number, restingUntil);
    }
    if (outcome === "blocked") countBlock(numbers, number, quarantineAfterBlocks, now);
    if (outcome === "answered") this.callees.remember(callee, "answered", number, sequence, at);
    if (stepCode > 0 && isMember)
      pool.kind.learn(numbers.slug(number), LINK_STEPS[stepCode - 1] as LinkStep, outcome, now);
    this.changed(number);
  }

  /** Rests a number that does not rest. */
  beginRest(number: number, until: number): void {
    this.numbers.setRestingUntil(number, until);
    this.numbers.setFailuresInRow(number, 0);
    this.#restEnds.push(until, number);
    this.#countResting(number, 1);
  }

  /** Puts a number into quarantine, or lifts it. Answers whether the number is known. */
  flag(slug: string, until: number | null | "lift"): boolean {
    const number = this.numbers.find(slug);
    if (number < 0 || !this.#isKnown(number)) return false;
    if (until === "lift") this.numbers.setBlocks(number, []);
    this.numbers.setQuarantinedUntil(number, until === "lift" ? 0 : (until ?? Number.POSITIVE_INFINITY));
    this.changed(number);
    return true;
  }

  /** Forgets what is left of numbers that are in no pool and of which nothing counts. */
  forgetNumbers(): void {
    for (let number = 0; number < this.numbers.count; number++) {
      if (!this.#isKnown(number)) this.numbers.forget(number);
    }
  }

  #isKnown(number: number): boolean {
    const { numbers } = this;
    const now = this.#now;
    return (
      numbers.poolSet(number) > 0 ||
      numbers.callsInDay(number, now) > 0 ||
      numbers.inFlight(number) > 0 ||
      numbers.restingUntil(number) > now ||
      numbers.quarantinedUntil(number) > now
    );
  }

  /** Looks anew at a number of which something changed, in every pool that has it. */
  changed(number: number): void {
    const set = this.numbers.poolSet(number);
    if (set === 0) return;
    const pools = this.#poolSets.poolsOf(set);
    for (let index = 0; index < pools.length; index++) {
      const pool = this.#pools[pools[index] as number] as Pool;
      const member = pool.memberOf(number);
      pool.tell(member);
      pool.refresh(member, this.#now);
    }
  }

  #countResting(number: number, by: 1 | -1): void {
    for (const position of this.#poolSets.poolsOf(this.numbers.poolSet(number)))
      this.poolAt(position).resting += by;
  }

  /** Enters the new memberships. A number that left its last pool keeps its counts and loses its turn. */
  #replaceMembers(old: Pool | undefined, pool: Pool, position: number): LoadReport {
    const { numbers } = this;
    const added: string[] = [];
    const removed: string[] = [];
    const kept: string[] = [];
    for (const [member, { slug }] of (old?.numbers ?? []).entries()) {
      const number = (old as Pool).idOf(member);
      if (pool.memberOf(number) >= 0) continue;
      removed.push(slug);
      const set = this.#poolSets.without(numbers.poolSet(number), position);
      numbers.setPoolSet(number, set);
      if (set === 0) numbers.setLastSelection(number, 0, Number.NaN);
    }
    for (const [member, { slug }] of pool.numbers.entries()) {
      const number = pool.idOf(member);
      if (numbers.restingUntil(number) > this.#now) pool.resting++;
      if (old !== undefined && old.memberOf(number) >= 0) kept.push(slug);
      else {
        added.push(slug);
        numbers.setPoolSet(number, this.#poolSets.with(numbers.poolSet(number), position));
      }
    }
    return { added, removed, kept };
  }
}

function codeOf(step: LinkStep): number {
  return LINK_STEPS.indexOf(step) + 1;
}
