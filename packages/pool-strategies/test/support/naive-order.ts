/** A number of a naive bucket. */
export interface NaiveNumber {
  readonly slug: string;
  weight: number;
  isFree: boolean;
  lastSequence: number;
  inFlight: number;
  callsInDay: number;
  /** Round-robin: start of its next span. */
  start: number;
  /** Weighted random: when its clock rings; of a parked number, what is left on it. */
  score: number;
  left: number;
}

/** Virtual time of a naive bucket. */
export interface NaiveBucket {
  readonly name: NaiveOrderName;
  readonly numbers: readonly NaiveNumber[];
  base: number;
  picks: number;
  rate: number;
}

/** The orders that the naive bucket knows. */
export const NAIVE_ORDERS = [
  "round-robin",
  "weighted-round-robin",
  "random",
  "weighted-random",
  "least-recently-used",
  "least-used",
  "fewest-in-flight",
  "power-of-two",
] as const;
export type NaiveOrderName = (typeof NAIVE_ORDERS)[number];

const MILLION = 1_000_000;

/** The orders of `docs/selection.md` as they are written there: whole walks over the bucket, nothing kept in order. */
export function naiveTake(
  bucket: NaiveBucket,
  draws: readonly number[],
  excluded: ReadonlySet<string>,
): string {
  const candidates = bucket.numbers.filter(({ isFree, slug }) => isFree && !excluded.has(slug));
  if (candidates.length === 0) return "nobody";
  const [u1 = 0, u2 = 0] = draws;
  const n = candidates.length;
  switch (bucket.name) {
    case "round-robin":
    case "weighted-round-robin": {
      const hasBegun = ({ start }: NaiveNumber) => start <= timeOf(bucket) + 2 ** -20;
      if (!candidates.some(hasBegun)) {
        bucket.base = Math.min(...candidates.map(({ start }) => start));
        bucket.picks = 0;
      }
      const first = least(candidates.filter(hasBegun), (number) => [number.start + spanOf(bucket, number)]);
      naiveCharge(bucket, first.slug);
      return first.slug;
    }
    case "random":
      return (candidates[Math.floor(u1 * n)] as NaiveNumber).slug;
    case "weighted-random": {
      const first = least(candidates, ({ score }) => [score]);
      bucket.base = Math.max(bucket.base, first.score);
      first.score = bucket.base + -Math.log(1 - u1) / first.weight;
      return first.slug;
    }
    case "least-recently-used":
      return least(candidates, ({ lastSequence }) => [lastSequence]).slug;
    case "least-used":
      return least(candidates, ({ callsInDay, lastSequence }) => [callsInDay, lastSequence]).slug;
    case "fewest-in-flight":
      return least(candidates, ({ inFlight, lastSequence }) => [inFlight, lastSequence]).slug;
    case "power-of-two": {
      const i = Math.floor(u1 * n);
      const j = Math.floor(u2 * (n - 1)) + (Math.floor(u2 * (n - 1)) >= i ? 1 : 0);
      const two = candidates.filter((_, index) => index === i || (n > 1 && index === j));
      return least(two, ({ inFlight, callsInDay }) => [inFlight, callsInDay]).slug;
    }
    default:
      return bucket.name satisfies never;
  }
}

/** Charges a number its turn. */
export function naiveCharge(bucket: NaiveBucket, slug: string): void {
  if (!isRoundRobin(bucket)) return;
  const units = bucket.numbers.filter(({ isFree }) => isFree).map((number) => unitsOf(bucket, number));
  const total = units.reduce((sum, unit) => sum + unit, 0);
  if (bucket.rate !== total) {
    bucket.base = timeOf(bucket);
    bucket.picks = 0;
    bucket.rate = total;
  }
  bucket.picks++;
  const number = numberOf(bucket, slug);
  number.start += spanOf(bucket, number);
}

/** A number becomes free. */
export function naiveWake(bucket: NaiveBucket, slug: string): void {
  const number = numberOf(bucket, slug);
  number.isFree = true;
  number.start = Math.max(number.start, timeOf(bucket));
  number.score = bucket.base + number.left / number.weight;
}

/** A number comes to a limit. */
export function naivePark(bucket: NaiveBucket, slug: string): void {
  const number = numberOf(bucket, slug);
  number.isFree = false;
  number.left = Math.max(0, (number.score - bucket.base) * number.weight);
}

/** A reload changes its weight. */
export function naiveReweight(bucket: NaiveBucket, slug: string, weight: number): void {
  const number = numberOf(bucket, slug);
  if (weight === number.weight) return;
  const left = Math.max(0, (number.score - bucket.base) * number.weight);
  number.weight = weight;
  if (number.isFree) number.score = bucket.base + left / weight;
}

function least(
  numbers: readonly NaiveNumber[],
  keysOf: (number: NaiveNumber) => readonly number[],
): NaiveNumber {
  const sorted = [...numbers].sort((a, b) => {
    const keysA = keysOf(a);
    const keysB = keysOf(b);
    const differing = keysA.findIndex((key, index) => key !== keysB[index]);
    if (differing >= 0) return (keysA[differing] ?? 0) < (keysB[differing] ?? 0) ? -1 : 1;
    return a.slug < b.slug ? -1 : 1;
  });
  return sorted[0] as NaiveNumber;
}

function isRoundRobin({ name }: NaiveBucket): boolean {
  return name === "round-robin" || name === "weighted-round-robin";
}

function timeOf({ base, picks, rate }: NaiveBucket): number {
  return picks === 0 ? base : base + (picks * MILLION) / rate;
}

function unitsOf({ name }: NaiveBucket, { weight }: NaiveNumber): number {
  return name === "round-robin" ? MILLION : Math.round(weight * MILLION);
}

function spanOf(bucket: NaiveBucket, number: NaiveNumber): number {
  return MILLION / unitsOf(bucket, number);
}

function numberOf(bucket: NaiveBucket, slug: string): NaiveNumber {
  const number = bucket.numbers.find((other) => other.slug === slug);
  if (number === undefined) throw new RangeError(`The bucket has no ${slug}.`);
  return number;
}
