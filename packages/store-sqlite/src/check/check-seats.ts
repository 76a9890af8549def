import type { PoolNumber } from "@dialpool/pool-strategies";
import type { Books } from "../engine/books.js";
import type { Membership } from "../engine/membership.js";
import { firstKeysOf } from "../orders/first-keys.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { Findings } from "./check-state.js";

/** Every free member has its seats, with the keys that it should have, and so have those that are parked for a moment. */
export function checkSeats(books: Books, pool: StoredPool, findings: Findings): void {
  const { connection } = books;
  const parked = new Map(
    connection
      .prepare("SELECT member, is_seated FROM parked WHERE pool = ?")
      .all(pool.key) as unknown as readonly (readonly [number, number])[],
  );
  const rows = connection
    .prepare(
      "SELECT bucket, member, first_key, second_key FROM seat WHERE bucket IN (SELECT bucket FROM bucket WHERE pool = ?)",
    )
    .all(pool.key) as readonly (readonly [number, number, number, number])[];
  const seats = new Set(rows.map((row) => row.join(" ")));
  const keepsSeats = !["random", "power-of-two", "weighted-random"].includes(pool.kind.name);
  let expected = 0;
  for (const [member, { slug }] of pool.numbers.entries()) {
    const membership = pool.membershipOf(member);
    const isSeated = !parked.has(member) || (keepsSeats && parked.get(member) === 1);
    if (isSeated !== (parked.get(member) !== 0))
      findings.add("index", `The number "${slug}" of the pool "${pool.poolId}" is parked with its seats.`);
    if (!hasRightKeys(books, pool, membership))
      findings.add("index", `The keys of the number "${slug}" in the pool "${pool.poolId}" are wrong.`);
    for (const [index, bucket] of pool.bucketsOf(member).entries()) {
      const keys = pool.seating.keysAt(membership, index);
      if (isSeated) expected++;
      if (seats.has([bucket.id, member, ...keys].join(" ")) !== isSeated)
        findings.add("index", faultOf(pool, member, bucket, isSeated));
    }
  }
  if (rows.length > expected)
    findings.add("index", `The pool "${pool.poolId}" has ${rows.length - expected} seats too many.`);
}

function faultOf(pool: StoredPool, member: number, { name }: StoredBucket, isSeated: boolean): string {
  const { slug } = pool.numbers[member] as PoolNumber;
  const fault = isSeated ? "is missing, or has other keys" : "is there, and the number is parked";
  return `The seat of the number "${slug}" in the bucket "${name}" of the pool "${pool.poolId}" ${fault}.`;
}

/** Turns and clocks only follow from what happened; scores follow from what the number carried. */
function hasRightKeys(books: Books, pool: StoredPool, membership: Membership): boolean {
  const { definition } = pool;
  const { name } = definition.policy.order;
  if (name === "round-robin" || name === "weighted-round-robin" || name === "weighted-random")
    return membership.keys.every((key) => key >= 0);
  const { member, keys } = membership;
  const state = pool.stateOf(member);
  const right = firstKeysOf({
    definition,
    member,
    state,
    isFree: true,
    now: books.namespace.now,
    turns: undefined,
    draw: 0,
  });
  return `${right}` === `${keys}`;
}
