/** A source of numbers in [0, 1). */
export type Random = () => number;

/**
 * A stream of numbers that depends on nothing but its key.
 *
 * Keys name what the numbers are for (`"7/call/+14155550123/0"`), so one draw more here never shifts the
 * draws over there. Not for secrets.
 */
export function randomFor(key: string): Random {
  const hash = hashOf(key);
  let a = hash();
  let b = hash();
  let c = hash();
  let d = hash();
  // sfc32, a small counter-based generator.
  return () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 2 ** 32;
  };
}

/** A whole number from `least` to `most`, both included. */
export function integerBetween(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** `length` hexadecimal digits. */
export function hexDigits(random: Random, length: number): string {
  let digits = "";
  while (digits.length < length)
    digits += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  return digits.slice(0, length);
}

/** A version 4 UUID that is the same for the same key. */
export function uuidFor(key: string): string {
  const hex = hexDigits(randomFor(key), 32);
  const variant = "89ab"[Number.parseInt(hex.slice(16, 17), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** xmur3: spreads a text over as many 32-bit words as are asked for. */
function hashOf(text: string): () => number {
  let state = 1_779_033_703 ^ text.length;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 3_432_918_353);
    state = (state << 13) | (state >>> 19);
  }
  return () => {
    state = Math.imul(state ^ (state >>> 16), 2_246_822_507);
    state = Math.imul(state ^ (state >>> 13), 3_266_489_909);
    state ^= state >>> 16;
    return state >>> 0;
  };
}
