import { PolicyError } from "@dialpool/pool-strategies/store-kit";
import { BatchInsert } from "../engine/batch-insert.js";
import type { Books } from "../engine/books.js";
import { NumberState } from "../engine/number-book.js";
import { blockOf, levelsOf } from "../orders/chance-seating.js";
import { seatKeysOf } from "../orders/first-keys.js";
import { newVersion } from "../orders/learned-counts.js";
import { textOf } from "../texts.js";
import type { DefinitionParts, PoolDefinition } from "./definition.js";
import { StoredPool } from "./stored-pool.js";
import { type CarriedTurns, virtualTimeOf } from "./turns.js";

/** What a pool is written from. */
export interface PoolToWrite {
  readonly poolId: string;
  readonly definition: PoolDefinition;
  /** To go on from; only if the order is of the same name. */
  readonly turns: CarriedTurns | undefined;
  /** By member: draws of newcomers, where the order draws for them. */
  readonly draws: Float64Array | undefined;
}

/** Writes all rows of a pool, in the place of those that it had. */
export function writePool(
  books: Books,
  parts: DefinitionParts,
  { poolId, definition, turns, draws }: PoolToWrite,
): StoredPool {
  const { connection, numbers, namespace } = books;
  const key = poolRow(books, poolId, definition);
  deleteRows(books, key);
  const ids = definition.numbers.map(({ slug }) => {
    const known = numbers.find(slug);
    return known >= 0 ? known : numbers.keep(new NumberState(numbers.add(slug), "[]", "[]")).id;
  });
  const pool = new StoredPool(
    {
      key,
      poolId,
      version: connection.prepare("SELECT version FROM pool WHERE pool = ?").get(key)?.[0] as number,
      ids,
      bucketIds: bucketRows(books, key, definition),
    },
    definition,
    books,
    parts,
  );

  const { now } = namespace;
  const isLeastUsed = pool.kind.name === "least-used";
  const insertNumber = new BatchInsert(connection, "pool_number", ["pool", "member", "number", "definition"]);
  const insertMember = new BatchInsert(connection, "member", [
    "pool",
    "member",
    "number",
    "free_at",
    "score_due_at",
  ]);
  const insertSeat = new BatchInsert(connection, "seat", [
    "pool",
    "member",
    "bucket",
    "listed",
    "first_key",
    "second_key",
    "start",
  ]);
  const free = new FreeCounts(pool.size);
  for (const [member, number] of definition.numbers.entries()) {
    const id = ids[member] as number;
    const state = numbers.at(id);
    const freeAt = pool.limitsFreeAt(member);
    const isFree = freeAt === 0;
    insertNumber.add(key, member, id, JSON.stringify(number));
    insertMember.add(key, member, id, freeAt, isLeastUsed ? pool.scoreDueAt(state) : 0);
    for (const bucket of pool.bucketsOf(member)) {
      const before = turns?.buckets.get(bucket.name);
      const draw = draws?.[member] ?? 0;
      const seat = seatKeysOf({ definition, member, state, isFree, now, before, turns, draw });
      insertSeat.add(key, member, bucket.id, isFree ? 1 : 0, seat.firstKey, seat.secondKey, seat.start);
      if (isFree) free.add(bucket.id, member, definition.unitsOf(member));
    }
  }
  for (const insert of [insertNumber, insertMember, insertSeat]) insert.finish();
  writeBuckets(books, pool, turns, free);
  writeLearned(books, pool, turns);
  return pool;
}

/** A row for a pool that is still to be written. */
export function reservePool({ connection }: Books, poolId: string): number {
  const row = connection
    .prepare(
      "INSERT INTO pool (pool_id, version, learned_version, policy, loaded_at) VALUES (?, 0, 0, '{}', 0) RETURNING pool",
    )
    .returning(textOf(poolId));
  return row?.[0] as number;
}

function poolRow({ connection, namespace }: Books, poolId: string, { policy }: PoolDefinition): number {
  const row = connection
    .prepare(
      `INSERT INTO pool (pool_id, version, learned_version, policy, loaded_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (pool_id) DO UPDATE SET version = excluded.version, learned_version = excluded.learned_version,
        policy = excluded.policy, loaded_at = excluded.loaded_at RETURNING pool`,
    )
    .returning(textOf(poolId), newVersion(), newVersion(), JSON.stringify(policy), namespace.now);
  return row?.[0] as number;
}

function deleteRows({ connection }: Books, key: number): void {
  connection
    .prepare("DELETE FROM free_count WHERE bucket IN (SELECT bucket FROM bucket WHERE pool = ?)")
    .run(key);
  for (const table of ["pool_number", "member", "seat", "bucket", "learned"])
    connection.prepare(`DELETE FROM ${table} WHERE pool = ?`).run(key);
}

function bucketRows(
  { connection }: Books,
  key: number,
  { buckets }: PoolDefinition,
): ReadonlyMap<string, number> {
  const insert = connection.prepare(
    `INSERT INTO bucket (pool, name, available, free_units, base, picks, rate, virtual_time) VALUES (?, ?, 0, 0, 0, 0, 0, 0)
      RETURNING bucket`,
  );
  return new Map(
    [...buckets.keys()].map((name) => [name, insert.returning(key, textOf(name))?.[0] as number]),
  );
}

function writeBuckets(
  { connection }: Books,
  pool: StoredPool,
  turns: CarriedTurns | undefined,
  free: FreeCounts,
): void {
  const update = connection.prepare(
    `UPDATE bucket SET available = ?, free_units = ?, base = ?, picks = ?, rate = ?, virtual_time = ? WHERE bucket = ?`,
  );
  const insertCount = connection.prepare(
    "INSERT INTO free_count (bucket, level, block, free) VALUES (?, ?, ?, ?)",
  );
  const isByChance = pool.kind.name === "random" || pool.kind.name === "power-of-two";
  for (const name of pool.definition.buckets.keys()) {
    const bucket = pool.bucketNamed(name);
    if (bucket === undefined) throw new PolicyError([{ path: "route", message: `No bucket "${name}".` }]);
    const before = turns?.buckets.get(name) ?? { base: 0, picks: 0, rate: 0 };
    const { members, units } = free.of(bucket.id);
    update.run(
      members.length,
      units,
      before.base,
      before.picks,
      before.rate,
      virtualTimeOf(before),
      bucket.id,
    );
    if (!isByChance) continue;
    for (const [level, blocks] of free.blocks(bucket.id, bucket.members).entries())
      for (const [block, count] of blocks) insertCount.run(bucket.id, level, block, count);
  }
}

function writeLearned({ connection }: Books, pool: StoredPool, turns: CarriedTurns | undefined): void {
  if (pool.kind.name !== "answer-rate" || turns === undefined) return;
  const insert = connection.prepare(
    "INSERT INTO learned (pool, step, member, answered, attempted, at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const members = new Map(pool.numbers.map(({ slug }, member) => [slug, member]));
  for (const [slug, step, answered, attempted, at] of turns.learned) {
    const member = members.get(slug);
    if (member !== undefined) insert.run(pool.key, step, member, answered, attempted, at);
  }
}

/** Free members of each bucket. */
class FreeCounts {
  readonly #levels: number;
  readonly #byBucket = new Map<number, { readonly members: number[]; units: number }>();

  constructor(size: number) {
    this.#levels = levelsOf(size);
  }

  add(bucket: number, member: number, units: number): void {
    const free = this.of(bucket);
    free.members.push(member);
    free.units += units;
    this.#byBucket.set(bucket, free);
  }

  of(bucket: number): { readonly members: number[]; units: number } {
    return this.#byBucket.get(bucket) ?? { members: [], units: 0 };
  }

  /** By level: how many are free in each block that has members. */
  blocks(bucket: number, members: Int32Array): readonly ReadonlyMap<number, number>[] {
    const { members: free } = this.of(bucket);
    return Array.from({ length: this.#levels }, (_, level) => {
      const counts = new Map<number, number>();
      for (const member of members) counts.set(blockOf(member, level), 0);
      for (const member of free) {
        const block = blockOf(member, level);
        counts.set(block, (counts.get(block) ?? 0) + 1);
      }
      return counts;
    });
  }
}
