import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGenerator, hashDraw, hashText, type Lanes, SlugHashes, unitOf } from "./hash.js";

const LANE = 2n ** 32n;
const WHOLE = LANE * LANE;

/** FNV-1a, 64 bits, as its authors give it: over bytes, in whole numbers. */
function fnv1a(bytes: Iterable<number>): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) % WHOLE;
  return hash;
}

function finalize(lane: bigint): bigint {
  let mixed = lane % LANE;
  mixed = ((mixed ^ (mixed >> 16n)) * 0x85ebca6bn) % LANE;
  mixed = ((mixed ^ (mixed >> 13n)) * 0xc2b2ae35n) % LANE;
  return mixed ^ (mixed >> 16n);
}

function mix(whole: bigint): bigint {
  const low = finalize(whole % LANE);
  return finalize(whole / LANE + low) * LANE + low;
}

function wholeOf({ high, low }: Lanes): bigint {
  return BigInt(high) * LANE + BigInt(low);
}

/** The high 52 bits, plus ½, by 2⁻⁵². */
function unit(whole: bigint): number {
  return (Number(mix(whole) >> 12n) + 0.5) / 2 ** 52;
}

const lanes = fc.record({
  high: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  low: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

/** Any text, halves of surrogate pairs included. */
const codeUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));

describe("the reading of the definition in whole numbers, which the tests below compare with", () => {
  it.each([
    ["", 0xcbf29ce484222325n],
    ["a", 0xaf63dc4c8601ec8cn],
    ["foobar", 0x85944171f73967e8n],
  ])("has the published FNV-1a value of %j", (text, hash) => {
    expect(fnv1a(Buffer.from(text, "latin1"))).toBe(hash);
  });

  it("has the published MurmurHash3 finaliser of 1", () => {
    expect(finalize(1n)).toBe(0x514e28b7n);
  });
});

describe("hashText", () => {
  it("is FNV-1a over the code units, low byte first, then mixed", () => {
    fc.assert(
      fc.property(codeUnits, (text) => {
        expect(wholeOf(hashText(text))).toBe(mix(fnv1a(Buffer.from(text, "utf16le"))));
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ["", 0x8a610bd42c773e2cn],
    ["a", 0x5a51bb1c76c9458an],
    ["+14155550123", 0x37a112b9d45276adn],
    ["number-1", 0x2c088976d7dd839en],
    ["é€😀", 0x767d9672164e84ccn],
  ])("of %j is what it was", (text, hash) => {
    expect(wholeOf(hashText(text))).toBe(hash);
  });
});

describe("hashDraw", () => {
  it("takes the first 64 binary digits of the draw", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (draw) => {
        const digits = BigInt(Math.floor(draw * 2 ** 32)) * LANE;
        const rest = BigInt(Math.floor((draw * 2 ** 32 - Math.floor(draw * 2 ** 32)) * 2 ** 32));
        expect(wholeOf(hashDraw(draw))).toBe(mix(digits + rest));
      }),
    );
    expect(wholeOf(hashDraw(0.75))).toBe(mix(0xc000000000000000n));
    expect(wholeOf(hashDraw(1 - 2 ** -53))).toBe(mix(0xfffffffffffff800n));
  });
});

describe("SlugHashes", () => {
  it("gives the hash of the slug, exclusive or the other", () => {
    const slugs = ["a", "number-1", "é€😀"];
    const hashes = new SlugHashes({ size: 3, slug: (place) => slugs[place] ?? "" });
    fc.assert(
      fc.property(fc.nat({ max: 2 }), lanes, (place, other) => {
        expect(wholeOf(hashes.with(place, other))).toBe(
          wholeOf(hashText(slugs[place] ?? "")) ^ wholeOf(other),
        );
      }),
    );
  });
});

describe("createGenerator", () => {
  it("gives the units of the seed, its low lane raised by 0x9e3779b9 each time", () => {
    fc.assert(
      fc.property(lanes, (seed) => {
        const next = createGenerator(seed);
        for (let step = 0n; step < 5n; step++) {
          const low = (BigInt(seed.low) + step * 0x9e3779b9n) % LANE;
          expect(next()).toBe(unit(BigInt(seed.high) * LANE + low));
        }
      }),
    );
  });

  it("never gives 0 or 1, not even at the ends", () => {
    expect(unitOf(0, 0)).toBe(2 ** -53);
    // The seed whose two lanes are all ones when mixed.
    expect(unitOf(0x331da084, 0x331da083)).toBe(1 - 2 ** -53);
  });

  it.each(["", "number-1", "number-2"])(
    "is uniform for the draws 0, 1/10000, 2/10000 … and slug %j",
    (slug) => {
      const hashes = new SlugHashes({ size: 1, slug: () => slug });
      const cells = new Array<number>(20).fill(0);
      for (let step = 0; step < 10_000; step++) {
        const next = createGenerator(hashes.with(0, hashDraw(step / 10_000)));
        for (let asked = 0; asked < 4; asked++) {
          const cell = Math.floor(next() * 20);
          cells[cell] = (cells[cell] ?? 0) + 1;
        }
      }
      const chiSquare = cells.reduce((sum, count) => sum + (count - 2_000) ** 2 / 2_000, 0);
      // 19 degrees of freedom: below 43.8 in 99.9 of 100 cases.
      expect(chiSquare).toBeLessThan(43.8);
    },
  );
});
