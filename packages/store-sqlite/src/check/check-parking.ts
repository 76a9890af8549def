import type { PoolNumber } from "@dialpool/pool-strategies";
import type { Books } from "../engine/books.js";
import { DUE, scoreDueAt } from "../orders/score-due.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { Findings } from "./check-state.js";

/** Every member is parked exactly as its limits say. Answers those that are free. */
export function checkParking(books: Books, pool: StoredPool, findings: Findings): ReadonlySet<number> {
  const { connection, namespace } = books;
  const free = new Set<number>();
  const parked = rowsByMember([
    ...connection.prepare("SELECT member, free_at FROM parked WHERE pool = ?").all(pool.key),
    ...[...pool.parking.moments.entries()].map(([freeAt, member]) => [member, freeAt]),
  ]);
  const due = rowsByMember(
    connection.prepare("SELECT member, due_at FROM score_due WHERE pool = ?").all(pool.key),
  );
  for (const [member, { slug }] of pool.numbers.entries()) {
    const freeAt = pool.freeAtOf(member);
    const expected = pool.limitsFreeAt(member);
    if (freeAt === 0) free.add(member);
    if (freeAt !== expected || !isOnly(parked.get(member), freeAt)) {
      const said = freeAt === 0 ? "counts as free" : `is parked until ${freeAt}`;
      const listed = `it is listed as parked ${parked.get(member)?.join(" and ") ?? "nowhere"}`;
      const right = expected === 0 ? "no limit holds it" : `its limits hold it until ${expected}`;
      findings.add(
        "parked",
        `The number "${slug}" ${said} in the pool "${pool.poolId}", ${listed}, and ${right}.`,
      );
    }
    if (pool.kind.name === "least-used") checkDue(pool, member, due.get(member), namespace.now, findings);
  }
  const strange = [...parked.keys(), ...due.keys()].filter((member) => member >= pool.size).length;
  if (strange + (pool.kind.name === "least-used" ? 0 : due.size) > 0)
    findings.add("index", `The pool "${pool.poolId}" has members parked or due that it has not.`);
  return free;
}

function checkDue(
  pool: StoredPool,
  member: number,
  listed: readonly number[] | undefined,
  now: number,
  findings: Findings,
): void {
  const { slug } = pool.numbers[member] as PoolNumber;
  const said = pool.keyOf(pool.membershipOf(member), DUE);
  const expected = scoreDueAt(pool.stateOf(member), now);
  if (said !== expected || !isOnly(listed, expected))
    findings.add(
      "index",
      `The score of the number "${slug}" in the pool "${pool.poolId}" is due at ${said}, not at ${expected}.`,
    );
}

/** Whether an instant is listed just once; 0 is not to be listed. */
function isOnly(listed: readonly number[] = [], instant: number): boolean {
  return instant === 0 ? listed.length === 0 : listed.length === 1 && listed[0] === instant;
}

function rowsByMember(rows: readonly (readonly unknown[])[]): ReadonlyMap<number, readonly number[]> {
  const byMember = new Map<number, number[]>();
  for (const [member, instant] of rows as readonly (readonly [number, number])[]) {
    const instants = byMember.get(member) ?? [];
    instants.push(instant);
    byMember.set(member, instants);
  }
  return byMember;
}
