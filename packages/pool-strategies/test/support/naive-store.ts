import type {
  AcquireRequest,
  Lease,
  LeaseState,
  NumberUsage,
  PoolDefinition,
  RecordedCall,
  Selection,
  Settlement,
  SettleResult,
} from "../../src/store.js";
import type { Geography, PoolNumber, SkippedLink, Tags } from "../../src/types.js";

const SLOT_MS = 900_000;
const WINDOW_SLOTS = 96;
const EPSILON = 2 ** -20;

interface NaiveCall {
  readonly lease: Lease;
  state: LeaseState;
  isReached: boolean;
  /** Whether it used a number's turn. */
  readonly isTurn: boolean;
}

interface NaiveBucket {
  base: number;
  picks: number;
  rate: number;
  readonly starts: Map<string, number>;
}

interface NaivePool {
  readonly definition: PoolDefinition;
  readonly buckets: Map<string, NaiveBucket>;
  free: ReadonlySet<string>;
}

/**
 * What a store must answer, written as plainly as possible: one list of all
 * calls, and every question answered by filtering, counting and sorting it.
 *
 * Shares nothing with the store but types. Tag values must need no escaping.
 */
export class NaiveStore {
  readonly #geography: Geography;
  readonly #calls: NaiveCall[] = [];
  readonly #pools = new Map<string, NaivePool>();
  /** Sequence of the last call before a number left its last pool: older ones give no turn. */
  readonly #leftAt = new Map<string, number>();
  #now = 0;

  constructor(geography: Geography) {
    this.#geography = geography;
  }

  load(definition: PoolDefinition, now: number): void {
    this.#advance(now);
    const old = this.#pools.get(definition.poolId);
    const isKept = old?.definition.policy.order === definition.policy.order;
    const buckets = new Map<string, NaiveBucket>();
    for (const number of definition.numbers) {
      for (const name of this.#namesOf(definition, number.number, number.tags)) {
        const before = isKept ? old?.buckets.get(name) : undefined;
        const bucket = buckets.get(name) ?? {
          ...(before ?? { base: 0, picks: 0, rate: 0 }),
          starts: new Map<string, number>(),
        };
        buckets.set(name, bucket);
        bucket.starts.set(number.slug, before?.starts.get(number.slug) ?? virtualTime(bucket));
      }
    }
    this.#pools.set(definition.poolId, { definition, buckets, free: isKept && old ? old.free : new Set() });
    for (const { slug } of old?.definition.numbers ?? []) {
      if (!this.#isInSomePool(slug)) this.#leftAt.set(slug, this.#calls.length);
    }
    this.#wake();
  }

  acquire({ poolId, callee, tags, now, random, holdMs = 120_000 }: AcquireRequest): Selection {
    this.#advance(now);
    const pool = this.#pools.get(poolId);
    if (pool === undefined) throw new Error("not loaded");
    const { numbers, policy } = pool.definition;
    const draw = policy.order === "random" ? random() : 0;
    if (numbers.length === 0) {
      return {
        ok: false,
        code: "pool_empty",
        reasons: { affinity: "none", order: policy.order, skipped: [] },
      };
    }

    const chain = this.#namesOf(pool.definition, callee, tags);
    const inBucket = (name: string) =>
      numbers
        .filter((number) => this.#namesOf(pool.definition, number.number, number.tags).includes(name))
        .sort(bySlug);
    const grant = (number: PoolNumber, reasons: Selection["reasons"]): Selection => {
      const sequence = this.#calls.length + 1;
      const lease: Lease = {
        id: `lease-${sequence}`,
        sequence,
        poolId,
        slug: number.slug,
        callee,
        state: "held",
        acquiredAt: this.#now,
        holdUntil: this.#now + holdMs,
      };
      this.#calls.push({ lease, state: "held", isReached: false, isTurn: true });
      this.#wake();
      return { ok: true, callerId: number.number, number, reasons, lease };
    };

    const previous = policy.affinity === "sticky" ? this.#previous(callee) : undefined;
    const number = numbers.find(({ slug }) => slug === previous);
    const home = number && chain.find((name) => inBucket(name).includes(number));
    let affinity: Selection["reasons"]["affinity"] = "none";
    if (previous !== undefined) affinity = home === undefined ? "gone" : "at_limit";
    if (number !== undefined && home !== undefined && this.#isFree(pool, number)) {
      this.#charge(pool, home, number, inBucket(home));
      return grant(number, { affinity: "kept", previous: number.slug, order: policy.order, skipped: [] });
    }

    const about = { affinity, ...(previous === undefined ? {} : { previous }), order: policy.order };
    const skipped: SkippedLink[] = [];
    const freeAts: number[] = [];
    for (const link of chain) {
      const members = inBucket(link);
      const free = members.filter((member) => this.#isFree(pool, member));
      const chosen = this.#next(pool, link, free, draw);
      if (chosen !== undefined) {
        this.#charge(pool, link, chosen, members);
        return grant(chosen, { ...about, link, skipped });
      }
      skipped.push({
        link,
        reason: members.length === 0 ? "no_number" : "all_at_limit",
        size: members.length,
      });
      freeAts.push(...members.map((member) => this.#freeAt(pool, member)));
    }
    const reasons = { ...about, skipped };
    if (freeAts.length === 0) return { ok: false, code: "no_match", reasons };
    const retryAt = Math.min(...freeAts);
    return { ok: false, code: "exhausted", ...(Number.isFinite(retryAt) ? { retryAt } : {}), reasons };
  }

  record({ slug, callee, at, now }: RecordedCall): void {
    this.#advance(now);
    const sequence = this.#calls.length + 1;
    const acquiredAt = Math.min(at, this.#now);
    const isTurn = this.#isInSomePool(slug);
    const lease: Lease = {
      id: `lease-${sequence}`,
      sequence,
      poolId: "",
      slug,
      callee,
      state: "ended",
      acquiredAt,
      holdUntil: acquiredAt,
    };
    this.#calls.push({ lease, state: "ended", isReached: true, isTurn });
    this.#wake();
  }

  settle({ leaseId, to, now }: Settlement): SettleResult {
    this.#advance(now);
    const call = this.#calls.find(({ lease }) => lease.id === leaseId);
    if (call === undefined || (!this.#isInWindow(call, this.#now) && call.state !== "held"))
      return { applied: false };
    const isForward =
      call.state === "held" ||
      (call.state === "unknown" && to !== "unknown") ||
      (call.state === "placed" && to === "ended");
    if (!isForward) return { applied: false, state: call.state };
    if (to !== "released") call.isReached = true;
    call.state = to;
    this.#wake();
    return { applied: true, state: to };
  }

  expire(now: number): readonly Lease[] {
    this.#advance(now);
    const overdue = this.#calls.filter(
      ({ lease, state }) => state === "held" && lease.holdUntil <= this.#now,
    );
    for (const call of overdue) {
      call.state = "unknown";
      call.isReached = true;
    }
    return overdue.map(({ lease }) => ({ ...lease, state: "unknown" }));
  }

  usage(poolId: string, now: number): readonly NumberUsage[] {
    this.#advance(now);
    const numbers = this.#pools.get(poolId)?.definition.numbers ?? [];
    return [...numbers].sort(bySlug).map(({ slug }) => {
      const calls = this.#calls.filter(({ lease }) => lease.slug === slug);
      const last = this.#turns(slug).map(({ lease }) => lease.acquiredAt);
      const inFlight = calls.filter(
        (call) =>
          call.state === "held" ||
          ((call.state === "placed" || call.state === "unknown") && this.#isInWindow(call, this.#now)),
      ).length;
      return {
        slug,
        callsInDay: this.#count(slug, this.#now),
        ...(last.length === 0 ? {} : { lastSelectedAt: Math.max(...last) }),
        inFlight,
      };
    });
  }

  #isInSomePool(slug: string): boolean {
    return [...this.#pools.values()].some(({ definition }) =>
      definition.numbers.some((number) => number.slug === slug),
    );
  }

  #turns(slug: string): readonly NaiveCall[] {
    const left = this.#leftAt.get(slug) ?? 0;
    return this.#calls.filter(({ lease, isTurn }) => lease.slug === slug && lease.sequence > left && isTurn);
  }

  #advance(now: number): void {
    this.#now = Math.max(this.#now, now);
    this.#wake();
  }

  /** Lets every number that has become free claim no turn from the time it was away. */
  #wake(): void {
    for (const pool of this.#pools.values()) {
      const free = pool.definition.numbers
        .filter((number) => this.#isFree(pool, number))
        .map(({ slug }) => slug);
      for (const slug of free.filter((each) => !pool.free.has(each))) {
        for (const bucket of pool.buckets.values()) {
          const start = bucket.starts.get(slug);
          if (start !== undefined) bucket.starts.set(slug, Math.max(start, virtualTime(bucket)));
        }
      }
      pool.free = new Set(free);
    }
  }

  #namesOf({ policy }: PoolDefinition, text: string, tags: Tags | undefined): readonly string[] {
    const place = this.#geography.locate(text);
    let prefixes = [""];
    for (const key of policy.route.tags) {
      const given = tags?.[key] ?? [];
      const values = (typeof given === "string" ? [given] : given).filter((value) => value !== "");
      prefixes = prefixes.flatMap((prefix) =>
        (values.length === 0 ? ["-"] : values).map((value) => `${prefix}${key}=${value}/`),
      );
    }
    return policy.route.localPresence.flatMap((level) => {
      if (level === "any") return prefixes.map((prefix) => `${prefix}any`);
      if (level === "area-code")
        return place.areaCode ? prefixes.map((prefix) => `${prefix}ac:${place.areaCode}`) : [];
      return place.country ? prefixes.map((prefix) => `${prefix}country:${place.country}`) : [];
    });
  }

  #next(pool: NaivePool, name: string, free: readonly PoolNumber[], draw: number): PoolNumber | undefined {
    const { order } = pool.definition.policy;
    if (free.length === 0) return undefined;
    if (order === "random") return free[Math.floor(draw * free.length)];
    if (order === "least-recently-used") {
      return [...free].sort(
        (a, b) => this.#lastSequence(a.slug) - this.#lastSequence(b.slug) || bySlug(a, b),
      )[0];
    }
    const bucket = pool.buckets.get(name);
    if (bucket === undefined) return undefined;
    const startOf = ({ slug }: PoolNumber) => bucket.starts.get(slug) ?? 0;
    const least = Math.min(...free.map(startOf));
    if (least > virtualTime(bucket) + EPSILON) {
      bucket.base = least;
      bucket.picks = 0;
    }
    const deadlineOf = (number: PoolNumber) => startOf(number) + 1_000_000 / unitsOf(pool, number);
    return free
      .filter((number) => startOf(number) <= virtualTime(bucket) + EPSILON)
      .sort((a, b) => deadlineOf(a) - deadlineOf(b) || bySlug(a, b))[0];
  }

  #charge(pool: NaivePool, name: string, number: PoolNumber, members: readonly PoolNumber[]): void {
    const bucket = pool.buckets.get(name);
    if (bucket === undefined) return;
    const free = members.filter((member) => this.#isFree(pool, member));
    const rate = free.reduce((sum, member) => sum + unitsOf(pool, member), 0);
    if (bucket.rate !== rate) {
      bucket.base = virtualTime(bucket);
      bucket.picks = 0;
      bucket.rate = rate;
    }
    bucket.picks++;
    bucket.starts.set(number.slug, (bucket.starts.get(number.slug) ?? 0) + 1_000_000 / unitsOf(pool, number));
  }

  #limitOf(pool: NaivePool, { limits }: PoolNumber): number {
    const own = limits?.maxCallsPerDay;
    const policy = pool.definition.policy.limits.maxCallsPerDay;
    const limit = own === undefined ? policy : own;
    return limit === undefined || limit === null ? Number.POSITIVE_INFINITY : limit;
  }

  #isFree(pool: NaivePool, number: PoolNumber): boolean {
    return this.#count(number.slug, this.#now) < this.#limitOf(pool, number);
  }

  #freeAt(pool: NaivePool, number: PoolNumber): number {
    const instants = this.#counting(number.slug, this.#now)
      .map(leavesAt)
      .sort((a, b) => a - b);
    return (
      instants.find((at) => this.#count(number.slug, at) < this.#limitOf(pool, number)) ??
      Number.POSITIVE_INFINITY
    );
  }

  #counting(slug: string, at: number): readonly NaiveCall[] {
    return this.#calls.filter(
      (call) => call.lease.slug === slug && call.state !== "released" && leavesAt(call) > at,
    );
  }

  #count(slug: string, at: number): number {
    return this.#counting(slug, at).length;
  }

  #isInWindow(call: NaiveCall, at: number): boolean {
    return leavesAt(call) > at;
  }

  #lastSequence(slug: string): number {
    return this.#turns(slug).at(-1)?.lease.sequence ?? 0;
  }

  #previous(callee: string): string | undefined {
    return this.#calls.filter((call) => call.lease.callee === callee && call.isReached).at(-1)?.lease.slug;
  }
}

function leavesAt({ lease }: NaiveCall): number {
  return (Math.floor(lease.acquiredAt / SLOT_MS) + 1 + WINDOW_SLOTS) * SLOT_MS;
}

function virtualTime({ base, picks, rate }: NaiveBucket): number {
  return picks === 0 ? base : base + (picks * 1_000_000) / rate;
}

function unitsOf(pool: NaivePool, { weight = 1 }: PoolNumber): number {
  return pool.definition.policy.order === "round-robin" ? 1_000_000 : Math.round(weight * 1_000_000);
}

function bySlug(a: PoolNumber, b: PoolNumber): number {
  return a.slug < b.slug ? -1 : 1;
}
