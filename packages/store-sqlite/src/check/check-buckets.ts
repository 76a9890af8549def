import type { Books } from "../engine/books.js";
import { blockOf, levelsOf } from "../orders/chance-seating.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { Findings } from "./check-state.js";

/** Every bucket counts the members that are free, and their weights. */
export function checkBuckets(
  { connection }: Books,
  pool: StoredPool,
  isFree: ReadonlySet<number>,
  findings: Findings,
): void {
  const rows = connection
    .prepare(
      "SELECT bucket.bucket, available, free_units FROM bucket LEFT JOIN bucket_state USING (bucket) WHERE bucket.pool = ?",
    )
    .all(pool.key) as readonly (readonly [number, number | null, number | null])[];
  const known = new Map(rows.map((row) => [row[0], row]));
  if (rows.length !== pool.buckets.length)
    findings.add(
      "index",
      `The pool "${pool.poolId}" has ${rows.length} buckets, and should have ${pool.buckets.length}.`,
    );
  for (const bucket of pool.buckets) {
    const free = [...bucket.members].filter((member) => isFree.has(member));
    const [, available, freeUnits] = known.get(bucket.id) ?? [];
    const units = free.reduce((sum, member) => sum + pool.definition.unitsOf(member), 0);
    const { away } = bucket;
    if (available !== free.length + away.members || freeUnits !== units + away.units)
      findings.add(
        "index",
        `The bucket "${bucket.name}" of the pool "${pool.poolId}" counts ${available} free members, and has ${free.length}.`,
      );
    checkBlocks(connection, pool, bucket, free, findings);
  }
}

function checkBlocks(
  connection: Books["connection"],
  pool: StoredPool,
  bucket: StoredBucket,
  free: readonly number[],
  findings: Findings,
): void {
  const expected = new Map<string, number>();
  if (pool.kind.name === "random" || pool.kind.name === "power-of-two") {
    for (let level = 0; level < levelsOf(pool.size); level++) {
      for (const member of bucket.members) expected.set(`${level} ${blockOf(member, level)}`, 0);
      for (const member of free) {
        const block = `${level} ${blockOf(member, level)}`;
        expected.set(block, (expected.get(block) ?? 0) + 1);
      }
    }
  }
  const rows = connection
    .prepare("SELECT level, block, free FROM free_count WHERE bucket = ?")
    .all(bucket.id) as readonly (readonly [number, number, number])[];
  const isSound =
    rows.length === expected.size &&
    rows.every(([level, block, count]) => expected.get(`${level} ${block}`) === count);
  if (!isSound)
    findings.add(
      "index",
      `The bucket "${bucket.name}" of the pool "${pool.poolId}" counts its free members by block wrongly.`,
    );
}
