import type { Extensions } from "../../../src/extensions.js";
import { createGenerator, hashDraw, hashText, type Lanes, unitOf } from "../../../src/orders/hash.js";
import { sampleBeta } from "../../../src/orders/sampling.js";
import type {
  AnswerRateRules,
  Link,
  OrderName,
  OrderRules,
  Place,
  PoolNumber,
  Tags,
} from "../../../src/types.js";
import { type Bucket, chargeTurn, leastBy, pickByClock, pickByTurn, sortedBy } from "./bucket.js";

const DAY = 86_400_000;
const MAX_RANKING = 64;

/** How many draws each order asks for. */
export const DRAWS: Readonly<Record<OrderName, number>> = {
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

/** Decayed counts of ended calls. */
export interface Outcomes {
  readonly answered: number;
  readonly attempted: number;
  readonly at: number;
}

/** What a pick may look at. */
export interface PickContext {
  readonly rules: OrderRules;
  readonly bucket: Bucket;
  /** Members of the bucket that are free. */
  readonly free: readonly PoolNumber[];
  /** Those of them that are not excluded. */
  readonly candidates: readonly PoolNumber[];
  readonly link: Link;
  readonly draws: readonly number[];
  readonly callee: string;
  readonly tags: Tags;
  readonly place: Place;
  readonly now: number;
  readonly extensions: Extensions;
  lastSequence(number: PoolNumber): number;
  inFlight(number: PoolNumber): number;
  callsInDay(number: PoolNumber): number;
  /** Of the link's step. */
  outcomes(number: PoolNumber): Outcomes | undefined;
}

/** Chooses from the candidates, of which there is at least one, and charges the turn. */
export function pick(context: PickContext): PoolNumber {
  const { rules, bucket, free, candidates, draws, lastSequence, inFlight, callsInDay } = context;
  const [first = 0, second = 0] = draws;
  switch (rules.name) {
    case "round-robin":
    case "weighted-round-robin": {
      const number = pickByTurn(bucket, candidates, rules.name);
      chargeTurn(bucket, number, free, rules.name);
      return number;
    }
    case "weighted-random":
      return pickByClock(bucket, candidates, first);
    case "random":
      return at(candidates, Math.floor(first * candidates.length));
    case "least-recently-used":
      return leastBy(candidates, lastSequence);
    case "least-used":
      return leastBy(candidates, callsInDay, lastSequence);
    case "fewest-in-flight":
      return leastBy(candidates, inFlight, lastSequence);
    case "power-of-two": {
      if (candidates.length === 1) return at(candidates, 0);
      const one = Math.floor(first * candidates.length);
      const other = Math.floor(second * (candidates.length - 1));
      const two = [at(candidates, one), at(candidates, other >= one ? other + 1 : other)];
      return leastBy(two, inFlight, callsInDay);
    }
    case "rendezvous":
    case "answer-rate":
    case "custom": {
      const ranking = rankingOf(context).slice(0, MAX_RANKING);
      return (
        ranking
          .map((slug) => candidates.find((number) => number.slug === slug))
          .find((number) => number !== undefined) ?? leastBy(candidates, lastSequence)
      );
    }
    default:
      return rules satisfies never;
  }
}

function at(candidates: readonly PoolNumber[], index: number): PoolNumber {
  const number = candidates[index];
  if (number === undefined) throw new Error("A draw beyond the candidates.");
  return number;
}

/** All members of the bucket, best first; those at a limit too. */
function rankingOf(context: PickContext): readonly string[] {
  const { rules, bucket, callee, draws, link, tags, place, now, extensions } = context;
  const [draw = 0] = draws;
  if (rules.name === "rendezvous") {
    const hash = hashText(callee);
    const score = ({ slug, weight = 1 }: PoolNumber) => {
      const { high, low } = combine(hash, hashText(slug));
      return -Math.log(unitOf(high, low)) / weight;
    };
    return sortedBy(bucket.members, score).map(({ slug }) => slug);
  }
  if (rules.name === "answer-rate") return rankingByAnswerRate(context, rules, draw);
  if (rules.name !== "custom") throw new Error("This order has no ranking.");
  const candidates = bucket.members.map((number) => ({
    number,
    slug: number.slug,
    weight: number.weight ?? 1,
  }));
  const random = createGenerator(hashDraw(draw));
  return extensions.orders?.[rules.use]?.(candidates, { link, callee, tags, place, now, random }) ?? [];
}

function rankingByAnswerRate(
  { bucket, outcomes, now }: PickContext,
  rules: AnswerRateRules,
  draw: number,
): readonly string[] {
  const seedOf = ({ slug }: PoolNumber) => combine(hashDraw(draw), hashText(slug));
  const score = (number: PoolNumber) => {
    const random = createGenerator(seedOf(number));
    if (draw < rules.exploration) return random();
    const { answered, attempted } = decayed(outcomes(number), now, rules);
    return -sampleBeta(rules.priorAnswered + answered, rules.priorUnanswered + attempted - answered, random);
  };
  const scores = new Map(bucket.members.map((number) => [number, score(number)]));
  return sortedBy(bucket.members, (number) => scores.get(number) ?? 0).map(({ slug }) => slug);
}

/** Both together, exclusive or. */
function combine(a: Lanes, b: Lanes): Lanes {
  return { high: (a.high ^ b.high) >>> 0, low: (a.low ^ b.low) >>> 0 };
}

/** Counts of earlier calls as they stand now. */
export function decayed(
  outcomes: Outcomes | undefined,
  now: number,
  { halfLifeDays }: AnswerRateRules,
): Outcomes {
  if (outcomes === undefined) return { answered: 0, attempted: 0, at: now };
  const factor = halvedBy((now - outcomes.at) / (halfLifeDays * DAY));
  return { answered: outcomes.answered * factor, attempted: outcomes.attempted * factor, at: now };
}

/** 2^(−x), by the series that the contract states. */
function halvedBy(x: number): number {
  if (x >= 64) return 0;
  const y = (x - Math.floor(x)) * Math.LN2;
  const series = Array.from({ length: 16 }, (_, index) => 16 - index).reduce((p, n) => 1 - (y / n) * p, 1);
  return Array.from({ length: Math.floor(x) }).reduce((left: number) => left / 2, series);
}
