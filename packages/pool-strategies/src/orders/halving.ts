/** The double nearest to ln 2: 0.6931471805599453. */
const LN_2 = Math.LN2;
/** Terms of the series of e^(−r · ln 2), r < 1: what the next would add is below 2^-53. */
const TERMS = 16;
/** After so many half-lives nothing is left. */
const MAX_HALVINGS = 64;

/**
 * 2^(−x), by additions, multiplications and divisions in a stated order alone: every store that
 * follows it gets the same bits, in whichever language it is written. Powers of libraries differ in their last bit.
 *
 * @param x 0 or more.
 * @returns 0 from 64 on.
 */
export function halvingOf(x: number): number {
  if (x >= MAX_HALVINGS) return 0;
  const whole = Math.floor(x);
  const exponent = (x - whole) * LN_2;
  let left = 1;
  for (let term = TERMS; term >= 1; term--) left = 1 - (exponent / term) * left;
  for (let halvings = 0; halvings < whole; halvings++) left = left / 2;
  return left;
}
