import type { OrderName } from "../types.js";

/** Every order there is. */
export const ORDER_NAMES = [
  "round-robin",
  "weighted-round-robin",
  "random",
  "weighted-random",
  "least-recently-used",
  "least-used",
  "fewest-in-flight",
  "power-of-two",
  "rendezvous",
  "answer-rate",
  "custom",
] as const satisfies readonly OrderName[];
