import { calleeKeyOf } from "../check-input.js";
import { leaseIdOf } from "../lease-id.js";
import { LeaseBook } from "../leases.js";
import { LINK_STEPS } from "../link-steps.js";
import { Namespace, type NamespaceOptions } from "../namespace.js";
import type { PoolPart } from "../store-kit/gather-pool.js";
import type { LeaseRecord, NamespaceRecord } from "../store-kit/namespace-record.js";
import { poolRecords } from "../store-kit/namespace-records.js";
import { readNamespace } from "../store-kit/read-namespace.js";
import type { E164 } from "../types.js";
import { calleeUsageOf, numberRecordOf, restoreCallee, restoreNumber } from "../usage-snapshot.js";

/** Everything that a namespace keeps, but for the last record. Equal states give equal records. */
export function* namespaceRecords(
  namespace: Namespace,
  { maxCallMs }: Pick<NamespaceOptions, "maxCallMs">,
): Generator<NamespaceRecord> {
  const { numbers, callees, now, sequence, countsCallees } = namespace;
  yield { kind: "namespace", version: 1, now, sequence, countsCallees, maxCallMs };
  for (const poolId of [...namespace.poolIds].sort()) {
    const pool = namespace.poolAt(namespace.positionOf(poolId));
    // A pool wakes its members when it is asked for a number; as far as anybody can tell, they were awake before.
    pool.advance(now);
    yield* poolRecords({ poolId, policy: pool.policy, numbers: pool.numbers, turns: pool.turns() });
  }
  for (const slug of [...numbers.slugs].sort()) {
    const record = numberRecordOf(namespace, numbers.find(slug));
    if (record !== undefined) yield { kind: "number", slug, ...record };
  }
  let next = namespace.leases.first;
  for (const { slot, last } of namespace.leases.slots) {
    for (; next <= last; next++) {
      const record = leaseRecordOf(namespace, next, numbers.day.leavesAt(slot));
      if (record !== undefined) yield record;
    }
  }
  for (const record of callees.records())
    yield { kind: "callee", callee: `+${record.callee}`, ...calleeUsageOf(namespace, record) };
}

function leaseRecordOf(namespace: Namespace, sequence: number, forgetAt: number): LeaseRecord | undefined {
  const { leases, numbers } = namespace;
  const state = leases.stateOf(sequence);
  if (state === undefined) return undefined;
  const id = leaseIdOf(sequence);
  if (state === "ended" || state === "released") return { kind: "lease", id, sequence, state, forgetAt };
  const acquiredAt = leases.acquiredAtOf(sequence);
  const step = LINK_STEPS[leases.stepOf(sequence) - 1];
  return {
    kind: "lease",
    id,
    sequence,
    state,
    forgetAt,
    poolId: namespace.poolIds[leases.poolOf(sequence)] as string,
    slug: numbers.slug(leases.numberOf(sequence)),
    callee: `+${leases.calleeOf(sequence)}` as E164,
    acquiredAt,
    holdUntil: acquiredAt + leases.holdMsOf(sequence),
    liveUntil: leases.liveUntilOf(sequence),
    ...(step === undefined ? {} : { step }),
  };
}

/**
 * Makes the namespace that an export tells of.
 *
 * Leases are entered as they were acquired, and those of them that are live no longer lapse before pools are
 * loaded; so no member parks and wakes again on the way, and every turn is what it was.
 */
export async function restoreNamespace(
  records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>,
  options: NamespaceOptions,
): Promise<Namespace> {
  const pools: PoolPart[] = [];
  let namespace = new Namespace(options);
  let leases: RestoredLeases | undefined;
  for await (const part of readNamespace(records, options)) {
    switch (part.kind) {
      case "namespace":
        namespace = new Namespace({ ...options, now: part.now, sequence: part.sequence });
        namespace.countsCallees = part.countsCallees;
        break;
      case "pool":
        pools.push(part);
        // Ids that rise with slugs make a pool quicker.
        namespace.numbers.reserve(part.numbers.length);
        for (const { slug } of part.numbers) namespace.numbers.intern(slug);
        break;
      case "number":
        restoreNumber(namespace, part.slug, part);
        break;
      case "lease":
        leases ??= new RestoredLeases(namespace, pools, options.maxCallMs, part.sequence);
        leases.add(part);
        break;
      case "callee":
        restoreCallee(namespace, calleeKeyOf(part.callee), part);
        break;
      default:
        part satisfies never;
    }
  }
  leases?.finish();
  namespace.advance(namespace.now);
  for (const { poolId, numbers, policy, turns } of pools)
    namespace.load({ poolId, numbers, policy }, { now: namespace.now }, turns);
  return namespace;
}

/** Enters leases into a namespace whose pools are still to be loaded, in the order in which they come. */
class RestoredLeases {
  readonly #namespace: Namespace;
  readonly #positions: ReadonlyMap<string, number>;
  #next: number;

  /** @param first Sequence of the first lease. */
  constructor(namespace: Namespace, pools: readonly PoolPart[], maxCallMs: number, first: number) {
    this.#namespace = namespace;
    this.#positions = new Map(pools.map(({ poolId }, position) => [poolId, position]));
    this.#next = first;
    namespace.leases = new LeaseBook(namespace.numbers, maxCallMs, first - 1);
  }

  add(lease: LeaseRecord): void {
    const { leases, numbers } = this.#namespace;
    const { sequence, forgetAt } = lease;
    const slotStart = forgetAt - numbers.day.leavesAt(0);
    this.#skipTo(sequence, slotStart);
    this.#next = sequence + 1;
    if (!("holdUntil" in lease)) {
      leases.skip(sequence, slotStart, lease.state);
      return;
    }
    const { state, poolId, slug, callee, acquiredAt, holdUntil, step } = lease;
    leases.open(
      sequence,
      numbers.intern(slug),
      calleeKeyOf(callee),
      this.#positions.get(poolId) as number,
      acquiredAt,
      Math.round(holdUntil - acquiredAt),
      step === undefined ? 0 : LINK_STEPS.indexOf(step) + 1,
    );
    if (state !== "held") leases.move(sequence, state, acquiredAt);
  }

  finish(): void {
    const { sequence, now } = this.#namespace;
    this.#skipTo(sequence + 1, now);
  }

  /** Sequences without a lease were given to recorded calls. */
  #skipTo(sequence: number, at: number): void {
    while (this.#next < sequence) this.#namespace.leases.skip(this.#next++, at);
  }
}
