import type { E164 } from "@dialpool/pool-strategies";
import { describe, expect, it } from "vitest";
import type { BeginResult } from "../../../src/journal.js";
import { START } from "../journal-history/history-pool.js";
import { CALLEE, callTo, contacts, sealed } from "./journal-asks.js";
import type { InJournal } from "./journal-setup.js";

/** What is read of a journal, and what all processes share in it. */
export function describeReading(name: string, inJournal: InJournal): void {
  describe(`${name}: reading`, () => {
    it(
      "gives due contacts by when they are due, then by line",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(4));
        const put = (line: number, dueAt: number) =>
          ({
            kind: "contact",
            campaignId: "c1",
            line,
            move: { to: "queued", dueAt, waitsFor: "hours" },
          }) as const;
        journal.apply([put(1, START + 2), put(2, START + 1), put(4, START + 1)], START);
        const due = (now: number, limit: number) =>
          journal.dueContacts("c1", { now, limit }).map(({ line }) => line);
        expect(due(START, 9)).toEqual([3]);
        expect(due(START + 1, 9)).toEqual([3, 2, 4]);
        expect(due(START + 9, 3)).toEqual([3, 2, 4]);
        expect(due(START + 9, 9)).toEqual([3, 2, 4, 1]);
      }),
    );

    it(
      "gives rows and attempts page by page",
      inJournal((journal) => {
        sealed(journal, "c1", [...contacts(3), { kind: "invalid", line: 4, reason: "no number" }]);
        journal.begin(
          [1, 2, 3].map((line) => callTo(`a${line}`, { line })),
          START,
        );
        journal.apply([{ kind: "rejected", attemptId: "a2", reason: "400" }], START);
        const lines = (afterLine: number) =>
          journal
            .rows("c1", { states: ["open", "rejected", "invalid"], afterLine, limit: 2 })
            .map(({ line, state }) => [line, state]);
        expect(lines(0)).toEqual([
          [1, "open"],
          [2, "rejected"],
        ]);
        expect(lines(2)).toEqual([
          [3, "open"],
          [4, "invalid"],
        ]);
        expect(lines(4)).toEqual([]);
        const ids = (after?: string) =>
          journal
            .attempts({ campaignId: "c1", limit: 2, ...(after === undefined ? {} : { after }) })
            .map(({ id }) => id);
        expect([ids(), ids("a2"), ids("a3")]).toEqual([["a1", "a2"], ["a3"], []]);
        expect(journal.attempts({ campaignId: "c2", limit: 2 })).toEqual([]);
      }),
    );

    it(
      "gives the attempts that may have a call a piece at a time, each once",
      inJournal((journal) => {
        // Not in the order of their callees, and one callee has two: the first one's call shows up late.
        const callees = ["+16285550104", CALLEE, "+16285550101", "+16285550103"] as const;
        const begin = (id: string, callee: E164, at: number) => {
          const call = callTo(id, { callee });
          const begun = journal.begin([{ ...call, acquire: { ...call.acquire, now: at }, sendBy: at }], at);
          expect(begun).toMatchObject([{ outcome: "begun" }]);
        };
        for (const [index, callee] of callees.entries())
          begin(`a${index + 1}`, callee, START + index * 2_000);
        const unknown = (attemptId: string) => ({ kind: "unknown", attemptId, reason: "reset" }) as const;
        journal.apply([unknown("a2"), { kind: "absent", attemptId: "a2", redial: true }], START + 10_000);
        begin("a5", CALLEE, START + 10_000);
        journal.apply([unknown("a5"), unknown("a1")], START + 10_000);
        const placed = (attemptId: string) =>
          ({ kind: "placed", attemptId, callId: `of ${attemptId}`, at: START }) as const;
        journal.apply([placed("a2"), placed("a3")], START + 10_000);
        // The fourth is still to be sent.
        const seen: string[] = [];
        for (let after: { id: string } | undefined, rounds = 0; rounds < 9; rounds++) {
          const piece = journal.watchedAttempts({ limit: 2, ...(after === undefined ? {} : { after }) });
          seen.push(...piece.map(({ id }) => id));
          after = piece.at(-1);
          if (piece.length < 2) break;
        }
        expect(seen.sort()).toEqual(["a1", "a2", "a3", "a5"]);
      }),
    );

    it(
      "shares one pacer, slowed down by a 429",
      inJournal((journal) => {
        expect(journal.pace(START)).toEqual({ startRate: null, currentRate: null, measuredRate: 0 });
        journal.setPace(10, START);
        const slots = journal
          .begin([callTo("a1", { callee: CALLEE }), callTo("a2", { callee: "+16285550102" })], START)
          .map((begun) => (begun as Extract<BeginResult, { readonly outcome: "begun" }>).slot);
        expect(slots).toMatchObject([{ sendAt: START }, { sendAt: START + 102.5 }]);
        // Another one was claimed after the first, and none after the one that is claimed in its place.
        const again = journal.claimSlots(slots.slice(0, 1), START + 30);
        expect(again).toMatchObject([{ sendAt: START + 205 }]);
        expect(journal.claimSlots(again, START + 300)).toMatchObject([{ sendAt: START + 300 }]);
        const before = journal.pace(START + 1000);
        expect(before).toMatchObject({ startRate: 10, currentRate: 10 });
        // Slots that were claimed in place of missed ones are no starts of their own.
        expect(before.measuredRate).toBeCloseTo(2, 0);
        journal.slowDown({ sentAt: START, retryAfterMs: 5000 }, START + 1000);
        expect(journal.pace(START + 1000)).toMatchObject({ startRate: 10, currentRate: 5 });
        expect(journal.claimSlots(slots, START + 1000)).toMatchObject([
          { sendAt: START + 6000 },
          { sendAt: START + 6205 },
        ]);
      }),
    );

    it(
      "leaves a pace that is there to whoever set it, if that is asked for",
      inJournal((journal) => {
        journal.setPace(5, START, { ifNone: true });
        expect(journal.pace(START)).toMatchObject({ startRate: 5, currentRate: 5 });
        journal.setPace(1, START, { ifNone: true });
        expect(journal.pace(START)).toMatchObject({ startRate: 5 });
        journal.setPace(null, START);
        journal.setPace(1, START, { ifNone: true });
        expect(journal.pace(START)).toMatchObject({ startRate: null });
      }),
    );

    it(
      "gives the calls that were marked, each once",
      inJournal((journal) => {
        expect(journal.takeDue()).toEqual([]);
        journal.markDue(["x", "y"], START);
        journal.markDue(["y", "z"], START + 1);
        expect(journal.takeDue()).toEqual(["x", "y", "z"]);
        expect(journal.takeDue()).toEqual([]);
      }),
    );
  });
}
