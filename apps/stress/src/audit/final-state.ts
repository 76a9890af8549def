import type { NumberUsage } from "@dialpool/pool-strategies";
import { canonical } from "./canonical.js";
import type { Findings } from "./findings.js";
import { isOpenLease } from "./open-lease.js";
import type { Aftermath } from "./records.js";
import type { World } from "./world.js";

const QUARTER = 900_000;
const DAY = 86_400_000;

/** What the store says when all is over must be what the history makes of it. */
export function auditFinalState(aftermath: Aftermath, world: World, findings: Findings): void {
  for (const { law, message } of aftermath.health.findings) findings.add("health", `${law}: ${message}`);
  for (const poolId of world.pools.keys()) auditUsage(poolId, aftermath, world, findings);
  auditLeases(aftermath, world, findings);
}

function auditUsage(poolId: string, { usage, now }: Aftermath, world: World, findings: Findings): void {
  const bySlug = new Map((usage[poolId] ?? []).map((each) => [each.slug, each]));
  for (const { slug, book, limits } of world.pools.get(poolId)?.members ?? []) {
    const { lastSelectedAt } = book;
    const expected: Omit<NumberUsage, "freeAt"> = {
      slug,
      callsInDay: book.callsInDay(now),
      callsInHour: book.callsInHour(now),
      ...(Number.isFinite(lastSelectedAt) ? { lastSelectedAt } : {}),
      inFlight: book.inFlight(now),
      failuresInRow: book.failuresInRow,
      atLimits: book.atLimits(limits, now),
    };
    const { freeAt: _, ...said } = bySlug.get(slug) ?? {};
    if (canonical(said) !== canonical(expected))
      findings.add("usage", `${poolId}: the store says ${canonical(said)}, the logs ${canonical(expected)}.`);
  }
}

/** Leases of the rolling day are kept, in the state that they were settled to; and no others are. */
function auditLeases({ leases, now }: Aftermath, world: World, findings: Findings): void {
  const kept = new Map(leases.map((lease) => [lease.id, lease]));
  for (const [id, { grant, state }] of world.leases) {
    const leavesAt = (Math.floor(grant.lease.acquiredAt / QUARTER) + 1) * QUARTER + DAY;
    const lease = kept.get(id);
    kept.delete(id);
    if (leavesAt <= now) {
      if (lease !== undefined) findings.add("leases", `${id} is kept longer than its call counts.`);
    } else if (lease === undefined) findings.add("leases", `${id} was granted, and is gone.`);
    else {
      if (state === "open" ? !isOpenLease(lease) : lease.state !== state)
        findings.add("leases", `${id} is ${lease.state}, and should be ${state}.`);
      if (lease.state === "held" && isOpenLease(lease) && lease.holdUntil <= now)
        findings.add("leases", `${id} is held, and its deadline has passed.`);
      if (lease.sequence !== grant.sequence)
        findings.add("leases", `${id} has the sequence ${lease.sequence}, and had ${grant.sequence}.`);
    }
  }
  for (const id of kept.keys()) findings.add("leases", `${id} is kept, and nobody was granted it.`);
}
