import type { LinkStep, PoolNumber } from "@dialpool/pool-strategies";
import {
  type BucketTurns,
  type LearnedCount,
  LINK_STEPS,
  type NamespaceRecord,
  poolRecords,
  slugOfKey,
} from "@dialpool/pool-strategies/store-kit";
import { bySpelling } from "../by-spelling.js";
import { numberOf } from "../pool-reader.js";
import type { Losses } from "./losses.js";
import { type CopiedPool, type NamespaceCopy, PAGE } from "./namespace-copy.js";

/** Members of a pool as they are, in the order of their slug keys. */
interface CopiedMembers {
  readonly numbers: readonly PoolNumber[];
  /** Slugs of those at a limit. */
  readonly parked: readonly string[];
  /** Where each stands in each bucket, by the bucket's id. */
  readonly starts: ReadonlyMap<string, readonly [slug: string, start: number][]>;
}

/**
 * The records of a pool. Where somebody is told what is lost, the state may be damaged: then turns are left out, for they are the first to
 * be wrong.
 *
 * @param keys Takes the slug keys of its numbers.
 */
export async function exportPool(
  copy: NamespaceCopy,
  pool: CopiedPool,
  losses: Losses,
  keys: Set<string>,
): Promise<Iterable<NamespaceRecord>> {
  const { poolId, index, policy } = pool;
  const order = policy.order.name;
  const hasTurns =
    !losses.areTold && ["round-robin", "weighted-round-robin", "weighted-random"].includes(order);
  const { numbers, parked, starts } = await readMembers(copy, pool, losses, keys, hasTurns);
  const buckets = await readBuckets(copy, pool, starts);
  const learned =
    order === "answer-rate"
      ? await losses.orLost(`What the pool "${poolId}" has learned is lost.`, () => readLearned(copy, index))
      : undefined;
  const turns = {
    order,
    parked,
    buckets: Object.fromEntries(buckets),
    ...(learned === undefined ? {} : { learned }),
  };
  return poolRecords({ poolId, policy, numbers, turns });
}

async function readMembers(
  copy: NamespaceCopy,
  { poolId, index }: CopiedPool,
  losses: Losses,
  keys: Set<string>,
  hasTurns: boolean,
): Promise<CopiedMembers> {
  const numbers: PoolNumber[] = [];
  const parked: string[] = [];
  const starts = new Map<string, [string, number][]>();
  let after = "";
  for (let isMore = true; isMore; ) {
    const [, more, ...rows] = await copy.ask(copy.scripts.readMembers, [index, after, PAGE]);
    isMore = more === "1";
    for (const [key = "", text = null, isParked, ...turns] of rows as (readonly string[])[]) {
      after = key;
      keys.add(key);
      const number = await losses.orLost(
        `What the number "${slugOfKey(key)}" of the pool "${poolId}" is, is lost.`,
        async () => numberOf(isParked === "?" && !losses.areTold ? null : text, poolId),
      );
      if (number === undefined) continue;
      numbers.push(number);
      if (isParked === "1") parked.push(number.slug);
      for (let at = 0; hasTurns && at < turns.length; at += 2) {
        const id = turns[at] as string;
        const list = starts.get(id) ?? [];
        if (list.length === 0) starts.set(id, list);
        list.push([number.slug, Number(turns[at + 1])]);
      }
    }
  }
  return { numbers, parked, starts };
}

async function readBuckets(
  copy: NamespaceCopy,
  { index, bucketIds }: CopiedPool,
  starts: CopiedMembers["starts"],
): Promise<readonly [name: string, turns: BucketTurns][]> {
  const nameOf = new Map(Object.entries(bucketIds.ids).map(([name, id]) => [String(id), name]));
  const buckets: [string, BucketTurns][] = [];
  const ids = [...starts.keys()];
  for (let first = 0; first < ids.length; first += PAGE) {
    const page = ids.slice(first, first + PAGE);
    const args = ["buckets", ...page.map((id) => `${index}:${id}`)];
    const [, ...rows] = await copy.ask(copy.scripts.readBuckets, args);
    for (const [at, row] of (rows as (readonly [string, string, string])[]).entries()) {
      const id = page[at] as string;
      const [base, picks, rate] = row.map(Number) as [number, number, number];
      const turns = { base, picks, rate, starts: Object.fromEntries(starts.get(id) ?? []) };
      buckets.push([nameOf.get(id) as string, turns]);
    }
  }
  return buckets;
}

async function readLearned(copy: NamespaceCopy, index: string): Promise<readonly LearnedCount[]> {
  const learned: LearnedCount[] = [];
  for (let isMore = true; isMore; ) {
    const args = ["learned", index, learned.length];
    const [, more, ...rows] = await copy.ask(copy.scripts.readBuckets, args);
    isMore = more === "1";
    for (const [field = "", answered, attempted, at] of rows as (readonly string[])[]) {
      const step = LINK_STEPS[Number(field.slice(0, 1)) - 1] as LinkStep;
      learned.push([slugOfKey(field.slice(2)), step, Number(answered), Number(attempted), Number(at)]);
    }
  }
  return learned.sort(
    ([slugA, stepA], [slugB, stepB]) => bySpelling(stepA, stepB) || bySpelling(slugA, slugB),
  );
}
