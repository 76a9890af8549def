import type { PoolNumber } from "@dialpool/pool-strategies";
import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import { blockOf, levelsOf } from "../orders/chance-seating.js";
import { seatKeysOf } from "../orders/first-keys.js";
import type { PoolShelf } from "../pools/pool-shelf.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import { virtualTimeOf } from "../pools/turns.js";
import { nameOf } from "../texts.js";
import type { Findings } from "./check-state.js";

/** A row of the table `seat`. */
interface Seat {
  readonly listed: number;
  readonly firstKey: number;
  readonly secondKey: number;
  readonly start: number;
}

/** Members that are free, by bucket. */
type FreeMembers = ReadonlyMap<StoredBucket, readonly number[]>;

/** Every member is parked exactly as its limits say, and in the indexes of its buckets with the right score. */
export function checkPool(books: Books, shelf: PoolShelf, key: number, findings: Findings): void {
  const { connection } = books;
  const poolId = nameOf(
    connection.prepare("SELECT pool_id FROM pool WHERE pool = ?").get(key)?.[0] as string,
  );
  let pool: StoredPool;
  try {
    pool = shelf.read(key);
  } catch (error) {
    if (isPoolStoreError(error)) throw error;
    findings.add("index", `The pool "${poolId}" cannot be read: ${(error as Error).message}`);
    return;
  }
  if (!checkMembers(books, pool, findings)) return;
  try {
    pool.advance();
    books.buckets.save();
    books.numbers.save();
    const free = checkParking(books, pool, findings);
    checkSeats(books, pool, free, findings);
    checkBuckets(books, pool, free, findings);
  } catch (error) {
    if (!isPoolStoreError(error, "store_corrupt")) throw error;
    findings.add(
      "parked",
      `The limits of the pool "${poolId}" cannot be judged: counts of its numbers cannot be read.`,
    );
  }
  books.numbers.forgetRead();
}

/** Whether there is a row for each member, about the number that it is. */
function checkMembers({ connection }: Books, pool: StoredPool, findings: Findings): boolean {
  const rows = connection
    .prepare(
      `SELECT member.member, member.number, pool_number.number, number.slug FROM member
        LEFT JOIN pool_number ON pool_number.pool = member.pool AND pool_number.member = member.member
        LEFT JOIN number ON number.number = member.number WHERE member.pool = ? ORDER BY member.member`,
    )
    .all(pool.key) as readonly (readonly [number, number, number | null, string | null])[];
  const isSound =
    rows.length === pool.size &&
    rows.every(([member, number, defined, slug], index) => {
      const { slug: expected } = pool.numbers[index] as PoolNumber;
      return member === index && number === defined && slug !== null && nameOf(slug) === expected;
    });
  if (!isSound)
    findings.add(
      "index",
      `The pool "${pool.poolId}" has ${rows.length} members that do not match its ${pool.size} numbers.`,
    );
  return isSound;
}

function checkParking({ connection, numbers }: Books, pool: StoredPool, findings: Findings): FreeMembers {
  const free = new Map<StoredBucket, number[]>();
  const rows = connection
    .prepare("SELECT free_at, score_due_at FROM member WHERE pool = ? ORDER BY member")
    .all(pool.key) as readonly (readonly [number, number])[];
  for (const [member, [freeAt, scoreDueAt]] of rows.entries()) {
    const { slug } = pool.numbers[member] as PoolNumber;
    const expected = pool.limitsFreeAt(member);
    if (freeAt !== expected) {
      const said = freeAt === 0 ? "counts as free" : `is parked until ${freeAt}`;
      const right = expected === 0 ? "no limit holds it" : `its limits hold it until ${expected}`;
      findings.add("parked", `The number "${slug}" ${said} in the pool "${pool.poolId}", and ${right}.`);
    }
    const due = pool.kind.name === "least-used" ? pool.scoreDueAt(numbers.at(pool.idOf(member))) : 0;
    if (scoreDueAt !== due)
      findings.add(
        "index",
        `The score of the number "${slug}" in the pool "${pool.poolId}" is due at ${scoreDueAt}, not at ${due}.`,
      );
    if (freeAt !== 0) continue;
    for (const bucket of pool.bucketsOf(member)) {
      const members = free.get(bucket) ?? [];
      members.push(member);
      free.set(bucket, members);
    }
  }
  return free;
}

function checkSeats(books: Books, pool: StoredPool, free: FreeMembers, findings: Findings): void {
  const rows = books.connection
    .prepare(
      "SELECT member, bucket, listed, first_key, second_key, start FROM seat WHERE pool = ? ORDER BY member",
    )
    .all(pool.key) as readonly (readonly [number, number, number, number, number, number])[];
  const seats = new Map<string, Seat>();
  for (const [member, bucket, listed, firstKey, secondKey, start] of rows)
    seats.set(`${member} ${bucket}`, { listed, firstKey, secondKey, start });
  let expected = 0;
  for (const bucket of pool.buckets) {
    const isFree = new Set(free.get(bucket));
    for (const member of bucket.members) {
      expected++;
      const { slug } = pool.numbers[member] as PoolNumber;
      const seat = seats.get(`${member} ${bucket.id}`);
      const fault =
        seat === undefined ? "is missing" : faultOfSeat(books, pool, member, seat, isFree.has(member));
      if (fault !== undefined)
        findings.add(
          "index",
          `The seat of the number "${slug}" in the bucket "${bucket.name}" of the pool "${pool.poolId}" ${fault}.`,
        );
    }
  }
  if (rows.length > expected)
    findings.add("index", `The pool "${pool.poolId}" has ${rows.length - expected} seats too many.`);
}

function faultOfSeat(
  { numbers, namespace }: Books,
  pool: StoredPool,
  member: number,
  { listed, firstKey, secondKey, start }: Seat,
  isFree: boolean,
): string | undefined {
  const { definition } = pool;
  if (isFree && listed !== 1) return "is not listed, and the number is free";
  const isStrict = ["random", "power-of-two", "weighted-random"].includes(pool.kind.name);
  if (!isFree && isStrict && listed !== 0) return "is listed, and the number is parked";
  if (listed !== 0 && listed !== 1) return "is neither listed nor not";
  const hasTurns = pool.kind.name === "round-robin" || pool.kind.name === "weighted-round-robin";
  if (hasTurns) {
    const span = definition.spanOf(member);
    return firstKey === span && secondKey === start + span && start >= 0
      ? undefined
      : "has a turn that is wrong";
  }
  if (pool.kind.name === "weighted-random")
    return firstKey === 0 && secondKey >= 0 ? undefined : "has a clock that is wrong";
  const state = numbers.at(pool.idOf(member));
  const keys = seatKeysOf({
    definition,
    member,
    state,
    isFree,
    now: namespace.now,
    before: undefined,
    turns: undefined,
    draw: 0,
  });
  return keys.firstKey === firstKey && keys.secondKey === secondKey ? undefined : "has a score that is wrong";
}

function checkBuckets({ connection }: Books, pool: StoredPool, free: FreeMembers, findings: Findings): void {
  const rows = connection
    .prepare(
      "SELECT bucket, available, free_units, base, picks, rate, virtual_time FROM bucket WHERE pool = ?",
    )
    .all(pool.key) as readonly (readonly [number, number, number, number, number, number, number])[];
  const known = new Map(rows.map((row) => [row[0], row]));
  if (rows.length !== pool.buckets.length)
    findings.add(
      "index",
      `The pool "${pool.poolId}" has ${rows.length} buckets, and should have ${pool.buckets.length}.`,
    );
  for (const bucket of pool.buckets) {
    const members = free.get(bucket) ?? [];
    const [, available, freeUnits, base = 0, picks = 0, rate = 0, virtualTime] = known.get(bucket.id) ?? [];
    const units = members.reduce((sum, member) => sum + pool.definition.unitsOf(member), 0);
    const where = `The bucket "${bucket.name}" of the pool "${pool.poolId}"`;
    if (available !== members.length || freeUnits !== units)
      findings.add("index", `${where} counts ${available} free members, and has ${members.length}.`);
    if (virtualTime !== virtualTimeOf({ base, picks, rate }))
      findings.add("index", `${where} has a virtual time that does not follow from its picks.`);
    checkBlocks(connection, pool, bucket, members, findings);
  }
}

function checkBlocks(
  connection: Books["connection"],
  pool: StoredPool,
  bucket: StoredBucket,
  members: readonly number[],
  findings: Findings,
): void {
  const expected = new Map<string, number>();
  if (pool.kind.name === "random" || pool.kind.name === "power-of-two") {
    for (let level = 0; level < levelsOf(pool.size); level++) {
      for (const member of bucket.members) expected.set(`${level} ${blockOf(member, level)}`, 0);
      for (const member of members) {
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
    rows.every(([level, block, free]) => expected.get(`${level} ${block}`) === free);
  if (!isSound)
    findings.add(
      "index",
      `The bucket "${bucket.name}" of the pool "${pool.poolId}" counts its free members by block wrongly.`,
    );
}
