import { exponentialOf } from "@dialpool/pool-strategies/store-kit";
import type { NumberState } from "../engine/number-book.js";
import type { PoolDefinition } from "../pools/definition.js";
import { type CarriedBucket, type CarriedTurns, virtualTimeOf } from "../pools/turns.js";
import { loadOf } from "./score-seating.js";

/** Where a member stands in a bucket. */
export interface SeatKeys {
  readonly firstKey: number;
  readonly secondKey: number;
  readonly start: number;
}

/** What a seat is made from. */
export interface SeatParts {
  readonly definition: PoolDefinition;
  readonly member: number;
  readonly state: NumberState;
  readonly isFree: boolean;
  readonly now: number;
  /** The bucket as it was; a member without a start there is a newcomer. */
  readonly before: CarriedBucket | undefined;
  readonly turns: CarriedTurns | undefined;
  /** The newcomer's draw, under `weighted-random`. */
  readonly draw: number;
}

const NEW: CarriedBucket = { base: 0, picks: 0, rate: 0, starts: new Map() };

/** The seat of a member in a bucket of a pool that is loaded: it stays where it was, or joins. */
export function seatKeysOf(parts: SeatParts): SeatKeys {
  const { definition, state, now } = parts;
  const { name } = definition.policy.order;
  switch (name) {
    case "round-robin":
    case "weighted-round-robin":
      return turnKeys(parts);
    case "weighted-random":
      return { firstKey: 0, secondKey: clockKey(parts), start: 0 };
    case "random":
    case "power-of-two":
      return { firstKey: 0, secondKey: 0, start: 0 };
    case "least-used":
    case "fewest-in-flight":
      return { firstKey: loadOf(name, state, now), secondKey: state.lastSequence, start: 0 };
    default:
      return { firstKey: 0, secondKey: state.lastSequence, start: 0 };
  }
}

/** Whether it was there, and free. */
function isStaying({ definition, member, before, turns }: SeatParts): boolean {
  const slug = definition.numbers[member]?.slug as string;
  return before?.starts.has(slug) === true && turns?.parked.has(slug) === false;
}

function turnKeys(parts: SeatParts): SeatKeys {
  const { definition, member, isFree, before = NEW } = parts;
  const now = virtualTimeOf(before);
  const known = before.starts.get(definition.numbers[member]?.slug as string) ?? now;
  const start = isFree && !isStaying(parts) ? Math.max(known, now) : known;
  const span = definition.spanOf(member);
  return { firstKey: span, secondKey: start + span, start };
}

/** The score of a free member, what is left on the clock of a parked one. */
function clockKey(parts: SeatParts): number {
  const { definition, member, isFree, before = NEW, turns, draw } = parts;
  const { slug = "" } = definition.numbers[member] ?? {};
  const now = virtualTimeOf(before);
  const weight = definition.weightOf(member);
  const left = before.starts.get(slug) ?? exponentialOf(draw);
  if (!isStaying(parts)) return isFree ? now + left / weight : left;
  const weightBefore = turns?.weightOf(slug) ?? 1;
  const residual = (score: number, by: number) => Math.max(0, (score - now) * by);
  const score = weight === weightBefore ? left : now + residual(left, weightBefore) / weight;
  return isFree ? score : residual(score, weight);
}
