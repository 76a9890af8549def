import fc from "fast-check";
import type { NumberLimits, Tags } from "../types.js";
import { maybe } from "./chances.js";
import { DAY, HOUR } from "./fixtures.js";
import type { AgedNumber } from "./history.js";

/** Digits of numbers before the last two. */
export const PREFIXES = ["+141555501", "+162855501", "+151055501", "+121255501", "+191755501", "+160455501"];
export const FAR_PREFIXES = ["+180055501", "+198955501", "+198855501", "+4420794601", "+4416329601"];

const brand = fc.constantFrom<Tags>({}, { brand: "acme" }, { brand: "zeta" }, { brand: ["zeta", "acme"] });
const campaign = fc.constantFrom<Tags>({}, {}, { campaign: "spring" }, { campaign: "autumn" });
/** Of a number or of a call. */
export const randomTags = fc.tuple(brand, campaign).map(([one, other]): Tags => ({ ...one, ...other }));

/** Stages short enough to be passed. */
export const randomWarmUp = fc.constantFrom(
  [{ untilDays: 1, maxCallsPerDay: 1 }],
  [
    { untilDays: 0.5, maxCallsPerDay: 0 },
    { untilDays: 1, maxCallsPerDay: 1 },
    { untilDays: 3, maxCallsPerDay: 2 },
  ],
);

const numberLimits: fc.Arbitrary<NumberLimits> = fc
  .tuple(
    maybe("maxCallsPerDay", fc.constantFrom(0, 1, 2, 4, null)),
    maybe("maxCallsPerHour", fc.constantFrom(0, 1, 2, null)),
    maybe("minGapSeconds", fc.constantFrom(1.2, 90, null)),
    maybe("maxConcurrentCalls", fc.constantFrom(1, 2, null)),
    maybe("warmUp", fc.oneof(randomWarmUp, fc.constant(null))),
  )
  .map((parts) => Object.assign({}, ...parts) as NumberLimits);

/** Numbers of few kinds, so that pools overlap and reloads meet what they know. */
export const randomNumber = randomNumberOf(3);

/** @param lines How many there may be of each kind. */
function randomNumberOf(lines: number): fc.Arbitrary<AgedNumber> {
  return fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...PREFIXES) },
        { weight: 1, arbitrary: fc.constantFrom(...FAR_PREFIXES) },
      ),
      fc.integer({ min: 0, max: lines - 1 }),
      maybe("tags", randomTags),
      maybe("weight", fc.constantFrom(0.01, 0.3, 1, 2, 1000)),
      maybe("tier", fc.constantFrom(1, 2, 3)),
      maybe("ageMs", fc.constantFrom(-HOUR, 0, DAY - HOUR, 2 * DAY, 90 * DAY)),
      maybe("limits", numberLimits),
    )
    .map(([prefix, line, ...attributes]) => {
      const kind = prefix.startsWith("+1") ? prefix.slice(2, 5) : prefix.slice(1, 5);
      const number = `${prefix}${String(line).padStart(2, "0")}`;
      return Object.assign({ number, sid: null, slug: `${kind}-${line}` }, ...attributes) as AgedNumber;
    });
}

/**
 * The numbers of a pool, none of them twice.
 *
 * @param maxNumbers Above 30 of more kinds, so that there are enough.
 */
export function randomNumbers(maxNumbers: number): fc.Arbitrary<readonly AgedNumber[]> {
  const number = maxNumbers > 30 ? randomNumberOf(50) : randomNumber;
  const listOf = (minLength: number) =>
    fc.noBias(
      fc.uniqueArray(number, {
        selector: ({ slug }) => slug,
        minLength,
        maxLength: maxNumbers,
        size: "max",
      }),
    );
  return fc.oneof({ weight: 1, arbitrary: listOf(0) }, { weight: 8, arbitrary: listOf(3) });
}
