import { describe, expect, it } from "vitest";
import { Rest } from "./rest.js";

/** A clock whose sleepers are woken by hand. */
function clockByHand() {
  const sleepers: { readonly ms: number; readonly signal: AbortSignal | undefined; ring(): void }[] = [];
  return {
    sleepers,
    now: () => 1_000,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        sleepers.push({ ms, signal, ring: resolve });
        signal?.addEventListener("abort", () => resolve(), { once: true });
      }),
  };
}

/** Whether it is over, once everything that was due has happened. */
async function isOver(promise: Promise<void>): Promise<boolean> {
  let over = false;
  void promise.then(() => {
    over = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return over;
}

describe("a rest", () => {
  it("lasts until its instant", async () => {
    const clock = clockByHand();
    const resting = new Rest(clock).until(1_250);
    expect(await isOver(resting)).toBe(false);
    expect(clock.sleepers.map(({ ms }) => ms)).toEqual([250]);
    clock.sleepers[0]?.ring();
    expect(await isOver(resting)).toBe(true);
  });

  it("ends when something happens, and the next one does not begin when it happened before", async () => {
    const clock = clockByHand();
    const rest = new Rest(clock);
    const resting = rest.until(1_250);
    rest.wake();
    expect(await isOver(resting)).toBe(true);
    rest.wake();
    expect(await isOver(rest.until(1_250))).toBe(true);
    expect(await isOver(rest.until(1_250))).toBe(false);
  });

  it("keeps its alarm for the rests after it, and sets another only for one that ends sooner", async () => {
    const clock = clockByHand();
    const rest = new Rest(clock);
    for (const at of [1_250, 1_250, 1_900, 1_100]) {
      const resting = rest.until(at);
      expect(await isOver(resting)).toBe(false);
      rest.wake();
      await resting;
    }
    expect(clock.sleepers.map(({ ms, signal }) => [ms, signal?.aborted])).toEqual([
      [250, true],
      [100, false],
    ]);
    rest.end();
    expect(clock.sleepers[1]?.signal?.aborted).toBe(true);
  });
});
