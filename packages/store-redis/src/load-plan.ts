import type { LoadOptions, Policy, PoolNumber } from "@dialpool/pool-strategies";
import {
  drawFrom,
  type Route,
  rejectNoDraw,
  slugKeyOf,
  type Turns,
} from "@dialpool/pool-strategies/store-kit";
import type { BucketIds, PoolDefinition } from "./pool-definition.js";
import type { StoredPool } from "./pool-reader.js";
import { limitListOf } from "./pool-rules.js";

/** A member that comes or changes, as the script reads it. */
type MemberSpec = readonly [
  key: string,
  weight: number,
  activeSince: number,
  ownLimits: unknown,
  bucketIds: readonly number[],
  draw: number,
  /** Only in an import: whether it is free, and its start in each bucket. */
  standing?: readonly (boolean | number)[],
];

/** What a load has to do in Redis. */
export interface LoadPlan {
  /** Ids of buckets while the load is under way, and when it is complete. */
  readonly during: BucketIds;
  readonly after: BucketIds;
  readonly isOrderNew: boolean;
  /** Only in an import: virtual time of buckets, each its id, base, picks and rate. */
  readonly turns: readonly (readonly [id: number, base: number, picks: number, rate: number])[];
  /** Ids of buckets that are no more. */
  readonly dropped: readonly number[];
  /** Slug keys of members that leave. */
  readonly leaving: readonly string[];
  readonly coming: readonly { readonly spec: MemberSpec; readonly text: string }[];
}

/** What a plan is made from. */
export interface PlanParts {
  readonly policy: Policy;
  /** By slug. */
  readonly numbers: readonly PoolNumber[];
  readonly route: Route;
  /** What is stored; `undefined` for a pool that is new. */
  readonly stored: StoredPool | undefined;
  /** The same, ready for use; `undefined` when it is new, or its last load was left half done. */
  readonly before: PoolDefinition | undefined;
  readonly random: LoadOptions["random"];
  /** Only in an import: where everybody stands. */
  readonly turns?: Turns;
}

/**
 * Compares a pool with what is stored of it: nothing is done to members of which nothing changed.
 *
 * After a load whose loader died, members of two versions stand side by side; then all are made anew, with the turns of newcomers.
 */
export function planLoad({ policy, numbers, route, stored, before, random, turns }: PlanParts): LoadPlan {
  const oldIds = stored?.bucketIds ?? { next: 1, ids: {}, retired: [] };
  const isOrderNew = before === undefined || before.policy.order.name !== policy.order.name;
  const isEachChanged = isOrderNew || rulesTextOf(before.policy) !== rulesTextOf(policy);
  const ids = idsOf(numbers, route, isOrderNew ? { ...oldIds, ids: {} } : oldIds);
  const kept = new Set(Object.values(ids.ids));
  const dropped = [...Object.values(oldIds.ids), ...oldIds.retired].filter((id) => !kept.has(id));
  const oldNumbers = new Map((before?.numbers ?? []).map((number) => [number.slug, number]));
  const drawsOnJoin = policy.order.name === "weighted-random";

  const parked = new Set(turns?.parked ?? []);
  const namesById = new Map(Object.entries(ids.ids).map(([name, id]) => [id, name]));
  const standingOf = (slug: string, bucketIds: readonly number[]) => [
    !parked.has(slug),
    ...bucketIds.map((id) => turns?.buckets[namesById.get(id) as string]?.starts[slug] ?? 0),
  ];
  const coming: { spec: MemberSpec; text: string }[] = [];
  for (const number of numbers) {
    const { slug, weight = 1, activeSince = -1, limits } = number;
    const bucketIds = route.bucketsOf(number).map((name) => ids.ids[name] as number);
    const old = oldNumbers.get(slug);
    const oldBucketIds =
      old === undefined || before === undefined
        ? []
        : before.route.bucketsOf(old).map((name) => oldIds.ids[name] as number);
    const isNewcomer = drawsOnJoin && bucketIds.some((id) => !oldBucketIds.includes(id));
    const draw = isNewcomer ? exponentialOf(drawOnce(random)) : -1;
    const text = JSON.stringify(number);
    const isSame =
      !isEachChanged &&
      old !== undefined &&
      JSON.stringify(old) === text &&
      bucketIds.join() === oldBucketIds.join();
    if (isSame) continue;
    const own = limits !== undefined && limitListOf(limits, policy.limits);
    const spec = [slugKeyOf(slug), weight, activeSince, own, bucketIds, draw] as const;
    coming.push({ spec: turns === undefined ? spec : [...spec, standingOf(slug, bucketIds)], text });
  }
  const slugKeys = new Set(numbers.map(({ slug }) => slugKeyOf(slug)));
  return {
    during: { next: ids.next, ids: ids.ids, retired: dropped },
    after: { ...ids, retired: [] },
    isOrderNew,
    turns: Object.entries(turns?.buckets ?? {}).map(([name, { base, picks, rate }]) => [
      ids.ids[name] as number,
      base,
      picks,
      rate,
    ]),
    dropped,
    leaving: [...(stored?.numbers.keys() ?? [])].filter((key) => !slugKeys.has(key)),
    coming,
  };
}

/** What of a policy decides how each member stands. */
function rulesTextOf({ order, limits }: Policy): string {
  return JSON.stringify([
    order.name,
    limits.maxCallsPerDay,
    limits.maxCallsPerHour,
    limits.minGapSeconds,
    limits.maxConcurrentCalls,
    limits.warmUp,
    limits.window,
    limits.whenExhausted,
  ]);
}

/** Buckets that stay keep their ids, and so their turns. */
function idsOf(numbers: readonly PoolNumber[], route: Route, before: BucketIds): BucketIds {
  const ids: [string, number][] = [];
  const known = new Set<string>();
  let { next } = before;
  for (const number of numbers) {
    for (const name of route.bucketsOf(number)) {
      if (known.has(name)) continue;
      known.add(name);
      ids.push([name, Object.hasOwn(before.ids, name) ? (before.ids[name] as number) : next++]);
    }
  }
  return { next, ids: Object.fromEntries(ids), retired: [] };
}

function drawOnce(random: LoadOptions["random"]): number {
  return random === undefined ? rejectNoDraw() : drawFrom(random);
}

/** −ln(1 − u): exponential, of mean 1. */
export function exponentialOf(uniform: number): number {
  return -Math.log(1 - uniform);
}
