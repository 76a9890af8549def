import { describe, expect, it } from "vitest";
import { CallQueue, type QueuedCall } from "./call-queue.js";
import type { Answer } from "./namespace-client.js";

const call = (text: string): QueuedCall => ({ now: 0, zones: "", texts: [text] });

/** A queue that notes the texts of each run, and answers each call with its own. */
function noted(answer: (text: string) => Answer = (text) => [text]) {
  const runs: string[][] = [];
  const queue = new CallQueue(async (calls) => {
    const texts = calls.flatMap(({ texts }) => texts);
    runs.push(texts);
    return ["done", ...texts.map(answer)];
  });
  return { queue, runs };
}

describe("CallQueue", () => {
  it("sends calls of one turn together, in their order, and gives each its answer", async () => {
    const { queue, runs } = noted();
    const answers = await Promise.all(["a", "b", "c"].map((text) => queue.ask(call(text))));
    expect(answers).toEqual([["a"], ["b"], ["c"]]);
    expect(runs).toEqual([["a", "b", "c"]]);
  });

  it("counts to the same turn what promises of it go on to ask for", async () => {
    const { queue, runs } = noted();
    const askLater = async (steps: number, text: string) => {
      for (let step = 0; step < steps; step++) await Promise.resolve();
      return queue.ask(call(text));
    };
    await Promise.all([askLater(0, "a"), askLater(1, "b"), askLater(40, "c")]);
    expect(runs).toEqual([["a", "b", "c"]]);
  });

  it("does not wait for another turn", async () => {
    const { queue, runs } = noted();
    const first = queue.ask(call("a"));
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(runs).toEqual([["a"]]);
    await Promise.all([first, queue.ask(call("b"))]);
    expect(runs).toEqual([["a"], ["b"]]);
  });

  it("puts 16 into a run at most", async () => {
    const { queue, runs } = noted();
    const texts = Array.from({ length: 40 }, (_, index) => `t${index}`);
    await Promise.all(texts.map((text) => queue.ask(call(text))));
    expect(runs.map(({ length }) => length)).toEqual([16, 16, 8]);
    expect(runs.flat()).toEqual(texts);
  });

  it("rejects the one that failed, and no other", async () => {
    const { queue } = noted((text) => (text === "b" ? ["failed", "WRONGTYPE Operation"] : [text]));
    const results = await Promise.allSettled(["a", "b", "c"].map((text) => queue.ask(call(text))));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(results[1]).toMatchObject({ reason: { code: "store_corrupt" } });
  });

  it("gives everyone an answer that is for the whole run, and its error", async () => {
    const moved = new CallQueue(async () => ["moved", "7"]);
    expect(await Promise.all([moved.ask(call("a")), moved.ask(call("b"))])).toEqual([
      ["moved", "7"],
      ["moved", "7"],
    ]);
    const broken = new CallQueue(() => Promise.reject(new Error("gone")));
    const results = await Promise.allSettled([broken.ask(call("a")), broken.ask(call("b"))]);
    for (const result of results) expect(result).toMatchObject({ reason: { message: "gone" } });
  });
});
