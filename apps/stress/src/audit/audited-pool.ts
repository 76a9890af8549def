import type { CalleeFrequencyRule, Policy, PoolDefinition, PoolNumber } from "@dialpool/pool-strategies";
import type { AuditedLimits, NumberBook } from "./number-book.js";

/** A number of a pool with its limits there. */
export interface Member {
  readonly number: PoolNumber;
  readonly slug: string;
  readonly weight: number;
  readonly limits: AuditedLimits;
  readonly book: NumberBook;
}

/** A pool as an audit sees it: one bucket that holds all of its numbers. */
export interface AuditedPool {
  readonly poolId: string;
  readonly policy: Policy;
  /** By slug. */
  readonly members: readonly Member[];
  readonly placeOf: ReadonlyMap<string, number>;
  readonly calleeRule: CalleeFrequencyRule | null;
}

/**
 * @param bookOf The one book of a number, whichever pool it is in.
 * @throws RangeError when the policy says something that no audit looks at: better none than one that is blind.
 */
export function auditedPool(
  { poolId, numbers, policy }: PoolDefinition,
  bookOf: (slug: string) => NumberBook,
): AuditedPool {
  const blind = blindSpotOf(policy, numbers);
  if (blind !== undefined) throw new RangeError(`No audit looks at ${blind}, which the pool ${poolId} has.`);
  const members = numbers.map((number): Member => {
    const { slug, weight = 1 } = number;
    return {
      number,
      slug,
      weight: policy.order.name === "round-robin" ? 1 : weight,
      limits: { ...policy.limits, ...number.limits },
      book: bookOf(slug),
    };
  });
  members.sort((a, b) => (a.slug < b.slug ? -1 : 1));
  const placeOf = new Map(members.map(({ slug }, place) => [slug, place]));
  return { poolId, policy, members, placeOf, calleeRule: policy.limits.maxCallsPerCallee };
}

function blindSpotOf(
  { affinity, route, limits }: Policy,
  numbers: readonly PoolNumber[],
): string | undefined {
  if (affinity.mode !== "off") return "affinity";
  const isOneBucket =
    route.tags.length + route.rules.length === 0 &&
    route.localPresence.join() === "any" &&
    !route.tiers &&
    route.custom === undefined;
  if (!isOneBucket) return "routes";
  if (limits.window !== "rolling") return "calendar windows";
  if (limits.restAfterFailures !== null || limits.quarantineAfterBlocks !== null)
    return "rest and quarantine";
  if (limits.whenExhausted !== "refuse") return "overflow";
  if (limits.allowedCountries !== null) return "countries";
  return numbers.some(({ activeSince }) => activeSince !== undefined) ? "warm-up" : undefined;
}
