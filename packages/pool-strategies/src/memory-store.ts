import { DEFAULT_MAX_CALLEES } from "./callees.js";
import { checkCount, checkInstant, drawsFrom } from "./check-input.js";
import type { Extensions } from "./extensions.js";
import { leaseIdOf, sequenceOf } from "./lease-id.js";
import { memoryStates } from "./memory-state.js";
import { Namespace } from "./namespace.js";
import { usageOf } from "./number-usage.js";
import type {
  AcquireRequest,
  Flag,
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
} from "./store.js";
import type { E164, Geography, PoolNumber } from "./types.js";
import {
  checkAcquire,
  checkFlag,
  checkRecordedCall,
  checkSettlement,
  earlierCallsOf,
  maxCallMsOf,
  NEXT_STATES,
} from "./verb-input.js";

/** What one typed array can hold. */
const MAX_CALLEES = 100_000_000;

/** What a memory store may be told. */
export interface MemoryStoreOptions {
  /** Knows where numbers belong. Needed by policies with local presence; `geography` of `./geo` is one. */
  readonly geography?: Geography;
  /** Functions that policies may name. */
  readonly extensions?: Extensions;
  /** Callees who are remembered; beyond it the one written to longest ago goes. Default 1,000,000. */
  readonly maxCallees?: number;
  /** For how long a lease that nobody settles is taken for a call in flight, ms: 1,000 to 86,400,000. Default 3,600,000. */
  readonly maxCallMs?: number;
}

/** A {@link PoolStore} that answers at once. */
export interface MemoryStore extends PoolStore {
  load(pool: PoolDefinition, options: LoadOptions): LoadReport;
  acquire(request: AcquireRequest): Selection;
  record(call: RecordedCall): void;
  settle(settlement: Settlement): SettleResult;
  flag(flag: Flag): boolean;
  usage(poolId: string, options: { readonly now: number }): readonly NumberUsage[];
  expire(options: { readonly now: number }): readonly Lease[];
}

/**
 * Makes a store that keeps everything in this process's memory, for one
 * namespace: the reference for what every store must answer.
 *
 * One `acquire` is O(links of the route · log n): it hardly slows down as the pool
 * grows. Looked at one by one are the numbers of a link under the orders that rank
 * (`rendezvous`, `answer-rate`, `custom`), those of one overflow goes to, and those of
 * a refused call's links, once. Nothing outlives the process.
 *
 * @example
 * const store = createMemoryStore({ geography });
 * store.load({ poolId: agentId, numbers, policy: parsePolicy("localPresence") }, { now });
 * const selection = store.acquire({ poolId: agentId, callee: "+14155550123", now, random });
 */
export function createMemoryStore({
  geography,
  extensions,
  maxCallees = DEFAULT_MAX_CALLEES,
  maxCallMs,
}: MemoryStoreOptions = {}): MemoryStore {
  checkCount("maxCallees", maxCallees, MAX_CALLEES);
  const options = { geography, extensions, maxCallees, maxCallMs: maxCallMsOf(maxCallMs) };
  let namespace = new Namespace(options);

  /** Moves a lease on; its state permits it. */
  const move = (
    sequence: number,
    { to, outcome = "unknown" }: Pick<Settlement, "to" | "outcome">,
    now: number,
  ) => {
    const { leases } = namespace;
    const number = leases.numberOf(sequence);
    const callee = leases.calleeOf(sequence);
    const at = leases.acquiredAtOf(sequence);
    if (to !== "released" && leases.stateOf(sequence) === "held")
      namespace.callees.remember(callee, "reached", number, sequence, at);
    const pool = leases.poolOf(sequence);
    const stepCode = leases.stepOf(sequence);
    leases.move(sequence, to, now);
    if (to === "ended") namespace.ended({ number, callee, pool, sequence, at, stepCode, outcome });
    if (to !== "released") return;
    namespace.giveBack(number, callee, at);
    namespace.changed(number);
  };

  /** Counts a call that was placed elsewhere. */
  const enter = (call: RecordedCall) => {
    const calleeKey = checkRecordedCall(call);
    const { slug, at, outcome, now: callerNow } = call;
    const now = namespace.advance(callerNow);
    const sequence = namespace.record(slug, calleeKey, Math.min(at, now), outcome === "answered");
    namespace.leases.skip(sequence, now);
  };

  const store: MemoryStore = {
    load: (pool, loadOptions) => {
      checkInstant(loadOptions.now);
      const calls = earlierCallsOf(loadOptions);
      const isNew = !namespace.poolIds.includes(pool.poolId);
      const report = namespace.load(pool, loadOptions);
      if (calls === undefined || !isNew) return report;
      for (const call of calls) enter(call);
      return { ...report, counted: calls.length };
    },

    acquire: (request) => {
      const { calleeKey, holdMs } = checkAcquire(request);
      const { poolId, callee, tags, now: callerNow, random, traceNumbers } = request;
      const position = namespace.positionOf(poolId);
      const pool = namespace.poolAt(position);
      const chain = pool.chainOf(callee, tags);
      const draws = drawsFrom(random, pool.kind.draws);
      const now = namespace.advance(callerNow);
      const selected = namespace.select(position, chain, {
        callee,
        calleeKey,
        tags,
        now,
        draws,
        traceNumbers,
      });
      if (!selected.ok) return selected;
      const { member, reasons, sequence, number: id, stepCode } = selected;
      namespace.leases.open(sequence, id, calleeKey, position, now, holdMs, stepCode);
      namespace.changed(id);
      const number = pool.numbers[member] as PoolNumber;
      const lease: Lease = {
        id: leaseIdOf(sequence),
        sequence,
        poolId,
        slug: number.slug,
        callee,
        state: "held",
        acquiredAt: now,
        holdUntil: now + holdMs,
      };
      return { ok: true, callerId: number.number, number, reasons, lease };
    },

    record: (call) => enter(call),

    settle: (settlement) => {
      checkSettlement(settlement);
      const { leaseId, to } = settlement;
      const now = namespace.advance(settlement.now);
      const sequence = sequenceOf(leaseId);
      const before = namespace.leases.stateOf(sequence);
      if (before === undefined) return { applied: false };
      if (!NEXT_STATES[before].includes(to)) return { applied: false, state: before };
      move(sequence, settlement, now);
      return { applied: true, state: to };
    },

    flag: (flag) => {
      checkFlag(flag);
      namespace.advance(flag.now);
      return namespace.flag(flag.slug, flag.until);
    },

    usage: (poolId, { now: callerNow }) => {
      checkInstant(callerNow);
      const pool = namespace.poolAt(namespace.positionOf(poolId));
      const now = namespace.advance(callerNow);
      pool.advance(now);
      return usageOf(pool, namespace.numbers, now);
    },

    expire: ({ now: callerNow }) => {
      checkInstant(callerNow);
      const { leases } = namespace;
      const now = namespace.advance(callerNow);
      const overdue = leases.overdue(now);
      for (const sequence of overdue) move(sequence, { to: "unknown" }, now);
      namespace.forgetNumbers();
      return overdue.map((sequence): Lease => {
        const acquiredAt = leases.acquiredAtOf(sequence);
        return {
          id: leaseIdOf(sequence),
          sequence,
          poolId: namespace.poolIds[leases.poolOf(sequence)] as string,
          slug: namespace.numbers.slug(leases.numberOf(sequence)),
          callee: `+${leases.calleeOf(sequence)}` as E164,
          state: "unknown",
          acquiredAt,
          holdUntil: acquiredAt + leases.holdMsOf(sequence),
        };
      });
    },
  };
  memoryStates.set(store, {
    options,
    current: () => namespace,
    replace: (next) => {
      namespace = next;
    },
  });
  return store;
}
