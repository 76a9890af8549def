/**
 * A draw from the standard exponential distribution: −ln(1 − u), for u uniform in [0, 1).
 */
export function exponentialOf(uniform: number): number {
  return -Math.log(1 - uniform);
}

/**
 * A draw from Beta(a, b), a and b above 0, as `A / (A + B)` of two gamma draws.
 *
 * Computed by way of logarithms: with a and b near 0 both draws may be too
 * small for a double, and their ratio is still right.
 *
 * @param random Uniform in (0, 1), asked as often as needed.
 */
export function sampleBeta(a: number, b: number, random: () => number): number {
  const logA = sampleLogGamma(a, random);
  const logB = sampleLogGamma(b, random);
  return 1 / (1 + Math.exp(logB - logA));
}

/**
 * The natural logarithm of a draw from Gamma(shape, 1): Marsaglia & Tsang, "A simple method for
 * generating gamma variables" (ACM TOMS 26, 2000). For shapes below 1, by their section 6:
 * Gamma(shape + 1) · u^(1 / shape).
 */
export function sampleLogGamma(shape: number, random: () => number): number {
  if (shape < 1) {
    const larger = sampleLogGamma(shape + 1, random);
    return larger + Math.log(random()) / shape;
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = sampleNormal(random);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const square = x * x;
    const u = random();
    // The first test implies the second, and spares its logarithms.
    if (u < 1 - 0.0331 * square * square) return Math.log(d * v);
    if (Math.log(u) < square / 2 + d * (1 - v + Math.log(v))) return Math.log(d * v);
  }
}

/** A draw from the standard normal distribution, by Box & Muller (1958); the cosine's, the sine's is left. */
function sampleNormal(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(random()));
  return radius * Math.cos(2 * Math.PI * random());
}
