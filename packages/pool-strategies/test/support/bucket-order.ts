import { createOrder } from "../../src/orders/create-order.js";
import type { OrderName } from "../../src/types.js";
import type { BucketTurns } from "../../src/usage.js";

/** An order whose numbers are meant by name. */
export interface BucketOrder {
  take(draw?: number): string;
  charge(name: string): void;
  used(name: string, sequence: number): void;
  add(name: string): void;
  remove(name: string): void;
  turns(): BucketTurns | undefined;
}

/**
 * Makes an order over named numbers with weights.
 *
 * @param present Those that are available at first; by default all.
 */
export function bucketOrder(
  order: OrderName,
  weights: Readonly<Record<string, number>>,
  present: readonly string[] = Object.keys(weights),
  turns?: BucketTurns,
): BucketOrder {
  const names = Object.keys(weights).sort();
  const members = names.map((slug) => ({ slug, weight: weights[slug] ?? 1, lastSequence: 0 }));
  const made = createOrder(order, members, turns);
  for (const name of present) made.add(names.indexOf(name), turns === undefined ? "joins" : "stays");
  return {
    take: (draw = 0) => names[made.take(draw)] ?? "nobody",
    charge: (name) => made.charge(names.indexOf(name)),
    used: (name, sequence) => made.used(names.indexOf(name), sequence),
    add: (name) => made.add(names.indexOf(name), "joins"),
    remove: (name) => made.remove(names.indexOf(name)),
    turns: () => made.turns(),
  };
}
