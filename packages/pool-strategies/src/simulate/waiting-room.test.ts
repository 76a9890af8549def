import { describe, expect, it } from "vitest";
import type { Refusal } from "../types.js";
import { WaitingRoom } from "./waiting-room.js";

const skipped = (...links: readonly string[]) =>
  links.map((link) => ({ link, step: "any", reason: "all_at_limit", size: 1 }) as const);

function exhausted(chain: readonly string[], atLatest = false): Refusal {
  return {
    ok: false,
    code: "exhausted",
    retryAt: 0,
    ...(atLatest ? { atLatest: true as const } : {}),
    reasons: { affinity: "none", order: "round-robin", skipped: skipped(...chain) },
  };
}

const calleeLimit: Refusal = { ...exhausted([]), code: "callee_limit" };

describe("a waiting room", () => {
  it("asks the first of a line alone, and the next as soon as it has left", () => {
    const room = new WaitingRoom<string>();
    room.join("ann", exhausted(["any"]), 100);
    expect(room.hasLineOf(exhausted(["any"]))).toBe(true);
    room.join("bo", exhausted(["any"]), 0);

    expect(room.next(99)).toBeUndefined();
    expect(room.firstAt).toBe(100);
    const first = room.next(100);
    expect(first?.item).toBe("ann");
    first?.leave();
    const second = room.next(100);
    expect(second?.item).toBe("bo");
    second?.stay(exhausted(["any"]), 200);
    expect(room.next(199)).toBeUndefined();
    room.next(200)?.leave();
    expect([room.size, room.firstAt, room.hasLineOf(exhausted(["any"]))]).toEqual([
      0,
      Number.POSITIVE_INFINITY,
      false,
    ]);
  });

  it("keeps chains apart, the earliest due first", () => {
    const room = new WaitingRoom<string>();
    room.join("late", exhausted(["ac:212", "any"]), 300);
    room.join("early", exhausted(["ac:415", "any"]), 100);
    expect(room.next(300)?.item).toBe("early");
    room.next(300)?.leave();
    expect(room.next(300)?.item).toBe("late");
  });

  it("lets nobody wait behind one that waits for itself", () => {
    const room = new WaitingRoom<string>();
    room.join("often called", calleeLimit, 1000);
    expect(room.hasLineOf(calleeLimit)).toBe(false);
    room.join("called too", calleeLimit, 500);
    expect(room.next(500)?.item).toBe("called too");
  });

  it("takes one out of its line that waits for itself from now on", () => {
    const room = new WaitingRoom<string>();
    room.join("ann", exhausted(["any"]), 100);
    room.join("bo", exhausted(["any"]), 100);
    room.next(100)?.stay(calleeLimit, 1000);

    expect(room.next(100)?.item).toBe("bo");
    room.next(100)?.leave();
    expect([room.size, room.firstAt]).toEqual([1, 1000]);
    expect(room.next(1000)?.item).toBe("ann");
  });

  it("asks those whom a call holds up when one ends", () => {
    const room = new WaitingRoom<string>();
    room.join("gap", exhausted(["ac:212"]), 500);
    room.join("busy", exhausted(["ac:415"], true), 3_600_000);
    expect([room.awaitsCalls, room.firstAt]).toEqual([true, 500]);
    room.callEnded(70);
    expect(room.awaitsCalls).toBe(false);
    expect(room.next(70)?.item).toBe("busy");
    room.next(70)?.stay(exhausted(["ac:415"], true), 3_600_000);
    expect(room.firstAt).toBe(500);
  });

  it("takes in 10,000 and no more, and gives the room of those who left back", () => {
    const room = new WaitingRoom<number>();
    for (let item = 0; item < 10_000; item++) room.join(item, exhausted(["any"]), 0);
    expect(room.isFull).toBe(true);
    for (let item = 0; item < 9_000; item++) {
      const turn = room.next(0);
      expect(turn?.item).toBe(item);
      turn?.leave();
    }
    expect([room.isFull, room.size]).toEqual([false, 1_000]);
  });
});
