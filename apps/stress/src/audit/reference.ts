import { createMemoryStore, type MemoryStoreOptions, type PoolDefinition } from "@dialpool/pool-strategies";
import { canonical } from "./canonical.js";
import type { Findings } from "./findings.js";
import type { ExpireStep, GrantStep, History } from "./history.js";
import type { Aftermath } from "./records.js";

/** What the stores of a run know besides its policies. */
export type StoreSetup = Pick<MemoryStoreOptions, "extensions" | "geography">;

/** A pool as it was loaded at first. */
export interface FirstLoad {
  readonly pool: PoolDefinition;
  readonly now: number;
  readonly draws: readonly number[];
}

/**
 * Plays the merged history through the reference store, one verb after the other: every choice must be the same, and so
 * must be the usage when all is over. That is what atomic verbs mean: what many processes did at once, one could have done
 * in that order.
 */
export function auditByReference(
  { steps }: History,
  loads: readonly FirstLoad[],
  aftermath: Aftermath,
  setup: StoreSetup,
  findings: Findings,
): void {
  const store = createMemoryStore(setup);
  for (const { pool, now, draws } of loads) store.load(pool, { now, random: inTurn(draws) });
  const idOf = new Map<string, string>();
  for (const [place, step] of steps.entries()) {
    const { now } = step;
    if (step.kind !== "settle") {
      const said =
        step.kind === "grant"
          ? acquireAgain(step)
          : expireAgain(step, steps[place + 1]?.now ?? aftermath.now);
      if (said !== undefined) {
        findings.add("reference", said);
        return;
      }
      continue;
    }
    const { id, leaseId, to, outcome } = step.begun;
    const settlement = { leaseId: idOf.get(leaseId) ?? leaseId, to, now };
    const { applied } = store.settle(outcome === undefined ? settlement : { ...settlement, outcome });
    if (!applied) {
      findings.add("reference", `${id}: the reference does not settle ${leaseId} to ${to}.`);
      return;
    }
  }
  for (const { pool } of loads) {
    const expected = store.usage(pool.poolId, { now: aftermath.now });
    for (const [index, usage] of expected.entries()) {
      const [said, own] = [canonical(aftermath.usage[pool.poolId]?.[index] ?? {}), canonical(usage)];
      if (said !== own)
        findings.add("reference", `${pool.poolId}: the store says ${said}, the reference ${own}.`);
    }
  }

  /** Each lease by itself: at which moment of its two bounds the namespace was, the journal of a server does not tell. */
  function expireAgain({ begun: { id }, leases, now }: ExpireStep, latest: number): string | undefined {
    for (const lease of leases) {
      if (lease.holdUntil > latest) return `${id} took ${lease.id}, which is held until ${lease.holdUntil}.`;
      const leaseId = idOf.get(lease.id) ?? lease.id;
      const { applied, state } = store.settle({ leaseId, to: "unknown", now });
      if (!applied) return `${id} took ${lease.id}; in the reference it is ${state ?? "not known"}.`;
    }
    const [left] = store.expire({ now });
    return left && `${id} left ${left.id}, which was held until ${left.holdUntil}.`;
  }

  function acquireAgain({ begun, lease, sequence, now }: GrantStep): string | undefined {
    const { id, poolId, callee, tags = {}, draws, holdMs } = begun;
    const selection = store.acquire({ poolId, callee, tags, now, random: inTurn(draws), holdMs });
    if (!selection.ok) return `${id} got ${lease.slug}; the reference refuses with ${selection.code}.`;
    const { lease: own } = selection;
    idOf.set(lease.id, own.id);
    const isSame =
      own.slug === lease.slug &&
      own.sequence === sequence &&
      own.acquiredAt === lease.acquiredAt &&
      own.holdUntil === lease.holdUntil;
    return isSame ? undefined : `${id} got ${JSON.stringify(lease)}; the reference gives ${own.slug}.`;
  }
}

/** Answers the draws one after the other. */
export function inTurn(draws: readonly number[]): () => number {
  let asked = 0;
  return () => draws[asked++] ?? 0;
}
