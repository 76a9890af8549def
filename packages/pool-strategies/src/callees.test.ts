import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Callees } from "./callees.js";

const ANN = 14155550101;
const BOB = 14155550102;

describe("Callees", () => {
  it("remembers the latest call that reached a callee, and the latest that was answered", () => {
    const callees = new Callees(10);
    callees.remember(ANN, "reached", 7, 1, 100);
    callees.remember(ANN, "answered", 7, 1, 100);
    callees.remember(ANN, "reached", 8, 2, 200);
    callees.remember(BOB, "reached", 9, 3, 300);
    expect(callees.reached(callees.find(ANN), 199)).toBe(8);
    expect(callees.answered(callees.find(ANN), 99)).toBe(7);
    expect(callees.answered(callees.find(BOB), 0)).toBe(-1);
    expect(callees.find(14155550103)).toBe(-1);
  });

  it("does not tell of a call that is too long ago", () => {
    const callees = new Callees(10);
    callees.remember(ANN, "reached", 0, 1, 100);
    expect(callees.reached(callees.find(ANN), 99)).toBe(0);
    expect(callees.reached(callees.find(ANN), 100)).toBe(-1);
  });

  it("does not let what is learned late of an earlier call replace a later one", () => {
    const callees = new Callees(10);
    callees.remember(ANN, "reached", 1, 7, 100);
    callees.remember(ANN, "reached", 2, 3, 50);
    expect(callees.reached(callees.find(ANN), 0)).toBe(1);
  });

  it("counts calls from the latest backwards, and takes them back", () => {
    const callees = new Callees(10);
    for (const at of [100, 300, 200]) callees.addCall(ANN, at);
    const kth = (k: number) => callees.kthLatestCall(callees.find(ANN), k);
    expect([1, 2, 3, 4].map(kth)).toEqual([300, 200, 100, Number.NEGATIVE_INFINITY]);
    callees.removeCall(ANN, 200);
    callees.removeCall(ANN, 999);
    callees.removeCall(BOB, 100);
    expect([1, 2, 3].map(kth)).toEqual([300, 100, Number.NEGATIVE_INFINITY]);
    for (let at = 400; at < 420; at++) callees.addCall(ANN, at);
    expect([1, 16, 17].map(kth)).toEqual([419, 404, Number.NEGATIVE_INFINITY]);
  });

  it("remembers the latest 64 numbers used for a callee, as long as the last of them is", () => {
    const callees = new Callees(10);
    callees.setUsed(
      ANN,
      Array.from({ length: 70 }, (_, number) => number),
      100,
    );
    expect(callees.used(callees.find(ANN), 99)).toHaveLength(64);
    expect(callees.used(callees.find(ANN), 99).at(-1)).toBe(69);
    expect(callees.used(callees.find(ANN), 100)).toEqual([]);
  });

  it("forgets the callee written to longest ago beyond its bound, with all that is known of it", () => {
    const callees = new Callees(2);
    callees.remember(ANN, "reached", 1, 1, 100);
    callees.addCall(ANN, 100);
    callees.remember(BOB, "reached", 2, 2, 200);
    callees.addCall(ANN, 300);
    callees.remember(14155550103, "reached", 3, 3, 400);
    expect(callees.find(BOB)).toBe(-1);
    callees.addCall(BOB, 500);
    expect(callees.find(ANN)).toBe(-1);
    expect(callees.reached(callees.find(BOB), 0)).toBe(-1);
    expect(callees.kthLatestCall(callees.find(BOB), 1)).toBe(500);
    expect([...callees.records()].map(({ callee }) => callee)).toEqual([14155550103, BOB]);
  });

  it("remembers nobody with a bound of 0", () => {
    const callees = new Callees(0);
    callees.remember(ANN, "reached", 1, 1, 100);
    callees.addCall(ANN, 100);
    callees.setUsed(ANN, [1], 100);
    expect(callees.find(ANN)).toBe(-1);
  });

  it("finds exactly those that a map finds that forgets the oldest entry", () => {
    // Few different callees and tiny differences, so that they meet in the table.
    const callee = fc.integer({ min: 0, max: 60 }).map((offset) => 10_000_000_000 + offset * 4_294_967_296);
    fc.assert(
      fc.property(fc.array(callee, { maxLength: 300 }), fc.integer({ min: 1, max: 20 }), (writes, bound) => {
        const callees = new Callees(bound);
        const expected = new Map<number, number>();
        for (const [index, each] of writes.entries()) {
          callees.remember(each, "reached", index, index, index + 1);
          expected.delete(each);
          expected.set(each, index);
          const [oldest] = expected.keys();
          if (expected.size > bound && oldest !== undefined) expected.delete(oldest);
        }
        const read = [...callees.records()].map(({ callee: key, reached }) => [key, reached?.number]);
        expect(read).toEqual([...expected]);
        for (const each of writes)
          expect(callees.find(each) >= 0 ? callees.reached(callees.find(each), 0) : undefined).toBe(
            expected.get(each),
          );
      }),
    );
  });
});
