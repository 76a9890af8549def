import type { Extensions } from "@dialpool/pool-strategies";
import type { AuditedPool } from "../audited-pool.js";
import { PowerOfTwoLaw, RandomLaw, WeightedRandomLaw } from "./chance-laws.js";
import { byCallsInDay, byInFlight, byLastSequence, LeastLaw } from "./least-law.js";
import type { OrderLaw } from "./order-law.js";
import { RankedLaw } from "./ranked-law.js";
import { RoundRobinLaw } from "./round-robin-law.js";

/**
 * The law of a pool's order.
 *
 * @param draws What `load` drew for each number, in the order of slugs.
 */
export function lawOf(
  { policy, members }: AuditedPool,
  draws: readonly number[],
  extensions: Extensions,
): OrderLaw {
  const { name } = policy.order;
  switch (name) {
    case "round-robin":
    case "weighted-round-robin":
      return new RoundRobinLaw(members);
    case "random":
      return new RandomLaw();
    case "weighted-random":
      return new WeightedRandomLaw(members, draws);
    case "least-recently-used":
      return new LeastLaw(members, byLastSequence);
    case "least-used":
      return new LeastLaw(members, byCallsInDay);
    case "fewest-in-flight":
      return new LeastLaw(members, byInFlight);
    case "power-of-two":
      return new PowerOfTwoLaw(members);
    case "rendezvous":
    case "answer-rate":
    case "custom":
      return new RankedLaw(members, policy, extensions);
    default:
      return name satisfies never;
  }
}
