import { Affinity } from "./affinity.js";
import { checkInstant, checkNumbers } from "./check-input.js";
import { PoolNotLoadedError } from "./errors.js";
import { NumberState } from "./member.js";
import { parsePolicy } from "./policy.js";
import { Pool } from "./pool.js";
import type { PresetName } from "./presets.js";
import { compileRoute } from "./routes/compile.js";
import { type MemberChoice, type SelectionRequest, select } from "./select.js";
import type { LoadReport, PoolDefinition, RecordedCall } from "./store.js";
import type { Geography, Policy, PolicyInput, Refusal } from "./types.js";
import type { NumberRecord, Turns, Usage } from "./usage.js";

/** What a namespace may be told when it is made. */
export interface NamespaceOptions {
  readonly geography: Geography | undefined;
  readonly maxCallees: number;
  /** To go on from. */
  readonly usage: Usage | undefined;
}

/** A pool whose policy is still to be read. */
export interface PoolSource extends Omit<PoolDefinition, "policy"> {
  readonly policy: Policy | PolicyInput | PresetName;
}

/** A choice that was entered: it counts. */
export interface Selected extends MemberChoice {
  readonly sequence: number;
}

/**
 * All pools whose numbers may overlap, and what their numbers carried: the unit
 * of counting. It knows pools, turns and usage; leases are kept by its caller.
 */
export class Namespace {
  readonly affinity: Affinity;
  readonly #geography: Geography | undefined;
  readonly #numbers = new Map<string, NumberState>();
  readonly #pools = new Map<string, Pool>();
  #now: number;
  #sequence: number;

  constructor({ geography, maxCallees, usage }: NamespaceOptions) {
    this.#geography = geography;
    this.#now = usage?.now ?? 0;
    this.#sequence = usage?.sequence ?? 0;
    this.affinity = new Affinity(maxCallees, Object.entries(usage?.callees ?? {}));
    for (const [slug, record] of Object.entries(usage?.numbers ?? {}))
      this.#numbers.set(slug, new NumberState(record));
  }

  /** Moves the clock on, never back. Returns the namespace's time. */
  advance(now: number): number {
    checkInstant(now);
    this.#now = Math.max(this.#now, now);
    return this.#now;
  }

  /** @throws PoolNotLoadedError */
  pool(poolId: string): Pool {
    const pool = this.#pools.get(poolId);
    if (pool === undefined) throw new PoolNotLoadedError(poolId);
    return pool;
  }

  /** Makes a pool known or changes it. Nothing changes when it throws. */
  load({ poolId, numbers, policy }: PoolSource, now: number, turns?: Turns): LoadReport {
    checkNumbers(numbers);
    const parsed = parsePolicy(policy);
    const route = compileRoute(parsed.route, this.#geography);
    const old = this.#pools.get(poolId);
    const arrivals = new Map<string, NumberState>();
    const stateOf = (slug: string) => {
      const state = this.#numbers.get(slug) ?? new NumberState();
      arrivals.set(slug, state);
      return state;
    };
    const pool = new Pool({ policy: parsed, route, numbers, stateOf, now, turns: turns ?? old?.turns() });
    this.#pools.set(poolId, pool);
    for (const [slug, state] of arrivals) this.#numbers.set(slug, state);
    replaceMembers(old, pool);
    return reportOf(old, pool);
  }

  /** Chooses a number and enters the choice, or refuses. */
  select(poolId: string, request: SelectionRequest): Selected | Refusal {
    const pool = this.pool(poolId);
    pool.wake(request.now);
    const choice = select(pool, this.affinity.previous(request.callee), request);
    if (!choice.ok) return choice;
    const { member, reasons } = choice;
    this.#sequence++;
    member.state.select(this.#sequence, request.now);
    return { ok: true, member, reasons, sequence: this.#sequence };
  }

  /** Enters a call that was placed without being selected here. Returns its sequence. */
  record({ slug, callee, at }: RecordedCall): number {
    const state = this.#numbers.get(slug) ?? new NumberState();
    this.#numbers.set(slug, state);
    this.#sequence++;
    for (const pool of this.#pools.values()) pool.wake(this.#now);
    state.record(this.#sequence, at, this.#now);
    this.affinity.record(callee, slug, this.#sequence);
    return this.#sequence;
  }

  /** Forgets numbers that are in no pool and carry nothing that still counts. */
  forgetNumbers(): void {
    for (const [slug, state] of this.#numbers) {
      if (state.members.length === 0 && state.inFlight === 0 && state.calls.count(this.#now) === 0)
        this.#numbers.delete(slug);
    }
  }

  /** All that is needed to go on with this one pool. */
  snapshot(poolId: string): Usage {
    const numbers: [string, NumberRecord][] = [];
    for (const [slug, state] of this.#numbers) {
      const record = recordOf(state, this.#now);
      if (record.calls.length > 0 || record.lastSequence > 0) numbers.push([slug, record]);
    }
    return {
      version: 1,
      now: this.#now,
      sequence: this.#sequence,
      numbers: Object.fromEntries(numbers),
      turns: this.pool(poolId).turns(),
      callees: Object.fromEntries(this.affinity.records()),
    };
  }
}

/** A number outside the pool keeps its count and loses its turn. */
function recordOf({ calls, lastSequence, lastSelectedAt, members }: NumberState, now: number): NumberRecord {
  const counts = calls.toCounts(now);
  if (members.length === 0 || lastSelectedAt === undefined) return { calls: counts, lastSequence: 0 };
  return { calls: counts, lastSequence, lastSelectedAt };
}

/** Enters the new memberships. A number that left its last pool keeps its count and loses its turn. */
function replaceMembers(old: Pool | undefined, pool: Pool): void {
  for (const member of old?.members ?? []) {
    const { state } = member;
    state.members = state.members.filter((other) => other !== member);
    if (state.members.length > 0 || pool.member(member.slug) !== undefined) continue;
    state.lastSequence = 0;
    state.lastSelectedAt = undefined;
  }
  for (const member of pool.members) member.state.members = [...member.state.members, member];
}

function reportOf(old: Pool | undefined, pool: Pool): LoadReport {
  const slugs = pool.members.map(({ slug }) => slug);
  return {
    added: slugs.filter((slug) => old?.member(slug) === undefined),
    removed: (old?.members ?? []).map(({ slug }) => slug).filter((slug) => pool.member(slug) === undefined),
    kept: slugs.filter((slug) => old?.member(slug) !== undefined),
  };
}
