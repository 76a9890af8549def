import type { OrderName } from "../types.js";

/** Draws that `acquire` takes at its beginning under an order, whatever comes of it. */
export const DRAWS: Readonly<Record<OrderName, 0 | 1 | 2>> = {
  "round-robin": 0,
  "weighted-round-robin": 0,
  random: 1,
  "weighted-random": 1,
  "least-recently-used": 0,
  "least-used": 0,
  "fewest-in-flight": 0,
  "power-of-two": 2,
  rendezvous: 0,
  "answer-rate": 1,
  custom: 1,
};
