import { describe, expect, it } from "vitest";
import { numberRecord, poolNumbers, UNATTACHED_NUMBERS } from "./seeded-numbers.js";

const numbersOf = (size: number) => poolNumbers(size).map(({ number }) => number);

describe("poolNumbers", () => {
  it("gives the vendor's number and 39 of fiction, each of an area of its own", () => {
    const [first, ...others] = numbersOf(40);
    expect(first).toBe("+16286666348");
    expect(others).toHaveLength(39);
    for (const number of others) {
      expect(number).toMatch(/^\+(1[2-9]\d\d55501\d\d|44207946\d{4}|6125550\d{4})$/);
    }
    const areas = others.filter((number) => number.startsWith("+1")).map((number) => number.slice(2, 5));
    expect(new Set(areas).size).toBe(37);
    expect(areas).toEqual(expect.arrayContaining(["800", "416", "415"]));
  });

  it.each([0, 1, 39, 41, 1_000, 3_640, 20_000])("gives %d different numbers", (size) => {
    const numbers = numbersOf(size);
    expect(new Set(numbers).size).toBe(size);
    for (const number of numbers) expect(number).toMatch(/^\+[1-9]\d{6,14}$/);
  });

  it("grows at its end", () => {
    expect(numbersOf(500).slice(0, 40)).toEqual(numbersOf(40));
  });

  it("has none of the numbers that are not attached", () => {
    const pool = new Set(numbersOf(5_000));
    expect(UNATTACHED_NUMBERS.filter(({ number }) => pool.has(number))).toEqual([]);
  });
});

describe("numberRecord", () => {
  it("makes carrier ids by the seed, keeps documented ones, and has none for custom numbers", () => {
    const sidOf = (seed: number, number: string) => numberRecord({ number }, seed, 0).sid;
    expect(sidOf(1, "+14155550100")).toMatch(/^PN[\da-f]{32}$/);
    expect(sidOf(1, "+14155550100")).toBe(sidOf(1, "+14155550100"));
    expect(sidOf(1, "+14155550100")).not.toBe(sidOf(2, "+14155550100"));
    const records = [...poolNumbers(1), ...UNATTACHED_NUMBERS].map((one) => numberRecord(one, 1, 0));
    expect(records.map(({ sid }) => sid).slice(0, 4)).toEqual([
      "PN9c8dba0c87f9173af8054d3ccedb8afd",
      null,
      null,
      null,
    ]);
    expect(records.map(({ slug }) => slug).slice(0, 4)).toEqual([
      "16286666348",
      "12131231214",
      "1231242151",
      "pbx-desk",
    ]);
  });
});
