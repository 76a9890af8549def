import type { OrderName } from "@dialpool/pool-strategies";
import type { LogEntry } from "../log/entries.js";
import type { StressPlan } from "../plan/plan.js";
import { auditFinalState } from "./final-state.js";
import { Findings } from "./findings.js";
import { type GrantStep, type History, mergeHistory } from "./history.js";
import { RoundRobinLaw } from "./orders/round-robin-law.js";
import type { Allowance, Finding, Records } from "./records.js";
import { auditByReference, type FirstLoad, type StoreSetup } from "./reference.js";
import { Refusals } from "./refusals.js";
import { World } from "./world.js";

/** Until when a lease counts as a call in flight if nobody ends it: the stores' default. */
const MAX_CALL_MS = 3_600_000;

/** What an audit came to. */
export interface AuditReport {
  readonly granted: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly settled: number;
  /** Leases that became unknown because their deadline had passed, where that is a verb of the journal. */
  readonly expired: number;
  /** Verbs that ended in an error, by its code. */
  readonly failed: Readonly<Record<string, number>>;
  /** Leases that nobody was told of, and which were found again in the store. */
  readonly unlogged: number;
  /** Verbs that were answered, and that the store lost. */
  readonly lost: number;
  /** Choices held against the law of their order, and what it has to say. */
  readonly orders: readonly { readonly poolId: string; readonly order: OrderName; readonly note: string }[];
  /** How much was found, by law. */
  readonly findingCounts: Readonly<Partial<Record<Finding["law"], number>>>;
  /** The first twenty of each. */
  readonly findings: readonly Finding[];
}

/**
 * Proves from what all processes wrote down, and from the journal in the store's engine, that no limit
 * was broken, no lease lost, and every number chosen as the pool's order says. It uses nothing of the stores.
 */
export function audit(
  records: Records,
  allowance: Allowance,
  { policies = "plain", ...setup }: StoreSetup & Partial<Pick<StressPlan, "policies">> = {},
): AuditReport {
  const findings = new Findings();
  const history = mergeHistory(records, allowance, findings);
  const loads = firstLoads(records.entries);
  const world = new World(MAX_CALL_MS);
  if (policies === "plain")
    for (const { pool, draws } of loads) world.load(pool, draws, setup.extensions ?? {});
  walk(history, world, records, findings);
  auditFinalState(records.aftermath, world, findings);
  auditByReference(history, loads, records.aftermath, setup, findings);
  const verbs = [...history.verbs.values()];
  return {
    granted: history.steps.filter(({ kind }) => kind === "grant").length,
    refused: countBy(verbs.map(({ answer }) => (answer?.kind === "refused" ? answer.code : undefined))),
    settled: history.steps.filter(({ kind }) => kind === "settle").length,
    expired: history.steps.reduce((sum, step) => sum + (step.kind === "expire" ? step.leases.length : 0), 0),
    failed: countBy(verbs.map(({ answer }) => (answer?.kind === "failed" ? answer.code : undefined))),
    unlogged: history.unlogged,
    lost: history.lost.length,
    orders: [...world.pools.values()].map(({ poolId, policy, law }) => ({
      poolId,
      order: policy.order.name,
      note: law.note?.() ?? "",
    })),
    findingCounts: findings.counts,
    findings: findings.kept,
  };
}

function firstLoads(entries: readonly LogEntry[]): readonly FirstLoad[] {
  const loads = new Map<string, FirstLoad>();
  for (const entry of entries)
    if (entry.kind === "loaded" && !loads.has(entry.pool.poolId)) loads.set(entry.pool.poolId, entry);
  return [...loads.values()];
}

/** Goes through the history once, and looks at each step before it is taken. */
function walk(history: History, world: World, { entries }: Records, findings: Findings): void {
  const refusals = world.pools.size === 0 ? undefined : new Refusals(history, findings);
  const given = timesGiven(entries);
  let clock = 0;
  for (const [place, step] of history.steps.entries()) {
    refusals?.at(place, clock, world);
    const { begun, now } = step;
    if (now < clock) findings.add("time", `${begun.id} was applied at ${now}, and it was ${clock} before.`);
    if (now < begun.now) findings.add("time", `${begun.id} was applied at ${now}, and asked for later.`);
    if (!given.has(now)) findings.add("time", `${begun.id} was applied at ${now}, which nobody ever gave.`);
    clock = Math.max(clock, now);
    if (step.kind === "settle") world.settle(step);
    else if (step.kind === "grant") {
      auditGrant(step, world, findings);
      world.grant(step);
    }
  }
  refusals?.at(history.steps.length, clock, world);
  for (const { poolId, law } of world.pools.values()) {
    if (law instanceof RoundRobinLaw && !law.isFair) findings.add("order", `${poolId}: ${law.note()}.`);
  }
}

/** Every time that any caller ever gave, and was not refused for: the namespace's can only be one of them. */
function timesGiven(entries: readonly LogEntry[]): ReadonlySet<number> {
  const isOff = new Set(
    entries.flatMap((entry) => (entry.kind === "failed" && entry.code === "clock_skew" ? [entry.id] : [])),
  );
  return new Set(
    entries.flatMap((entry) =>
      "now" in entry && !("id" in entry && isOff.has(entry.id)) ? [entry.now] : [],
    ),
  );
}

function auditGrant(step: GrantStep, world: World, findings: Findings): void {
  const { begun, lease, now } = step;
  const isWrong = (law: Finding["law"], sentence: string) =>
    findings.add(law, `${lease.id} (${begun.id}, sequence ${step.sequence}, ${lease.slug}): ${sentence}`);
  if (lease.acquiredAt !== now || lease.holdUntil !== now + begun.holdMs)
    isWrong("time", `acquired at ${lease.acquiredAt} and held until ${lease.holdUntil}, when it was ${now}.`);
  if (lease.callee !== begun.callee || lease.poolId !== begun.poolId)
    isWrong("leases", "it is for another call than was asked for.");
  if (world.leases.has(lease.id)) isWrong("leases", "there was a lease of that id before.");
  if (world.pools.size === 0) return;
  const pool = world.pools.get(begun.poolId);
  const place = pool?.placeOf.get(lease.slug);
  const member = place === undefined ? undefined : pool?.members[place];
  if (pool === undefined || place === undefined || member === undefined) {
    isWrong("leases", "the number is not in the pool.");
    return;
  }
  const limits = member.book.atLimits(member.limits, now);
  for (const limit of limits) isWrong("limits", `the number was at its limit ${limit}.`);
  if (world.callees.isAtLimit(begun.callee, pool.calleeRule, now))
    isWrong("limits", "the callee was called as often as allowed.");
  const free = world.freeAt(pool, now);
  if (limits.length > 0) return;
  const { callee, draws } = begun;
  const pick = { chosen: place, free, callee, draws, now };
  const expected = [pool.law.expected(pick)].flat();
  pool.law.chose(pick);
  if (expected.includes(place)) return;
  const instead = expected.map((other) => pool.members[other]?.slug).join(" or ");
  isWrong("order", `${pool.policy.order.name} says ${instead}.`);
}

function countBy(values: readonly (string | undefined)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) if (value !== undefined) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
