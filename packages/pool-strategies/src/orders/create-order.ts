import type { OrderName } from "../types.js";
import type { BucketTurns } from "../usage.js";
import { LeastRecentlyUsed } from "./least-recently-used.js";
import type { Order, OrderMember } from "./order.js";
import { RandomOrder } from "./random.js";
import { WeightedRoundRobin } from "./weighted-round-robin.js";

/**
 * Makes the order of one bucket. Its numbers are still to be added.
 *
 * @param members By slug.
 * @param turns From an earlier order of the same name, to go on from there.
 */
export function createOrder(name: OrderName, members: readonly OrderMember[], turns?: BucketTurns): Order {
  switch (name) {
    case "round-robin":
      return new WeightedRoundRobin(
        members.map(({ slug, lastSequence }) => ({ slug, lastSequence, weight: 1 })),
        turns,
      );
    case "weighted-round-robin":
      return new WeightedRoundRobin(members, turns);
    case "random":
      return new RandomOrder(members);
    case "least-recently-used":
      return new LeastRecentlyUsed(members);
    default:
      return name satisfies never;
  }
}
