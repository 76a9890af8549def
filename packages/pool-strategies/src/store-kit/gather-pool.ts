import { checkNumbers } from "../check-input.js";
import { InvalidInputError, PolicyError } from "../errors.js";
import type { Extensions } from "../extensions.js";
import { checkGeography } from "../limits/allowed-countries.js";
import { parsePolicy } from "../policy.js";
import { registered } from "../registered.js";
import { compileRoute, type Route } from "../routes/compile.js";
import type { Geography, OrderName, Policy, PoolNumber } from "../types.js";
import type { BucketTurns, LearnedCount, Turns } from "../usage.js";
import { rejectRecord } from "./import-fault.js";
import type {
  BucketRecord,
  LearnedRecord,
  MemberRecord,
  PoolRecord,
  TurnRecord,
} from "./namespace-record.js";

/** What policies may need. */
export interface PoolSurroundings {
  readonly geography?: Geography | undefined;
  readonly extensions?: Extensions | undefined;
}

/** A pool of an import, put together and checked. */
export interface PoolPart {
  readonly kind: "pool";
  readonly poolId: string;
  readonly policy: Policy;
  /** By slug. */
  readonly numbers: readonly PoolNumber[];
  /** Compiled from the policy. */
  readonly route: Route;
  /** Complete: under orders with virtual time every bucket has a start for each of its members. */
  readonly turns: Turns;
}

type PoolItem = MemberRecord | BucketRecord | TurnRecord | LearnedRecord;

/** Orders with virtual time. */
const WITH_TURNS: readonly OrderName[] = ["round-robin", "weighted-round-robin", "weighted-random"];
/** In which order the records of a pool come. */
const STAGES: Readonly<Record<PoolItem["kind"], number>> = { member: 0, bucket: 1, turn: 1, learned: 2 };

interface GatheredBucket extends Omit<BucketTurns, "starts"> {
  readonly starts: Map<string, number>;
}

/** Puts the records of one pool together, and checks that they fit each other. */
export class PoolGatherer {
  readonly #poolId: string;
  readonly #policy: Policy;
  readonly #position: number;
  readonly #surroundings: PoolSurroundings;
  readonly #numbers = new Map<string, PoolNumber>();
  readonly #parked: string[] = [];
  readonly #buckets = new Map<string, GatheredBucket>();
  readonly #learned = new Map<string, LearnedCount>();
  #bucket: string | undefined;
  #stage = 0;

  /** @param position That of the pool's own record. */
  constructor({ poolId, policy }: PoolRecord, position: number, surroundings: PoolSurroundings) {
    this.#poolId = poolId;
    this.#position = position;
    this.#surroundings = surroundings;
    this.#policy = orReject(position, "policy", () => parsePolicy(policy));
  }

  /** @throws PoolStoreError `import_invalid` */
  add(record: PoolItem, position: number): void {
    const { kind, poolId } = record;
    if (poolId !== this.#poolId)
      rejectRecord(position, "poolId: Records of one pool come together, after the pool's own.");
    if (STAGES[kind] < this.#stage)
      rejectRecord(
        position,
        "Members of a pool come first, then its buckets with their turns, then what it learned.",
      );
    this.#stage = STAGES[kind];
    switch (kind) {
      case "member":
        this.#addMember(record, position);
        break;
      case "bucket":
        this.#addBucket(record, position);
        break;
      case "turn":
        this.#addTurn(record, position);
        break;
      case "learned":
        this.#addLearned(record, position);
        break;
      default:
        record satisfies never;
    }
  }

  /**
   * @throws PoolStoreError `import_invalid`
   * @throws PolicyError when the policy needs a geography or an extension that there is not.
   */
  finish(): PoolPart {
    const policy = this.#policy;
    const { geography, extensions } = this.#surroundings;
    const numbers = [...this.#numbers.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
    checkGeography(policy, geography);
    if (policy.order.name === "custom") registered(extensions?.orders, policy.order.use, "order.use");
    const route = compileRoute(policy.route, { geography, numbers, extensions });
    if (WITH_TURNS.includes(policy.order.name)) this.#checkTurns(numbers, route);
    const isWeighted = policy.order.name === "weighted-random";
    const buckets = [...this.#buckets].map(([name, { starts, ...time }]): [string, BucketTurns] => [
      name,
      {
        ...time,
        starts: Object.fromEntries(starts),
        ...(isWeighted ? { weights: this.#weightsOf(starts.keys()) } : {}),
      },
    ]);
    const turns: Turns = {
      order: policy.order.name,
      parked: this.#parked,
      buckets: Object.fromEntries(buckets),
      ...(policy.order.name === "answer-rate" ? { learned: [...this.#learned.values()] } : {}),
    };
    return { kind: "pool", poolId: this.#poolId, policy, numbers, route, turns };
  }

  #addMember({ number, parked }: MemberRecord, position: number): void {
    orReject(position, "number", () => checkNumbers([number]));
    if (this.#numbers.has(number.slug)) rejectRecord(position, "number: The pool has this slug twice.");
    this.#numbers.set(number.slug, number);
    if (parked) this.#parked.push(number.slug);
  }

  #addBucket({ bucket, base, picks, rate }: BucketRecord, position: number): void {
    const { name } = this.#policy.order;
    if (!WITH_TURNS.includes(name)) rejectRecord(position, `The order ${name} has no turns.`);
    if (this.#buckets.has(bucket)) rejectRecord(position, "bucket: The pool has this bucket twice.");
    if (picks > 0 && rate === 0) rejectRecord(position, "rate: It must be above 0 where there are picks.");
    this.#buckets.set(bucket, { base, picks, rate, starts: new Map() });
    this.#bucket = bucket;
  }

  #addTurn({ bucket, slug, start }: TurnRecord, position: number): void {
    if (bucket !== this.#bucket) rejectRecord(position, "bucket: Turns come after their bucket.");
    const { starts } = this.#buckets.get(bucket) as GatheredBucket;
    if (starts.has(slug)) rejectRecord(position, "slug: It has a turn in this bucket already.");
    if (!this.#numbers.has(slug)) rejectRecord(position, "slug: It is no member of the pool.");
    starts.set(slug, start);
  }

  #addLearned({ slug, step, answered, attempted, at }: LearnedRecord, position: number): void {
    const key = `${step} ${slug}`;
    if (this.#policy.order.name !== "answer-rate")
      rejectRecord(position, `The order ${this.#policy.order.name} learns nothing.`);
    if (!this.#numbers.has(slug)) rejectRecord(position, "slug: It is no member of the pool.");
    if (this.#learned.has(key))
      rejectRecord(position, "step: What was learned of the number at this step is there twice.");
    if (answered > attempted) rejectRecord(position, "answered: It is above `attempted`.");
    this.#learned.set(key, [slug, step, answered, attempted, at]);
  }

  /** Every bucket must have a turn of each of its members, and of nobody else. */
  #checkTurns(numbers: readonly PoolNumber[], route: Route): void {
    let turns = 0;
    for (const number of numbers) {
      for (const name of route.bucketsOf(number)) {
        turns++;
        if (this.#buckets.get(name)?.starts.has(number.slug)) continue;
        rejectRecord(
          this.#position,
          `The pool's bucket "${name}" has no turn for the number "${number.slug}".`,
        );
      }
    }
    for (const [name, { starts }] of this.#buckets) {
      turns -= starts.size;
      if (starts.size === 0) rejectRecord(this.#position, `The pool's bucket "${name}" has no member.`);
    }
    if (turns < 0)
      rejectRecord(this.#position, "A bucket of the pool has a turn for a number that is not in it.");
  }

  #weightsOf(slugs: Iterable<string>): Readonly<Record<string, number>> {
    const weights: [string, number][] = [];
    for (const slug of slugs) {
      const { weight = 1 } = this.#numbers.get(slug) as PoolNumber;
      if (weight !== 1) weights.push([slug, weight]);
    }
    return Object.fromEntries(weights);
  }
}

/** @throws PoolStoreError with what is wrong with a policy or a number. */
function orReject<T>(position: number, field: string, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    if (!(error instanceof PolicyError) && !(error instanceof InvalidInputError)) throw error;
    const [issue] = error.issues;
    rejectRecord(position, `${field}: ${issue?.message ?? error.message}`, error);
  }
}
