import { createMemoryStore, type Lease, type OrderName } from "@dialpool/pool-strategies";
import type { LeaseRecord } from "@dialpool/pool-strategies/store-kit";
import type { JournalLine, Records } from "../src/audit/records.js";
import type { LogEntry } from "../src/log/entries.js";
import type { StressPlan } from "../src/plan/plan.js";
import { stressPools, stressSetup } from "../src/plan/pools.js";
import { seededRandom } from "../src/plan/seeded-random.js";
import { STARTS_AT, timeOfWork } from "../src/plan/time-of-work.js";
import { Caller } from "../src/run/caller.js";
import { perform } from "../src/run/perform.js";

/** Callers that take turns by chance. */
const CALLERS = 4;
const VERBS_BETWEEN_SWEEPS = 40;
const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

/**
 * A run in this one process, on the memory store, with a clock that counts: what it writes down is
 * free of faults, so that faults can be planted in it.
 */
export async function memoryRun(
  orders: readonly [OrderName, OrderName],
  acquires: number,
  { seed = 1, policies = "plain" }: Partial<Pick<StressPlan, "seed" | "policies">> = {},
): Promise<Records> {
  const entries: LogEntry[] = [];
  const journal: JournalLine[] = [];
  const leases = new Map<string, Lease>();
  let microseconds = 0;
  let clock = STARTS_AT;
  const machine = () => ++microseconds;
  const write = (entry: LogEntry) => void entries.push(entry);
  const store = createMemoryStore(stressSetup);
  const pools = stressPools({ orders, policies });
  for (const pool of pools) {
    const draws: number[] = [];
    const random = seededRandom(seed);
    const drawn = () => {
      draws.push(random());
      return draws.at(-1) as number;
    };
    store.load(pool, { now: STARTS_AT, random: drawn });
    write({ kind: "loaded", at: machine(), pool, now: STARTS_AT, draws });
  }
  const journaled: Parameters<typeof perform>[0]["store"] = {
    acquire: (request, id) => {
      const selection = store.acquire(request);
      clock = Math.max(clock, request.now);
      if (!selection.ok) return selection;
      leases.set(selection.lease.id, selection.lease);
      journal.push({ id, now: selection.lease.acquiredAt, sequence: selection.lease.sequence });
      return selection;
    },
    settle: (settlement, id) => {
      const result = store.settle(settlement);
      clock = Math.max(clock, settlement.now);
      const lease = leases.get(settlement.leaseId);
      if (!result.applied || lease === undefined) return result;
      leases.set(lease.id, { ...lease, state: settlement.to });
      journal.push({ id, now: clock, sequence: 0 });
      return result;
    },
  };
  const sweep = (id: string, at: number) => {
    const isJournaled = policies === "full";
    if (isJournaled) write({ kind: "expire", id, at: machine(), now: at });
    const expired = store.expire({ now: at });
    clock = Math.max(clock, at);
    write({ kind: "expired", ...(isJournaled ? { id } : {}), at: machine(), now: at, leases: expired });
    if (isJournaled && expired.length > 0) journal.push({ id, now: clock, sequence: 0 });
    for (const lease of expired) leases.set(lease.id, lease);
  };
  const chance = seededRandom(seed + 1);
  const callers = Array.from({ length: CALLERS }, (_, index) =>
    Object.assign(
      {
        caller: new Caller(policies, seededRandom(100 * seed + index)),
      },
      { store: journaled, write, machine },
    ),
  );
  for (let acquired = 0, verb = 1; acquired < acquires; verb++) {
    const index = Math.floor(chance() * CALLERS);
    const skewMs = (index - 1) * 1_000;
    const performance = callers[index] as (typeof callers)[number];
    const { verb: kind } = await perform(performance, `${index}.1.${verb}`, timeOfWork(acquired) + skewMs);
    if (kind === "acquire") acquired++;
    if (policies === "full" && verb % VERBS_BETWEEN_SWEEPS === 0)
      sweep(`sweep.${verb}`, timeOfWork(acquired));
  }
  const now = clock + 120_000;
  sweep("sweep.last", now);
  const usage = Object.fromEntries(pools.map(({ poolId }) => [poolId, store.usage(poolId, { now })]));
  const kept = [...leases.values()].flatMap((lease): readonly LeaseRecord[] => {
    const forgetAt = (Math.floor(lease.acquiredAt / QUARTER_MS) + 1) * QUARTER_MS + DAY_MS;
    const { state } = lease;
    if (forgetAt <= now) return [];
    if (state === "ended" || state === "released")
      return [{ kind: "lease", id: lease.id, sequence: lease.sequence, state, forgetAt }];
    return [{ ...lease, kind: "lease", state, forgetAt, liveUntil: lease.acquiredAt + 3_600_000 }];
  });
  const health = { pools: 2, numbers: 200, leases: kept.length, callees: 0, findings: [] };
  const sequence = journal.reduce((last, line) => Math.max(last, line.sequence), 0);
  return { entries, journal, aftermath: { now, usage, leases: kept, sequence, health } };
}
