import { createMemoryStore, type PoolStore, parsePolicy } from "@dialpool/pool-strategies";
import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { describe, expect, it } from "vitest";
import { createTestIo } from "../../test/support/test-io.js";
import { placeCounted } from "./counted-call.js";

const CALLEE = "+14155550199";
const now = Date.parse("2026-11-24T15:00:00Z");

/** A pool of one number with a lease on it, and where the notes go. */
function setUp() {
  const store = createMemoryStore();
  const numbers = [{ number: "+14155550101", slug: "a", sid: null }];
  store.load({ poolId: "p", numbers, policy: parsePolicy({}) }, { now });
  const selection = store.acquire({ poolId: "p", callee: CALLEE, now, random: () => 0 });
  if (!selection.ok) throw new Error(selection.code);
  const notes: string[] = [];
  const { io, interrupt } = createTestIo({ now: () => now });
  const context = { io, note: (sentence: string) => void notes.push(sentence) };
  const usage = () => store.usage("p", { now })[0];
  return { store, lease: selection.lease, context, notes, interrupt, usage };
}

/** A state that takes nothing any more. */
const away: Pick<PoolStore, "settle" | "record"> = {
  settle: () => Promise.reject(new PoolStoreError("store_unavailable", "The server is away.")),
  record: () => Promise.reject(new PoolStoreError("store_unavailable", "The server is away.")),
};

describe("placeCounted", () => {
  it("gives the call's id even if the state cannot be told, and says so", async () => {
    const { store, lease, context, notes } = setUp();
    const state = { store: { ...store, ...away }, isKept: true };
    expect(await placeCounted(context, state, { lease }, async () => "call-1")).toBe("call-1");
    expect(notes).toEqual([
      "Warning: the pool state was not told what became of the call: The server is away. It counts as one that may go on.",
    ]);
  });

  it("gives the lease back when it was interrupted before the request left", async () => {
    const { store, lease, context, interrupt, usage } = setUp();
    interrupt();
    let isAsked = false;
    const place = async () => {
      isAsked = true;
      return "call-1";
    };
    await expect(placeCounted(context, { store, isKept: true }, { lease }, place)).rejects.toThrow("aborted");
    expect({ isAsked, ...usage() }).toMatchObject({ isAsked: false, callsInDay: 0, inFlight: 0 });
  });

  it("counts a fault of our own after the request has left as a call that may ring", async () => {
    const { store, lease, context, usage } = setUp();
    const place = () => Promise.reject(new TypeError("x is not a function"));
    await expect(placeCounted(context, { store, isKept: true }, { lease }, place)).rejects.toThrow(TypeError);
    expect(usage()).toMatchObject({ callsInDay: 1, inFlight: 1 });
  });

  it("counts a number named by hand where the state is kept, and leaves it to the call records where it is not", async () => {
    const { store, context, usage } = setUp();
    const byHand = { slug: "a", callee: CALLEE } as const;
    await placeCounted(context, { store, isKept: false }, { byHand }, async () => "call-1");
    expect(usage()).toMatchObject({ callsInDay: 1 });
    await placeCounted(context, { store, isKept: true }, { byHand }, async () => "call-2");
    expect(usage()).toMatchObject({ callsInDay: 2 });
  });
});
