import { expect, it } from "vitest";
import { AttemptSender, type Begun } from "./attempt-sender.js";
import type { JournalChange } from "./journal.js";
import type { Slot } from "./pacing.js";

const NOON = Date.UTC(2026, 5, 1, 12);
const SEND_WITHIN_MS = 15_000;
const TIMEOUT_MS = 30_000;
const DEADLINE = NOON + SEND_WITHIN_MS + TIMEOUT_MS;

const slotAt = (sendAt: number): Slot => ({ sendAt, goodUntil: sendAt + 19 });

/**
 * One attempt that is written down at noon and has a slot a hundred milliseconds later.
 *
 * @param oversleeps How much longer than it was asked for each sleep lasts, ms.
 */
function world(oversleeps: readonly number[] = [], { deadline = DEADLINE } = {}) {
  const late = [...oversleeps];
  const state = { now: NOON, sentAt: [] as number[], missed: [] as Slot[], changes: [] as JournalChange[] };
  const sender = new AttemptSender(
    {
      client: {
        calls: {
          create: async () => {
            state.sentAt.push(state.now - NOON);
            return { call_id: "call" };
          },
          list: () => expect.unreachable("Nobody reads records here."),
        },
      },
      clock: {
        now: () => state.now,
        sleep: async (ms) => {
          state.now += ms + (late.shift() ?? 0);
        },
        random: () => 0.5,
      },
      journal: { slowDown: () => expect.unreachable("Nobody was limited.") },
      timeoutMs: TIMEOUT_MS,
      sendAttemptId: true,
      webhookUrl: undefined,
    },
    {
      claimSlot: async (missed) => {
        state.missed.push(missed);
        return slotAt(state.now + 25);
      },
      apply: async (change) => {
        state.changes.push(change);
        return true;
      },
    },
    { reload: () => expect.unreachable("The pool is as it was.") },
  );
  const begun = {
    outcome: "begun",
    slot: slotAt(NOON + 100),
    attempt: {
      id: "attempt",
      contact: { campaignId: "campaign", line: 7 },
      agentId: "agent",
      callee: "+14155550123",
      callerId: "+16285550100",
      slug: "16285550100",
      leaseId: "lease",
      state: "intended",
      intendedAt: NOON,
      deadline,
      missedReads: 0,
      corrections: [],
    },
  } as unknown as Begun;
  const stop = new AbortController();
  return { state, stop, send: () => sender.send(begun, { name: "Ann", stopped: stop.signal }) };
}

it("is sent at its slot, once", async () => {
  const { state, send } = world();
  expect(await send()).toEqual({ kind: "placed", callId: "call" });
  expect(state.sentAt).toEqual([100]);
  expect(state.missed).toEqual([]);
  expect(state.changes).toEqual([{ kind: "placed", attemptId: "attempt", callId: "call", at: NOON + 100 }]);
});

it("is not sent at a slot that was missed, but at one that is claimed in its place", async () => {
  const { state, send } = world([20, 300]);
  await send();
  expect(state.missed).toEqual([slotAt(NOON + 100), slotAt(NOON + 145)]);
  expect(state.sentAt).toEqual([470]);
});

it("is sent when it is late by less than what a slot is good for", async () => {
  const { state, send } = world([19]);
  await send();
  expect(state.missed).toEqual([]);
  expect(state.sentAt).toEqual([119]);
});

it.each([
  ["the clock has come too near to its deadline", [SEND_WITHIN_MS]],
  ["its deadline has passed", [10 * 60_000]],
])("is never sent when %s, and its contact is called in another attempt", async (_, oversleeps) => {
  const { state, send } = world(oversleeps);
  expect(await send()).toEqual({ kind: "withheld", reason: "its slot came too late" });
  expect(state.sentAt).toEqual([]);
  expect(state.changes).toEqual([
    {
      kind: "rejected",
      attemptId: "attempt",
      reason: "its slot came too late",
      contact: { to: "queued", dueAt: state.now, waitsFor: "turn" },
    },
  ]);
});

it("is sent at the last instant at which its answer comes before the deadline, and not after it", async () => {
  const last = world([], { deadline: NOON + 100 + TIMEOUT_MS });
  await last.send();
  expect(last.state.sentAt).toEqual([100]);
  const late = world([], { deadline: NOON + 99 + TIMEOUT_MS });
  expect(await late.send()).toMatchObject({ kind: "withheld" });
  expect(late.state.sentAt).toEqual([]);
});

it("is not sent once the clock was set back", async () => {
  const { state, send } = world([-60_000]);
  expect(await send()).toMatchObject({
    kind: "withheld",
    reason: "the clock was set back before it was sent",
  });
  expect(state.sentAt).toEqual([]);
});

it("is not sent once it was stopped", async () => {
  const { state, stop, send } = world();
  stop.abort();
  expect(await send()).toMatchObject({ kind: "withheld", reason: "it was stopped before it was sent" });
  expect(state.sentAt).toEqual([]);
});
