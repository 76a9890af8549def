import type { Extensions, Geography, Policy, PoolNumber } from "@dialpool/pool-strategies";
import {
  compileRoute,
  type MemberLimits,
  memberLimitsOf,
  type Route,
} from "@dialpool/pool-strategies/store-kit";

const UNITS_PER_WEIGHT = 1_000_000;

/** The numbers of a pool that one link of its route may use: members by place. */
export interface BucketDefinition {
  readonly name: string;
  readonly members: Int32Array;
}

/** What a pool is compiled with. */
export interface DefinitionParts {
  readonly geography: Geography | undefined;
  readonly extensions: Extensions;
}

/**
 * A pool as it was loaded, ready for use: its members by slug, in which buckets they are, and their limits. Pure; kept
 * in memory for as long as the pool's version stays.
 */
export class PoolDefinition {
  readonly policy: Policy;
  readonly route: Route;
  /** By slug. */
  readonly numbers: readonly PoolNumber[];
  readonly buckets: ReadonlyMap<string, BucketDefinition>;
  readonly #names: readonly (readonly string[])[];
  readonly #limits: readonly MemberLimits[];

  /** @throws PolicyError when the route needs what this process has not, or a number would be in too many buckets. */
  constructor(policy: Policy, numbers: readonly PoolNumber[], { geography, extensions }: DefinitionParts) {
    this.policy = policy;
    this.route = compileRoute(policy.route, { geography, numbers, extensions });
    this.numbers = [...numbers].sort((a, b) => (a.slug < b.slug ? -1 : a.slug > b.slug ? 1 : 0));
    this.#names = this.numbers.map((number) => this.route.bucketsOf(number));
    const members = new Map<string, number[]>();
    for (const [member, names] of this.#names.entries()) {
      for (const name of names) {
        const list = members.get(name);
        if (list === undefined) members.set(name, [member]);
        else list.push(member);
      }
    }
    this.buckets = new Map(
      [...members].map(([name, list]) => [name, { name, members: Int32Array.from(list) }]),
    );
    const different = new Map<string, MemberLimits>();
    this.#limits = this.numbers.map(({ limits }) => {
      const key = limits === undefined ? "" : JSON.stringify(limits);
      const known = different.get(key) ?? memberLimitsOf(limits, policy.limits);
      different.set(key, known);
      return known;
    });
  }

  namesOf(member: number): readonly string[] {
    return this.#names[member] as readonly string[];
  }

  limitsOf(member: number): MemberLimits {
    return this.#limits[member] as MemberLimits;
  }

  /** `NaN` for a number that needs no warm-up. */
  activeSinceOf(member: number): number {
    return this.numbers[member]?.activeSince ?? Number.NaN;
  }

  weightOf(member: number): number {
    return this.numbers[member]?.weight ?? 1;
  }

  /** Weight in millionths, as the order counts it. */
  unitsOf(member: number): number {
    return this.policy.order.name === "round-robin"
      ? UNITS_PER_WEIGHT
      : Math.round(this.weightOf(member) * UNITS_PER_WEIGHT);
  }

  /** Virtual time from one turn of a member to its next. */
  spanOf(member: number): number {
    return UNITS_PER_WEIGHT / this.unitsOf(member);
  }
}
