import type { OrderName, PoolNumber } from "../../../src/types.js";

/** Weights are counted in millionths. */
const UNITS = 1_000_000;
const EPSILON = 2 ** -20;

/**
 * One bucket: its members by slug, and what the two orders with a memory keep.
 * Which members are free is known to the pool.
 */
export interface Bucket {
  readonly name: string;
  readonly members: readonly PoolNumber[];
  /** Virtual time of round-robin, and where each member's next span starts. */
  base: number;
  picks: number;
  rate: number;
  readonly starts: Map<string, number>;
  /** Virtual time of weighted random; the score of each free member, and what is left of a parked one's clock. */
  time: number;
  readonly scores: Map<string, number>;
  readonly residuals: Map<string, number>;
}

/** The beginnings of a bucket that no load has known before. */
export function newBucket(name: string, members: readonly PoolNumber[]): Bucket {
  return {
    name,
    members,
    base: 0,
    picks: 0,
    rate: 0,
    starts: new Map(),
    time: 0,
    scores: new Map(),
    residuals: new Map(),
  };
}

/** The same bucket with other members: those that stay keep their turns. */
export function continueBucket(before: Bucket, members: readonly PoolNumber[]): Bucket {
  const bucket = { ...newBucket(before.name, members), ...virtualTimeOf(before), time: before.time };
  for (const number of members) {
    const { slug, weight = 1 } = number;
    const start = before.starts.get(slug);
    if (start === undefined) continue;
    bucket.starts.set(slug, start);
    const residual = before.residuals.get(slug);
    const score = before.scores.get(slug);
    if (residual !== undefined) bucket.residuals.set(slug, residual);
    if (score === undefined) continue;
    const oldWeight = before.members.find((member) => member.slug === slug)?.weight ?? 1;
    if (weight === oldWeight) bucket.scores.set(slug, score);
    else bucket.scores.set(slug, bucket.time + leftOf(before, slug, oldWeight) / weight);
  }
  return bucket;
}

/** Gives a newcomer its start, and its clock where the order has clocks. */
export function seat(bucket: Bucket, { slug }: PoolNumber, residual: number | undefined): void {
  bucket.starts.set(slug, virtualTime(bucket));
  if (residual !== undefined) bucket.residuals.set(slug, residual);
}

/** A number comes into the order: new, or free again. */
export function join(bucket: Bucket, { slug, weight = 1 }: PoolNumber): void {
  bucket.starts.set(slug, Math.max(bucket.starts.get(slug) ?? 0, virtualTime(bucket)));
  startClock(bucket, slug, weight);
}

/** Its clock goes on from what is left of it. */
export function startClock(bucket: Bucket, slug: string, weight: number): void {
  const residual = bucket.residuals.get(slug);
  if (residual === undefined) return;
  bucket.scores.set(slug, bucket.time + residual / weight);
  bucket.residuals.delete(slug);
}

/** A number goes out of the order: it is at a limit. */
export function park(bucket: Bucket, { slug, weight = 1 }: PoolNumber): void {
  if (!bucket.scores.has(slug)) return;
  bucket.residuals.set(slug, leftOf(bucket, slug, weight));
  bucket.scores.delete(slug);
}

function leftOf(bucket: Bucket, slug: string, weight: number): number {
  return Math.max(0, ((bucket.scores.get(slug) ?? 0) - bucket.time) * weight);
}

function virtualTime({ base, picks, rate }: Bucket): number {
  return picks === 0 ? base : base + (picks * UNITS) / rate;
}

function virtualTimeOf({ base, picks, rate }: Bucket): Pick<Bucket, "base" | "picks" | "rate"> {
  return { base, picks, rate };
}

function unitsOf({ weight = 1 }: PoolNumber, order: OrderName): number {
  return order === "round-robin" ? UNITS : Math.round(weight * UNITS);
}

/** The next of the candidates by worst-case-fair weighted queueing. */
export function pickByTurn(bucket: Bucket, candidates: readonly PoolNumber[], order: OrderName): PoolNumber {
  const startOf = ({ slug }: PoolNumber) => bucket.starts.get(slug) ?? 0;
  const hasBegun = (number: PoolNumber) => startOf(number) <= virtualTime(bucket) + EPSILON;
  if (!candidates.some(hasBegun)) {
    bucket.base = Math.min(...candidates.map(startOf));
    bucket.picks = 0;
  }
  return leastBy(candidates.filter(hasBegun), (number) => startOf(number) + UNITS / unitsOf(number, order));
}

/** Charges a turn to a number; `free` are all members that are free, itself included. */
export function chargeTurn(
  bucket: Bucket,
  number: PoolNumber,
  free: readonly PoolNumber[],
  order: OrderName,
): void {
  const rate = free.reduce((sum, member) => sum + unitsOf(member, order), 0);
  if (bucket.rate !== rate) {
    bucket.base = virtualTime(bucket);
    bucket.picks = 0;
    bucket.rate = rate;
  }
  bucket.picks += 1;
  bucket.starts.set(number.slug, (bucket.starts.get(number.slug) ?? 0) + UNITS / unitsOf(number, order));
}

/** The candidate whose clock rings first; it is wound up again by the draw. */
export function pickByClock(bucket: Bucket, candidates: readonly PoolNumber[], draw: number): PoolNumber {
  const scoreOf = ({ slug }: PoolNumber) => bucket.scores.get(slug) ?? 0;
  const number = leastBy(candidates, scoreOf);
  bucket.time = Math.max(bucket.time, scoreOf(number));
  bucket.scores.set(number.slug, bucket.time + exponential(draw) / (number.weight ?? 1));
  return number;
}

/** −ln(1 − u). */
export function exponential(uniform: number): number {
  return -Math.log(1 - uniform);
}

/** The number with the least score, compared part by part; then the least slug. */
export function leastBy(
  numbers: readonly PoolNumber[],
  ...scores: readonly ((number: PoolNumber) => number)[]
): PoolNumber {
  const [least] = sortedBy(numbers, ...scores);
  if (least === undefined) throw new Error("No number to choose from.");
  return least;
}

/** By rising score, compared part by part; then by slug. */
export function sortedBy(
  numbers: readonly PoolNumber[],
  ...scores: readonly ((number: PoolNumber) => number)[]
): readonly PoolNumber[] {
  return [...numbers].sort((a, b) => {
    for (const score of scores) {
      const difference = score(a) - score(b);
      if (difference !== 0) return difference;
    }
    return a.slug < b.slug ? -1 : 1;
  });
}
