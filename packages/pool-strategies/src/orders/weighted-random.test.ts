import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BucketOrder, chiSquare, countsOf, namesOf, weightsOf } from "../../test/support/bucket-order.js";
import { seededRandom } from "../../test/support/random.js";

const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** The number whose clock rings next, its clock set again, over and over. Times since the beginning. */
function ring(
  weights: readonly number[],
  draws: readonly number[],
  later: readonly number[],
): readonly string[] {
  const ringsAt = weights.map((weight, place) => -Math.log(1 - (draws[place] ?? 0)) / weight);
  return later.map((next) => {
    const time = Math.min(...ringsAt);
    const place = ringsAt.indexOf(time);
    ringsAt[place] = time - Math.log(1 - next) / (weights[place] ?? 1);
    return namesOf(weights.length)[place] ?? "";
  });
}

describe("weighted random", () => {
  it("takes those whose clocks ring, one after the other", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 10_000 }), draw), { minLength: 1, maxLength: 12 }),
        fc.array(draw, { maxLength: 60, size: "max" }),
        (numbers, later) => {
          const weights = numbers.map(([hundredths]) => hundredths / 100);
          const draws = numbers.map(([, first]) => first);
          const order = new BucketOrder("weighted-random", weightsOf(weights), {
            joinDraw: (name) => draws[namesOf(draws.length).indexOf(name)] ?? 0,
          });
          expect(later.map((next) => order.take(next))).toEqual(ring(weights, draws, later));
        },
      ),
    );
  });

  it("gives each a chance in proportion to its weight, whatever came before", () => {
    const random = seededRandom(4);
    const weights = [1, 2, 3, 0.5, 10, 7.5];
    const order = new BucketOrder("weighted-random", weightsOf(weights), { joinDraw: () => random() });
    const taken = order.takeMany(48_000, () => [random()]);
    const expected = (list: readonly number[], calls: number) => {
      const total = list.reduce((sum, weight) => sum + weight, 0);
      return new Map(namesOf(list.length).map((name, index) => [name, (calls * (list[index] ?? 0)) / total]));
    };
    // 5 degrees of freedom: below 20.5 in 99.9 of 100 cases.
    expect(chiSquare(countsOf(taken), expected(weights, 48_000))).toBeLessThan(20.5);
    // After the heaviest, which has half of the weight, as at any other time.
    const after = taken.slice(1).filter((_, index) => taken[index] === "number-00004");
    expect(chiSquare(countsOf(after), expected(weights, after.length))).toBeLessThan(20.5);
  });

  it("gives one that parks and wakes all the time its chance while it is free", () => {
    const random = seededRandom(5);
    const order = new BucketOrder("weighted-random", weightsOf([1, 2, 1]), { joinDraw: () => random() });
    const whileFree: string[] = [];
    for (let cycle = 0; cycle < 4_000; cycle++) {
      for (let calls = 0; calls < 3; calls++) whileFree.push(order.take(random()));
      order.remove("number-00001");
      for (let calls = 0; calls < 2; calls++) expect(order.take(random())).not.toBe("number-00001");
      order.add("number-00001");
    }
    const expected = new Map([
      ["number-00000", 3_000],
      ["number-00001", 6_000],
      ["number-00002", 3_000],
    ]);
    // 2 degrees of freedom: below 13.8 in 99.9 of 100 cases.
    expect(chiSquare(countsOf(whileFree), expected)).toBeLessThan(13.8);
  });
});
