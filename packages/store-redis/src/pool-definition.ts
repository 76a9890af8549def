import type { Extensions, Geography, Link, LinkStep, Policy, PoolNumber } from "@dialpool/pool-strategies";
import {
  compileRoute,
  LINK_STEPS,
  type RankLink,
  type Route,
  rankerOf,
  slugKeyOf,
} from "@dialpool/pool-strategies/store-kit";
import { bySpelling } from "./by-spelling.js";

/** Ids of a pool's buckets, by which the scripts know them, and what the next new one gets. */
export interface BucketIds {
  readonly next: number;
  readonly ids: Readonly<Record<string, number>>;
  /** Ids that go when the load that is under way is complete. */
  readonly retired: readonly number[];
}

/** Those of a pool that has none yet. */
export const NO_BUCKETS: BucketIds = { next: 1, ids: {}, retired: [] };

/** A chain as the scripts get it. */
export interface EncodedChain {
  readonly links: readonly Link[];
  /** Ids of buckets, 0 where there is none. */
  readonly ids: string;
  /** Codes of the links' steps. */
  readonly steps: string;
}

/** What a definition is made of. */
export interface DefinitionParts {
  readonly poolId: string;
  /** How the scripts know the pool. */
  readonly index: string;
  readonly version: string;
  readonly policy: Policy;
  /** By slug. */
  readonly numbers: readonly PoolNumber[];
  readonly bucketIds: BucketIds;
  readonly geography: Geography | undefined;
  readonly extensions: Extensions | undefined;
  readonly route?: Route;
}

const STEP_CODES: Readonly<Record<LinkStep, number>> = Object.fromEntries(
  LINK_STEPS.map((step, index) => [step, index + 1]),
) as Record<LinkStep, number>;

/**
 * A version of a pool as it was loaded: what this process needs of it to make chains and rankings, and to read the scripts' answers.
 *
 * @throws PolicyError when the policy needs a geography or an extension that this store was made without.
 */
export class PoolDefinition {
  readonly poolId: string;
  readonly index: string;
  readonly version: string;
  readonly policy: Policy;
  readonly numbers: readonly PoolNumber[];
  readonly route: Route;
  readonly bucketIds: BucketIds;
  readonly #extensions: Extensions | undefined;
  readonly #chains = new WeakMap<readonly Link[], EncodedChain>();
  readonly #rankers = new Map<string, RankLink | undefined>();
  #byKey: ReadonlyMap<string, PoolNumber> | undefined;
  #members: ReadonlyMap<string, readonly PoolNumber[]> | undefined;

  constructor(parts: DefinitionParts) {
    this.poolId = parts.poolId;
    this.index = parts.index;
    this.version = parts.version;
    this.policy = parts.policy;
    this.numbers = parts.numbers;
    this.bucketIds = parts.bucketIds;
    this.#extensions = parts.extensions;
    this.route =
      parts.route ??
      compileRoute(parts.policy.route, {
        geography: parts.geography,
        numbers: parts.numbers,
        extensions: parts.extensions,
      });
  }

  /** By slug key. */
  numbersByKey(): ReadonlyMap<string, PoolNumber> {
    this.#byKey ??= new Map(this.numbers.map((number) => [slugKeyOf(number.slug), number]));
    return this.#byKey;
  }

  /** The number of a slug key that the scripts answered. */
  numberOf(key: string): PoolNumber {
    return this.numbersByKey().get(key) as PoolNumber;
  }

  /** Numbers of a bucket by slug; none when there is no such bucket. */
  membersOf(bucket: string): readonly PoolNumber[] {
    this.#members ??= this.#seat();
    return this.#members.get(bucket) ?? [];
  }

  /** How the chain is written for the scripts. Chains alike are the same object, for as long as the route remembers them. */
  encode(links: readonly Link[]): EncodedChain {
    const known = this.#chains.get(links);
    if (known !== undefined) return known;
    const { ids } = this.bucketIds;
    const encoded = {
      links,
      ids: links.map(({ name }) => (Object.hasOwn(ids, name) ? ids[name] : 0)).join(","),
      steps: links.map(({ step }) => STEP_CODES[step]).join(","),
    };
    this.#chains.set(links, encoded);
    return encoded;
  }

  /** Makes explicit rankings of a link; `undefined` under orders that have none. */
  rankerOf(link: Link): RankLink | undefined {
    const { order } = this.policy;
    if (order.name !== "rendezvous" && order.name !== "answer-rate" && order.name !== "custom")
      return undefined;
    if (!this.#rankers.has(link.name))
      this.#rankers.set(link.name, rankerOf(order, this.membersOf(link.name), this.#extensions));
    return this.#rankers.get(link.name);
  }

  #seat(): ReadonlyMap<string, readonly PoolNumber[]> {
    const members = new Map<string, PoolNumber[]>();
    for (const number of this.numbers) {
      for (const name of this.route.bucketsOf(number)) {
        const known = members.get(name);
        if (known === undefined) members.set(name, [number]);
        else known.push(number);
      }
    }
    return members;
  }
}

/** A copy by slug. */
export function bySlug(numbers: readonly PoolNumber[]): readonly PoolNumber[] {
  return [...numbers].sort((a, b) => bySpelling(a.slug, b.slug));
}
