import { DEFAULT_MAX_CALLEES } from "./affinity.js";
import { checkCallee, checkInstant, checkTags } from "./check-input.js";
import { rejectInput } from "./errors.js";
import { LeaseBook, leaseIdOf } from "./leases.js";
import type { NumberState } from "./member.js";
import { Namespace } from "./namespace.js";
import type {
  AcquireRequest,
  Lease,
  LoadReport,
  NumberUsage,
  PoolDefinition,
  PoolStore,
  RecordedCall,
  Selection,
  Settlement,
  SettleResult,
} from "./store.js";
import type { Geography } from "./types.js";

const DEFAULT_HOLD_MS = 120_000;
const MIN_HOLD_MS = 1_000;
const MAX_HOLD_MS = 3_600_000;

/** What a memory store may be told. */
export interface MemoryStoreOptions {
  /** Knows where numbers belong. Needed by policies with local presence; `northAmerica` of `./geo` is one. */
  readonly geography?: Geography;
  /** Callees whose last caller ID is remembered; beyond it the oldest record goes. Default 1,000,000. */
  readonly maxCallees?: number;
}

/** A {@link PoolStore} that answers at once. */
export interface MemoryStore extends PoolStore {
  load(pool: PoolDefinition, options: { readonly now: number }): LoadReport;
  acquire(request: AcquireRequest): Selection;
  record(call: RecordedCall): void;
  settle(settlement: Settlement): SettleResult;
  usage(poolId: string, options: { readonly now: number }): readonly NumberUsage[];
  expire(options: { readonly now: number }): readonly Lease[];
}

/**
 * Makes a store that keeps everything in this process's memory, for one
 * namespace: the reference for what every store must answer.
 *
 * One `acquire` is O(links of the route + log n) and does not slow down as the
 * pool grows. Nothing outlives the process.
 *
 * @example
 * const store = createMemoryStore({ geography: northAmerica });
 * store.load({ poolId: agentId, numbers, policy: parsePolicy("localPresence") }, { now });
 * const selection = store.acquire({ poolId: agentId, callee: "+14155550123", now, random });
 */
export function createMemoryStore({
  geography,
  maxCallees = DEFAULT_MAX_CALLEES,
}: MemoryStoreOptions = {}): MemoryStore {
  checkMaxCallees(maxCallees);
  const namespace = new Namespace({ geography, maxCallees, usage: undefined });
  const leases = new LeaseBook(1, ({ callee, slug, sequence }) =>
    namespace.affinity.record(callee, slug, sequence),
  );

  const advance = (callerNow: number): number => {
    const now = namespace.advance(callerNow);
    leases.forget(now);
    return now;
  };

  return {
    load: (pool, options) => namespace.load(pool, advance(options.now)),

    acquire: ({ poolId, callee, tags, now: callerNow, random, holdMs = DEFAULT_HOLD_MS }) => {
      checkCallee(callee);
      checkTags(tags);
      checkHoldMs(holdMs);
      const now = advance(callerNow);
      const selected = namespace.select(poolId, { callee, tags, now, random });
      if (!selected.ok) return selected;
      const { member, reasons, sequence } = selected;
      const lease: Lease = {
        id: leaseIdOf(sequence),
        sequence,
        poolId,
        slug: member.slug,
        callee,
        state: "held",
        acquiredAt: now,
        holdUntil: now + holdMs,
      };
      leases.open(lease, member.state);
      return { ok: true, callerId: member.number.number, number: member.number, reasons, lease };
    },

    record: (call) => {
      checkCallee(call.callee);
      checkInstant(call.at);
      const now = advance(call.now);
      leases.skip(namespace.record({ ...call, at: Math.min(call.at, now) }), now);
    },

    settle: (settlement) => leases.settle(settlement, advance(settlement.now)),

    usage: (poolId, options) => {
      const now = advance(options.now);
      return namespace.pool(poolId).members.map(({ slug, state }) => usageOf(slug, state, now));
    },

    expire: (options) => {
      const now = advance(options.now);
      const overdue = leases.expire(now);
      namespace.forgetNumbers();
      return overdue;
    },
  };
}

function usageOf(slug: string, { calls, inFlight, lastSelectedAt }: NumberState, now: number): NumberUsage {
  const callsInDay = calls.count(now);
  return lastSelectedAt === undefined
    ? { slug, callsInDay, inFlight }
    : { slug, callsInDay, lastSelectedAt, inFlight };
}

function checkMaxCallees(maxCallees: number): void {
  if (Number.isSafeInteger(maxCallees) && maxCallees >= 0) return;
  rejectInput("maxCallees", `Must be a whole number, 0 or more, not ${String(maxCallees)}.`);
}

function checkHoldMs(holdMs: number): void {
  if (holdMs >= MIN_HOLD_MS && holdMs <= MAX_HOLD_MS) return;
  rejectInput("holdMs", `Must be from ${MIN_HOLD_MS} to ${MAX_HOLD_MS} milliseconds, not ${String(holdMs)}.`);
}
