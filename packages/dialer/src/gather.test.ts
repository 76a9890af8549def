import { expect, it } from "vitest";
import { gather } from "./gather.js";

async function* batchesOf(...batches: readonly (readonly number[])[]) {
  yield* batches;
}

async function sizesOf(batches: AsyncIterable<readonly number[]>): Promise<readonly number[][]> {
  const all: number[][] = [];
  for await (const batch of batches) all.push([...batch]);
  return all;
}

it("puts batches together until there are enough, and gives what is left", async () => {
  expect(await sizesOf(gather(batchesOf([1], [2, 3], [], [4, 5, 6, 7], [8]), 3))).toEqual([
    [1, 2, 3],
    [4, 5, 6, 7],
    [8],
  ]);
});

it("gives nothing of nothing", async () => {
  expect(await sizesOf(gather(batchesOf([], []), 3))).toEqual([]);
});
