import type { OrderName } from "@dialpool/pool-strategies";
import type { LearnedCount } from "@dialpool/pool-strategies/store-kit";
import { type VirtualTime, virtualTimeOf } from "../engine/bucket-book.js";
import type { Connection } from "../engine/connection.js";
import { keptList } from "../engine/kept-list.js";
import { membershipsIn } from "../engine/membership.js";
import { nameOf } from "../texts.js";
import type { PoolDefinition } from "./definition.js";
import { Moments } from "./moments.js";

/** Virtual time of a bucket, and where each number stands in it, by slug. */
export interface CarriedBucket extends VirtualTime {
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

/** Of which pool turns are wanted, as of an instant. */
export interface TurnsOf {
  readonly connection: Connection;
  /** The pool's row. */
  readonly key: number;
  readonly definition: PoolDefinition;
  readonly now: number;
}

/** The turns of a pool; a member whose time has come counts as awake, whether or not anybody woke it. */
export function turnsOf({ connection, key, definition, now }: TurnsOf): CarriedTurns {
  const slugOf = (member: unknown) => definition.numbers[member as number]?.slug as string;
  const waiting = parkedIn(connection, key);
  const due = new Set(waiting.filter(([, freeAt]) => freeAt <= now).map(([member]) => member));
  const parked = waiting.filter(([member]) => !due.has(member)).map(([member]) => slugOf(member));
  const learned = connection
    .prepare("SELECT member, step, answered, attempted, at FROM learned WHERE pool = ? ORDER BY step, member")
    .all(key);
  const weights = new Map(definition.numbers.map(({ slug, weight = 1 }) => [slug, weight]));
  return {
    order: definition.policy.order.name,
    parked: new Set(parked),
    buckets: bucketsOf(connection, key, definition, due),
    learned: learned.map(([member, ...counts]) => [slugOf(member), ...counts] as unknown as LearnedCount),
    weightOf: (slug) => weights.get(slug) ?? 1,
  };
}

/** Parked members, for a moment or for long, with when they are free. */
function parkedIn(
  connection: Connection,
  key: number,
): readonly (readonly [member: number, freeAt: number])[] {
  const parked = connection.prepare("SELECT member, free_at FROM parked WHERE pool = ?").all(key);
  const text = connection.prepare("SELECT value FROM state WHERE id = ?").get(Moments.rowOf(key))?.[0];
  const moments = keptList<number>(text as string);
  const ofMoment = moments.flatMap((freeAt, at) => (at % 2 === 0 ? [[moments[at + 1], freeAt]] : []));
  return [...parked, ...ofMoment] as unknown as readonly (readonly [number, number])[];
}

function bucketsOf(
  connection: Connection,
  key: number,
  definition: PoolDefinition,
  due: ReadonlySet<number>,
): ReadonlyMap<string, CarriedBucket> {
  const { name: order } = definition.policy.order;
  const isByTurns = order === "round-robin" || order === "weighted-round-robin";
  if (!isByTurns && order !== "weighted-random") return new Map();
  const joined = (start: number, member: number, virtualTime: number) =>
    isByTurns ? Math.max(start, virtualTime) : virtualTime + start / definition.weightOf(member);
  const rows = connection
    .prepare("SELECT name, base, picks, rate FROM bucket_state WHERE pool = ?")
    .all(key) as readonly (readonly [string, number, number, number])[];
  const buckets = new Map(
    rows.map(([text, base, picks, rate]) => {
      const time = { base, picks, rate };
      return [nameOf(text), { ...time, virtualTime: virtualTimeOf(time), starts: new Map<string, number>() }];
    }),
  );
  const places = connection
    .prepare("SELECT member, places FROM pool_number CROSS JOIN number USING (number) WHERE pool = ?")
    .all(key) as readonly (readonly [number, string])[];
  for (const [member, text] of places) {
    const keys = membershipsIn(text).find(({ pool }) => pool === key)?.keys ?? [];
    const { slug } = definition.numbers[member] as { readonly slug: string };
    for (const [index, name] of definition.namesOf(member).entries()) {
      const bucket = buckets.get(name);
      const start = keys[index];
      if (bucket === undefined || start === undefined) continue;
      bucket.starts.set(slug, due.has(member) ? joined(start, member, bucket.virtualTime) : start);
    }
  }
  return buckets;
}
