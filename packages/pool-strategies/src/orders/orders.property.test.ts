import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BucketOrder, namesOf, weightsOf } from "../../test/support/bucket-order.js";
import {
  NAIVE_ORDERS,
  type NaiveBucket,
  type NaiveNumber,
  type NaiveOrderName,
  naiveCharge,
  naivePark,
  naiveReweight,
  naiveTake,
  naiveWake,
} from "../../test/support/naive-order.js";
import { exponentialOf } from "./sampling.js";

const SIZE = 8;
const NAMES = namesOf(SIZE);
const name = fc.constantFrom(...NAMES);
const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const weight = fc.integer({ min: 1, max: 1_000 }).map((hundredths) => hundredths / 100);
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("take" as const), draws: fc.tuple(draw, draw) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("take" as const),
      draws: fc.tuple(draw, draw),
      excluded: fc.uniqueArray(name, { maxLength: SIZE }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("park", "wake", "charge", "end", "forget"), name }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("reload" as const), name, weight }) },
);

/** The order under test and its naive reading, told the same. */
class Pair {
  order: BucketOrder;
  readonly naive: NaiveBucket;
  readonly #orderName: NaiveOrderName;
  readonly #draws: readonly number[];

  constructor(
    orderName: NaiveOrderName,
    weights: readonly number[],
    draws: readonly number[],
    parked: readonly string[],
  ) {
    const joinDraw = (slug: string) => draws[NAMES.indexOf(slug)] ?? 0;
    const present = NAMES.filter((slug) => !parked.includes(slug));
    this.#orderName = orderName;
    this.#draws = draws;
    this.order = new BucketOrder(orderName, weightsOf(weights), { present, joinDraw });
    const numbers = NAMES.map((slug, index): NaiveNumber => {
      const left = exponentialOf(draws[index] ?? 0);
      return {
        slug,
        weight: weights[index] ?? 1,
        isFree: present.includes(slug),
        lastSequence: 0,
        inFlight: 0,
        callsInDay: 0,
        start: 0,
        score: left / (weights[index] ?? 1),
        left,
      };
    });
    this.naive = { name: orderName, numbers, base: 0, picks: 0, rate: 0 };
  }

  at(slug: string): NaiveNumber {
    return this.naive.numbers[NAMES.indexOf(slug)] as NaiveNumber;
  }

  take(draws: readonly number[], excluded: readonly string[] | undefined): readonly [string, string] {
    const expected = naiveTake(this.naive, draws, new Set(excluded));
    const taken = this.order.pick({ draws, ...(excluded === undefined ? {} : { excluded }) });
    if (taken !== "nobody") Object.assign(this.at(taken), this.#carried(taken));
    return [taken, expected];
  }

  change(kind: string, slug: string): void {
    const number = this.at(slug);
    if (kind === "park" && number.isFree) {
      naivePark(this.naive, slug);
      this.order.remove(slug);
    } else if (kind === "wake" && !number.isFree) {
      naiveWake(this.naive, slug);
      this.order.add(slug);
    } else if (kind === "charge" && number.isFree) {
      naiveCharge(this.naive, slug);
      this.order.charge(slug);
    } else if (kind === "end" && number.inFlight > 0) {
      this.order.end(slug);
      number.inFlight--;
    } else if (kind === "forget" && number.callsInDay > 0) {
      this.order.forget(slug);
      number.callsInDay--;
    }
  }

  /** The pool is built anew from its turns as JSON, with one weight changed. */
  reload(slug: string, newWeight: number): void {
    naiveReweight(this.naive, slug, newWeight);
    const before = this.order;
    const turns = before.order.turns();
    const parked = new Set(NAMES.filter((other) => !before.columns(other).isFree));
    const weights = weightsOf(this.naive.numbers.map((number) => number.weight));
    const after = new BucketOrder(this.#orderName, weights, {
      present: [],
      turns: turns === undefined ? undefined : JSON.parse(JSON.stringify(turns)),
      parkedBefore: parked,
      joinDraw: (other) => this.#draws[NAMES.indexOf(other)] ?? 0,
    });
    for (const other of NAMES) {
      const { lastSequence, inFlight, callsInDay } = before.columns(other);
      Object.assign(after.columns(other), { lastSequence, inFlight, callsInDay });
    }
    after.continueFrom(before);
    for (const other of NAMES) if (!parked.has(other)) after.add(other, "stays");
    this.order = after;
  }

  #carried(slug: string) {
    const { lastSequence, inFlight, callsInDay } = this.order.columns(slug);
    return { lastSequence, inFlight, callsInDay };
  }
}

describe.each(NAIVE_ORDERS)("%s", (orderName) => {
  it("picks what its definition says, whatever parks, wakes, is excluded, charged or loaded again", () => {
    fc.assert(
      fc.property(
        fc.array(weight, { minLength: SIZE, maxLength: SIZE }),
        fc.array(draw, { minLength: SIZE, maxLength: SIZE }),
        fc.subarray([...NAMES]),
        fc.array(step, { maxLength: 80, size: "max" }),
        (weights, draws, parked, steps) => {
          const pair = new Pair(orderName, weights, draws, parked);
          for (const action of steps) {
            if (action.kind === "reload") pair.reload(action.name, action.weight);
            else if (action.kind !== "take") pair.change(action.kind, action.name);
            else {
              const [taken, expected] = pair.take(
                action.draws,
                "excluded" in action ? action.excluded : undefined,
              );
              expect(taken).toBe(expected);
            }
            expect(pair.order.order.available).toBe(pair.naive.numbers.filter(({ isFree }) => isFree).length);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
