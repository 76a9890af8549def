import type { Extensions } from "@dialpool/pool-strategies";
import type { StoredPool } from "../pools/stored-pool.js";
import { ChanceSeating } from "./chance-seating.js";
import { ClockSeating } from "./clock-seating.js";
import { rankingOf } from "./ranking.js";
import { ScoreSeating } from "./score-seating.js";
import type { Seating } from "./seating.js";
import { TurnSeating } from "./turn-seating.js";

/**
 * The order of a pool.
 *
 * @throws PolicyError when a custom order is not registered.
 */
export function seatingOf(pool: StoredPool, extensions: Extensions): Seating {
  const { name } = pool.kind;
  switch (name) {
    case "round-robin":
    case "weighted-round-robin":
      return new TurnSeating(pool);
    case "weighted-random":
      return new ClockSeating(pool);
    case "random":
    case "power-of-two":
      return new ChanceSeating(pool, name);
    case "least-used":
    case "fewest-in-flight":
    case "least-recently-used":
      return new ScoreSeating(pool, name);
    case "rendezvous":
    case "answer-rate":
    case "custom":
      return new ScoreSeating(pool, "least-recently-used", rankingOf(pool, extensions));
    default:
      return name satisfies never;
  }
}
