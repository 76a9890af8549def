import type { OrderName } from "@dialpool/pool-strategies";
import type { LearnedCount } from "@dialpool/pool-strategies/store-kit";
import { nameOf } from "../texts.js";
import type { StoredPool } from "./stored-pool.js";

const UNITS_PER_WEIGHT = 1_000_000;

/** Virtual time of a bucket, and where each number stands in it, by slug. */
export interface CarriedBucket {
  readonly base: number;
  readonly picks: number;
  readonly rate: number;
  /** Under `weighted-random`: the score of a number that is free, what is left on the clock of one that is not. */
  readonly starts: ReadonlyMap<string, number>;
}

/** Whose turn it is in a pool, by slug: what the pool goes on from when it is loaded anew, or in another store. */
export interface CarriedTurns {
  readonly order: OrderName;
  /** Numbers at a limit: free again, they claim no turn from the time they were away. */
  readonly parked: ReadonlySet<string>;
  /** By bucket name. */
  readonly buckets: ReadonlyMap<string, CarriedBucket>;
  readonly learned: readonly LearnedCount[];
  /** The weight that a score was made with. */
  readonly weightOf: (slug: string) => number;
}

export function virtualTimeOf({ base, picks, rate }: Pick<CarriedBucket, "base" | "picks" | "rate">): number {
  return picks === 0 ? base : base + (picks * UNITS_PER_WEIGHT) / rate;
}

/** The turns of a pool whose due members are awake. */
export function turnsOf(pool: StoredPool): CarriedTurns {
  const { connection } = pool.books;
  const { name: order } = pool.kind;
  const slugOf = (member: unknown) => pool.numbers[member as number]?.slug as string;
  const parked = connection.prepare("SELECT member FROM member WHERE pool = ? AND free_at > 0").all(pool.key);
  const learned = connection
    .prepare("SELECT member, step, answered, attempted, at FROM learned WHERE pool = ? ORDER BY step, member")
    .all(pool.key);
  const weights = new Map(pool.numbers.map(({ slug, weight = 1 }) => [slug, weight]));
  return {
    order,
    parked: new Set(parked.map(([member]) => slugOf(member))),
    buckets: bucketsOf(pool, slugOf),
    learned: learned.map(([member, ...counts]) => [slugOf(member), ...counts] as unknown as LearnedCount),
    weightOf: (slug) => weights.get(slug) ?? 1,
  };
}

function bucketsOf(
  pool: StoredPool,
  slugOf: (member: unknown) => string,
): ReadonlyMap<string, CarriedBucket> {
  const { connection } = pool.books;
  const { name: order } = pool.kind;
  const isByTurns = order === "round-robin" || order === "weighted-round-robin";
  if (!isByTurns && order !== "weighted-random") return new Map();
  const starts = new Map<number, Map<string, number>>();
  const seats = connection
    .prepare(
      `SELECT bucket, member, ${isByTurns ? "start" : "second_key"} FROM seat WHERE pool = ? ORDER BY member`,
    )
    .all(pool.key);
  for (const [bucket, member, start] of seats as readonly (readonly [number, number, number])[]) {
    const ofBucket = starts.get(bucket) ?? new Map<string, number>();
    starts.set(bucket, ofBucket);
    ofBucket.set(slugOf(member), start);
  }
  const rows = connection
    .prepare("SELECT bucket, name, base, picks, rate FROM bucket WHERE pool = ?")
    .all(pool.key);
  return new Map(
    (rows as readonly (readonly [number, string, number, number, number])[]).map(
      ([bucket, name, base, picks, rate]) => [
        nameOf(name),
        { base, picks, rate, starts: starts.get(bucket) ?? new Map<string, number>() },
      ],
    ),
  );
}
