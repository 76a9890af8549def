import type { Extensions, PoolNumber } from "@dialpool/pool-strategies";
import { type PickRequest, type RankLink, rankerOf } from "@dialpool/pool-strategies/store-kit";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import { LearnedCounts } from "./learned-counts.js";

/** The first candidate of the ranking that is made for a call; −1 when its first 64 have none. */
export type Ranking = (bucket: StoredBucket, request: PickRequest) => number;

/** The ranking of an order that has one. It is made in this process, and looks at every member of the bucket. */
export function rankingOf(pool: StoredPool, extensions: Extensions): Ranking {
  const rules = pool.policy.order;
  const rankers = new Map<StoredBucket, RankLink>();
  const memberOf = new Map(pool.numbers.map(({ slug }, member) => [slug, member]));
  const rankerFor = (bucket: StoredBucket): RankLink => {
    const known = rankers.get(bucket);
    if (known !== undefined) return known;
    const numbers = Array.from(bucket.members, (member) => pool.numbers[member] as PoolNumber);
    const ranker = rankerOf(rules, numbers, extensions) as RankLink;
    rankers.set(bucket, ranker);
    return ranker;
  };
  // Says at once if a custom order is not registered.
  rankerOf(rules, [], extensions);
  const counts = rules.name === "answer-rate" ? new LearnedCounts(pool, rules) : undefined;
  return (bucket, request) => {
    const countsOf = counts?.at(request.link.step, request.now) ?? (() => ({ answered: 0, attempted: 0 }));
    for (const slug of rankerFor(bucket)({ ...request, countsOf })) {
      const member = memberOf.get(slug) as number;
      if (!request.excluded?.has(member) && pool.freeAtOf(member) === 0) return member;
    }
    return -1;
  };
}
