import { PolicyError } from "@dialpool/pool-strategies/store-kit";
import { BatchInsert } from "../engine/batch-insert.js";
import type { Books } from "../engine/books.js";
import type { NumberState } from "../engine/number-state.js";
import { blockOf, levelsOf } from "../orders/chance-seating.js";
import { firstKeysOf } from "../orders/first-keys.js";
import { newVersion } from "../orders/learned-counts.js";
import { DUE } from "../orders/score-due.js";
import { textOf } from "../texts.js";
import type { DefinitionParts, PoolDefinition } from "./definition.js";
import { Moments } from "./moments.js";
import { StoredPool } from "./stored-pool.js";
import type { CarriedTurns } from "./turns.js";

/** What a pool is written from. */
export interface PoolToWrite {
  readonly poolId: string;
  readonly definition: PoolDefinition;
  /** To go on from; only if the order is of the same name. */
  readonly turns: CarriedTurns | undefined;
  /** By member: draws of newcomers, where the order draws for them. */
  readonly draws: Float64Array | undefined;
}

/** Writes all rows of a pool, in the place of those that it had. Where its numbers stand is written when the verb ends. */
export function writePool(
  books: Books,
  parts: DefinitionParts,
  { poolId, definition, turns, draws }: PoolToWrite,
): StoredPool {
  const { connection, numbers } = books;
  const key = poolRow(books, poolId, definition);
  deleteRows(books, key);
  const joining = numbers.joining();
  const states = definition.numbers.map(({ slug }) => joining.of(slug));
  const pool = new StoredPool(
    {
      key,
      poolId,
      version: connection.prepare("SELECT version FROM pool WHERE pool = ?").get(key)?.[0] as number,
      ids: states.map(({ id }) => id),
      bucketIds: bucketRows(books, key, definition),
    },
    definition,
    books,
    parts,
  );
  books.states.set(Moments.rowOf(key), []);
  const free = new FreeCounts(pool.size);
  writeMembers(books, pool, { states, turns, draws, free });
  joining.finish();
  writeBuckets(books, pool, turns, free);
  writeLearned(books, pool, turns);
  return pool;
}

/** What a pool's members are written from. */
interface MembersToWrite extends Pick<PoolToWrite, "turns" | "draws"> {
  /** By member. */
  readonly states: readonly NumberState[];
  /** Filled. */
  readonly free: FreeCounts;
}

function writeMembers(
  { connection, namespace }: Books,
  pool: StoredPool,
  { states, turns, draws, free }: MembersToWrite,
): void {
  const { key, definition } = pool;
  const { now } = namespace;
  const insertNumber = new BatchInsert(connection, "pool_number", ["pool", "member", "number", "definition"]);
  const insertParked = new BatchInsert(connection, "parked", ["pool", "free_at", "member", "is_seated"]);
  const insertDue = new BatchInsert(connection, "score_due", ["pool", "due_at", "member"]);
  const insertSeat = new BatchInsert(connection, "seat", ["bucket", "first_key", "second_key", "member"]);
  for (const [member, number] of definition.numbers.entries()) {
    const state = states[member] as NumberState;
    const freeAt = pool.limitsFreeAt(member);
    const isFree = freeAt === 0;
    const draw = draws?.[member] ?? 0;
    const keys = firstKeysOf({ definition, member, state, isFree, now, turns, draw });
    const membership = { pool: key, member, freeAt, keys };
    state.join(membership);
    insertNumber.add(key, member, state.id, JSON.stringify(number));
    if (!isFree) insertParked.add(key, freeAt, member, 0);
    const dueAt = pool.kind.name === "least-used" ? pool.keyOf(membership, DUE) : 0;
    if (dueAt > 0) insertDue.add(key, dueAt, member);
    if (!isFree) continue;
    for (const [index, bucket] of pool.bucketsOf(member).entries()) {
      insertSeat.add(bucket.id, ...pool.seating.keysAt(membership, index), member);
      free.add(bucket.id, member, definition.unitsOf(member));
    }
  }
  for (const insert of [insertNumber, insertParked, insertDue, insertSeat]) insert.finish();
}

/** A row for a pool that is still to be written. */
export function reservePool({ connection }: Books, poolId: string): number {
  const row = connection
    .prepare(
      "INSERT INTO pool (pool_id, version, learned_version, policy, loaded_at) VALUES (?, 0, 0, '{}', 0) RETURNING pool",
    )
    .get(textOf(poolId));
  return row?.[0] as number;
}

function poolRow({ connection, namespace }: Books, poolId: string, { policy }: PoolDefinition): number {
  const row = connection
    .prepare(
      `INSERT INTO pool (pool_id, version, learned_version, policy, loaded_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (pool_id) DO UPDATE SET version = excluded.version, learned_version = excluded.learned_version,
        policy = excluded.policy, loaded_at = excluded.loaded_at RETURNING pool`,
    )
    .get(textOf(poolId), newVersion(), newVersion(), JSON.stringify(policy), namespace.now);
  return row?.[0] as number;
}

function deleteRows({ connection }: Books, key: number): void {
  const buckets = "(SELECT bucket FROM bucket WHERE pool = ?)";
  for (const [table, column] of [
    ["free_count", "bucket"],
    ["seat", "bucket"],
    ["state", "id"],
  ])
    connection.prepare(`DELETE FROM ${table} WHERE ${column} IN ${buckets}`).run(key);
  for (const table of ["pool_number", "parked", "score_due", "bucket", "learned"])
    connection.prepare(`DELETE FROM ${table} WHERE pool = ?`).run(key);
}

function bucketRows(
  { connection }: Books,
  key: number,
  { buckets }: PoolDefinition,
): ReadonlyMap<string, number> {
  const insert = connection.prepare("INSERT INTO bucket (pool, name) VALUES (?, ?) RETURNING bucket");
  return new Map([...buckets.keys()].map((name) => [name, insert.get(key, textOf(name))?.[0] as number]));
}

function writeBuckets(
  { connection, states }: Books,
  pool: StoredPool,
  turns: CarriedTurns | undefined,
  free: FreeCounts,
): void {
  const insertCount = connection.prepare(
    "INSERT INTO free_count (bucket, level, block, free) VALUES (?, ?, ?, ?)",
  );
  const isByChance = pool.kind.name === "random" || pool.kind.name === "power-of-two";
  for (const name of pool.definition.buckets.keys()) {
    const bucket = pool.bucketNamed(name);
    if (bucket === undefined) throw new PolicyError([{ path: "route", message: `No bucket "${name}".` }]);
    const { base, picks, rate } = turns?.buckets.get(name) ?? { base: 0, picks: 0, rate: 0 };
    const { members, units } = free.of(bucket.id);
    states.set(bucket.id, [members.length, units, base, picks, rate]);
    if (!isByChance) continue;
    for (const [level, blocks] of free.blocks(bucket.id, bucket.members).entries())
      for (const [block, count] of blocks) insertCount.run(bucket.id, level, block, count);
  }
  states.save();
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
