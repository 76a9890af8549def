import fc from "fast-check";
import { expect, it } from "vitest";
import { Bucket, type MemberColumns } from "./bucket.js";

/** A pool of which only the instants matter, and how often they were looked at. */
function createColumns(freeAt: readonly number[]) {
  const instants = [...freeAt];
  let looks = 0;
  const columns: MemberColumns = {
    numbers: [],
    freeAtOf: (member) => {
      looks++;
      return instants[member] as number;
    },
    weightOf: () => 1,
    lastSequenceOf: () => 0,
    inFlightOf: () => 0,
    callsInDayOf: () => 0,
  };
  return { columns, instants, looks: () => looks };
}

function everyOther(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, place) => 2 * place + 1);
}

const instant = fc.oneof(
  fc.constant(0),
  fc.constant(Number.POSITIVE_INFINITY),
  fc.integer({ min: 1, max: 9 }),
);

it("knows the first to wake whatever parks, wakes and moves, and however seldom it is asked", () => {
  const change = fc.record({ place: fc.nat(7), to: instant, isAsked: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(instant, { minLength: 16, maxLength: 16 }),
      fc.array(change, { maxLength: 60 }),
      (start, changes) => {
        const { columns, instants } = createColumns(start);
        const bucket = new Bucket("any", everyOther(8), columns);
        for (const { place, to, isAsked } of changes) {
          const member = bucket.memberAt(place);
          instants[member] = to;
          bucket.moved(place, to);
          if (!isAsked) continue;
          const waiting = [...bucket.members].filter((other) => {
            const at = instants[other] as number;
            return at > 0 && at < Number.POSITIVE_INFINITY;
          });
          const least = Math.min(...waiting.map((other) => instants[other] as number));
          expect(bucket.firstToWake()).toBe(waiting.find((other) => instants[other] === least) ?? -1);
        }
      },
    ),
  );
});

it("looks at every member once, and not again for each that wakes", () => {
  const size = 10_000;
  const { columns, instants, looks } = createColumns(Array.from({ length: 2 * size }, (_, at) => at + 1));
  const bucket = new Bucket("any", everyOther(size), columns);
  for (let turn = 0; turn < 1_000; turn++) {
    const member = bucket.firstToWake();
    expect(member).toBe(2 * turn + 1);
    const place = (member - 1) / 2;
    instants[member] = 0;
    bucket.moved(place, 0);
    instants[member] = 2 * size + member;
    bucket.moved(place, 2 * size + member);
  }
  expect(looks()).toBeLessThan(2 * size);
});
