/** Two unsigned 32-bit halves of 64 bits. */
export interface Lanes {
  readonly high: number;
  readonly low: number;
}

/**
 * A 64-bit hash of a text that any language can reproduce: FNV-1a (64 bits,
 * offset 0xcbf29ce484222325, prime 2⁴⁰ + 0x1b3) over the text's UTF-16 code
 * units, of each the low byte and then the high one, followed by {@link mix}.
 *
 * Not for secrets: whoever chooses the texts can make collisions.
 */
export function hashText(text: string): Lanes {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    for (const byte of [unit & 255, unit >>> 8]) {
      low = (low ^ byte) >>> 0;
      // Below 2⁴¹, so exact in a double; the prime's 2⁴⁰ moves the low half up by 8 bits.
      const product = low * 0x1b3;
      high = (high * 0x1b3 + ((low << 8) >>> 0) + Math.floor(product / 2 ** 32)) >>> 0;
      low = product >>> 0;
    }
  }
  return mix(high, low);
}

/** The lanes of a draw in [0, 1), mixed: the first 64 binary digits after its point. */
export function hashDraw(draw: number): Lanes {
  const scaled = draw * 2 ** 32;
  const high = Math.floor(scaled);
  return mix(high, Math.floor((scaled - high) * 2 ** 32));
}

/** Lanes of a bucket's slugs, by place: 8 bytes each. */
export class SlugHashes {
  readonly #lanes: Uint32Array;

  constructor(slugs: { readonly size: number; slug(place: number): string }) {
    this.#lanes = new Uint32Array(2 * slugs.size);
    for (let place = 0; place < slugs.size; place++) {
      const { high, low } = hashText(slugs.slug(place));
      this.#lanes[2 * place] = high;
      this.#lanes[2 * place + 1] = low;
    }
  }

  /** Those of the place and the others together, exclusive or: the seed of a generator. */
  with(place: number, { high, low }: Lanes): Lanes {
    return { high: this.#highWith(place, high), low: this.#lowWith(place, low) };
  }

  /** The first number of the generator with that seed. */
  unitWith(place: number, { high, low }: Lanes): number {
    return unitOf(this.#highWith(place, high), this.#lowWith(place, low));
  }

  #highWith(place: number, high: number): number {
    return ((this.#lanes[2 * place] as number) ^ high) >>> 0;
  }

  #lowWith(place: number, low: number): number {
    return ((this.#lanes[2 * place + 1] as number) ^ low) >>> 0;
  }
}

/**
 * Uniform numbers in (0, 1) that follow from the seed: {@link unitOf} its lanes; then 0x9e3779b9 is
 * added to the low one for the next (splitmix's step).
 */
export function createGenerator({ high, low }: Lanes): () => number {
  let at = low;
  return () => {
    const unit = unitOf(high, at);
    at = (at + 0x9e3779b9) >>> 0;
    return unit;
  };
}

/**
 * A number in (0, 1): the lanes are mixed, and their 52 high bits, plus ½, count 2⁻⁵²ths.
 * With ½ more than 52 bits would not fit a double.
 */
export function unitOf(high: number, low: number): number {
  const mixedLow = finalize(low);
  return (finalize(high + mixedLow) * 2 ** 20 + (mixedLow >>> 12) + 0.5) * 2 ** -52;
}

/** One to one on 64 bits; every bit of the high lane comes to depend on all 64. */
function mix(high: number, low: number): Lanes {
  const mixedLow = finalize(low);
  return { high: finalize(high + mixedLow), low: mixedLow };
}

/** The finaliser of MurmurHash3 (x86, 32 bits): one to one, each input bit changes about half of the output. */
function finalize(lane: number): number {
  let mixed = lane | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
