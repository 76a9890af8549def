import { exponentialOf } from "@dialpool/pool-strategies/store-kit";
import { virtualTimeOf } from "../engine/bucket-book.js";
import type { NumberState } from "../engine/number-state.js";
import type { PoolDefinition } from "../pools/definition.js";
import type { CarriedBucket, CarriedTurns } from "../pools/turns.js";
import { scoreDueAt } from "./score-due.js";
import { loadOf } from "./score-seating.js";

/** What the keys of a membership are made from. */
export interface KeyParts {
  readonly definition: PoolDefinition;
  readonly member: number;
  readonly state: NumberState;
  readonly isFree: boolean;
  readonly now: number;
  /** To go on from. */
  readonly turns: CarriedTurns | undefined;
  /** The newcomer's draw, under `weighted-random`. */
  readonly draw: number;
}

const NEW: CarriedBucket = { base: 0, picks: 0, rate: 0, starts: new Map() };

/** Where a member of a pool that is loaded stands in the order: where it stood, or it joins. */
export function firstKeysOf(parts: KeyParts): number[] {
  const { definition, member, state, now, turns } = parts;
  const { name } = definition.policy.order;
  switch (name) {
    case "round-robin":
    case "weighted-round-robin":
      return definition.namesOf(member).map((bucket) => startOf(parts, turns?.buckets.get(bucket)));
    case "weighted-random":
      return definition.namesOf(member).map((bucket) => clockOf(parts, turns?.buckets.get(bucket)));
    case "random":
    case "power-of-two":
      return [];
    case "least-used":
      return [loadOf(name, state, now), state.lastSequence, scoreDueAt(state, now)];
    case "fewest-in-flight":
      return [loadOf(name, state, now), state.lastSequence];
    default:
      return [0, state.lastSequence];
  }
}

/** How many keys a member of a pool has. */
export function keyCountOf(definition: PoolDefinition, member: number): number {
  switch (definition.policy.order.name) {
    case "round-robin":
    case "weighted-round-robin":
    case "weighted-random":
      return definition.namesOf(member).length;
    case "random":
    case "power-of-two":
      return 0;
    case "least-used":
      return 3;
    default:
      return 2;
  }
}

/** Whether it was there, and free. */
function isStaying({ definition, member, turns }: KeyParts, before: CarriedBucket): boolean {
  const slug = definition.numbers[member]?.slug as string;
  return before.starts.has(slug) && turns?.parked.has(slug) === false;
}

/** Under orders with turns. A member without a start in the bucket is a newcomer. */
function startOf(parts: KeyParts, before = NEW): number {
  const { definition, member, isFree } = parts;
  const now = virtualTimeOf(before);
  const known = before.starts.get(definition.numbers[member]?.slug as string) ?? now;
  return isFree && !isStaying(parts, before) ? Math.max(known, now) : known;
}

/** The score of a free member, what is left on the clock of a parked one. */
function clockOf(parts: KeyParts, before = NEW): number {
  const { definition, member, isFree, turns, draw } = parts;
  const { slug = "" } = definition.numbers[member] ?? {};
  const now = virtualTimeOf(before);
  const weight = definition.weightOf(member);
  const left = before.starts.get(slug) ?? exponentialOf(draw);
  if (!isStaying(parts, before)) return isFree ? now + left / weight : left;
  const weightBefore = turns?.weightOf(slug) ?? 1;
  const residual = (score: number, by: number) => Math.max(0, (score - now) * by);
  const score = weight === weightBefore ? left : now + residual(left, weightBefore) / weight;
  return isFree ? score : residual(score, weight);
}
