import { describe, expect, it } from "vitest";
import { hexDigits, integerBetween, randomFor, uuidFor } from "./random.js";

describe("randomFor", () => {
  it("gives the same numbers for the same key and others for another", () => {
    const draw = (key: string) => Array.from({ length: 5 }, randomFor(key));
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
  });

  it("spreads evenly, also over the first numbers of many keys", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let key = 0; key < 20_000; key += 1) {
      const bin = Math.floor(randomFor(String(key))() * 10);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  });
});

it("integerBetween gives every whole number of the range, and none beyond", () => {
  const random = randomFor("range");
  const drawn = new Set(Array.from({ length: 200 }, () => integerBetween(random, 3, 6)));
  expect([...drawn].sort()).toEqual([3, 4, 5, 6]);
});

it("hexDigits gives as many digits as asked", () => {
  expect(hexDigits(randomFor("hex"), 13)).toMatch(/^[\da-f]{13}$/);
});

it("uuidFor gives UUIDs of version 4, one for each key", () => {
  const ids = Array.from({ length: 5_000 }, (_, key) => uuidFor(String(key)));
  for (const id of ids)
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(new Set(ids).size).toBe(5_000);
});
