import { expect, it } from "vitest";
import { interruptible } from "./interruptible.js";

async function* piecesOf(...pieces: readonly number[]): AsyncGenerator<number> {
  yield* pieces;
}

async function taken(pieces: AsyncIterable<number>): Promise<readonly number[]> {
  const all: number[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

it("gives every piece, and listens no longer than that", async () => {
  const interrupt = new AbortController();
  expect(await taken(interruptible(piecesOf(1, 2, 3), interrupt.signal))).toEqual([1, 2, 3]);
  interrupt.abort();
});

it("ends with the reason while a piece is waited for that never comes", async () => {
  const interrupt = new AbortController();
  const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
  const reading = taken(interruptible(silent, interrupt.signal));
  const reason = new Error("Enough.");
  interrupt.abort(reason);
  await expect(reading).rejects.toBe(reason);
});

it("takes nothing more once the signal has fired, and lets go of the source", async () => {
  let isReleased = false;
  async function* source() {
    try {
      yield 1;
      yield 2;
    } finally {
      isReleased = true;
    }
  }
  const interrupt = new AbortController();
  const pieces = interruptible(source(), interrupt.signal);
  expect(await pieces.next()).toMatchObject({ value: 1 });
  interrupt.abort();
  await expect(pieces.next()).rejects.toBe(interrupt.signal.reason);
  expect(isReleased).toBe(true);
});

it("passes on what goes wrong", async () => {
  const fault = new Error("The disk is gone.");
  async function* source(): AsyncGenerator<number> {
    yield 1;
    throw fault;
  }
  await expect(taken(interruptible(source(), new AbortController().signal))).rejects.toBe(fault);
});
