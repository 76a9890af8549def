import { describe, expect, it } from "vitest";
import type { JournalChange } from "../../../src/journal.js";
import { START } from "../journal-history/history-pool.js";
import { callTo, contacts, inFlight, sealed } from "./journal-asks.js";
import type { InJournal } from "./journal-setup.js";

/** What becomes of attempts and contacts by what is learned. */
export function describeLearning(name: string, inJournal: InJournal): void {
  describe(`${name}: what is learned`, () => {
    const changes = {
      placed: { kind: "placed", attemptId: "a1", callId: "call 1", at: START },
      rejected: { kind: "rejected", attemptId: "a1", reason: "400" },
      unknown: { kind: "unknown", attemptId: "a1", reason: "the connection broke" },
      ended: { kind: "ended", attemptId: "a1", status: "completed", outcome: "answered", at: START },
      missed: { kind: "missed", attemptId: "a1", at: START },
      absent: { kind: "absent", attemptId: "a1", redial: false },
      redialled: { kind: "absent", attemptId: "a1", redial: true },
      unclear: { kind: "unclear", attemptId: "a1", reason: "two records may be it" },
    } as const satisfies Record<string, JournalChange>;
    type Learned = keyof typeof changes;

    /** What may follow what; everything else changes nothing. */
    const follows: readonly (readonly [history: readonly Learned[], next: readonly Learned[]])[] = [
      [[], ["placed", "rejected", "unknown", "ended"]],
      [["placed"], ["ended"]],
      [["rejected"], []],
      [["unknown"], ["placed", "rejected", "ended", "missed", "absent", "redialled", "unclear"]],
      [
        ["unknown", "missed"],
        ["placed", "rejected", "ended", "absent", "redialled", "unclear"],
      ],
      [
        ["unknown", "absent"],
        ["placed", "ended", "redialled"],
      ],
      [
        ["unknown", "redialled"],
        ["placed", "ended"],
      ],
      [
        ["unknown", "absent", "redialled"],
        ["placed", "ended"],
      ],
      [
        ["unknown", "unclear"],
        ["placed", "ended"],
      ],
      [["ended"], []],
      [["placed", "ended"], []],
    ];

    it.each(follows)("after [%s], only [%s] change something, and once", (before, next) => {
      for (const learned of Object.keys(changes) as Learned[])
        inJournal((journal) => {
          sealed(journal, "c1", contacts(1));
          journal.begin([callTo("a1", { line: 1 })], START);
          journal.apply(
            before.map((kind) => changes[kind]),
            START,
          );
          const mayFollow = next.includes(learned);
          expect([learned, journal.apply([changes[learned], changes[learned]], START)]).toEqual([
            learned,
            [mayFollow, false],
          ]);
        })();
    });

    it.each<[readonly Learned[], string, string, number]>([
      [["placed"], "placed", "open", 1],
      [["rejected"], "rejected", "rejected", 0],
      [["unknown"], "unknown", "open", 1],
      [["ended"], "ended", "finished", 0],
      [["unknown", "absent"], "absent", "absent", 1],
      [["unknown", "redialled"], "absent", "queued", 0],
      [["unknown", "unclear"], "unclear", "unclear", 1],
      [["unknown", "absent", "placed"], "placed", "open", 1],
      [["unknown", "redialled", "placed"], "placed", "open", 0],
      [["unknown", "unclear", "ended"], "ended", "finished", 0],
    ])(
      "[%s] leaves the attempt %s, the contact %s, and %i lease that is live",
      (learned, attempt, row, live) =>
        inJournal((journal, { store }) => {
          sealed(journal, "c1", contacts(1));
          journal.begin([callTo("a1", { line: 1 })], START);
          journal.apply(
            learned.map((kind) => changes[kind]),
            START,
          );
          expect(journal.attempt("a1")?.state).toBe(attempt);
          expect(journal.contact({ campaignId: "c1", line: 1 })?.state).toBe(row);
          expect(inFlight(store)).toBe(live);
        })(),
    );

    it(
      "moves the contact as told",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(1));
        journal.begin([callTo("a1", { line: 1 })], START);
        journal.apply(
          [{ ...changes.ended, contact: { to: "queued", dueAt: START + 600_000, waitsFor: "retry" } }],
          START,
        );
        expect(journal.contact({ campaignId: "c1", line: 1 })).toMatchObject({
          state: "queued",
          dueAt: START + 600_000,
          waitsFor: "retry",
          attempts: 1,
          outcome: "answered",
          outcomes: ["answered"],
        });
        expect(journal.dueContacts("c1", { now: START + 599_999, limit: 9 })).toEqual([]);
        expect(journal.dueContacts("c1", { now: START + 600_000, limit: 9 })).toHaveLength(1);
      }),
    );

    it(
      "gives a call to one attempt",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(2));
        journal.begin([callTo("a1", { line: 1 }), callTo("a2", { line: 2 })], START);
        expect(journal.apply([changes.placed, { ...changes.placed, attemptId: "a2" }], START)).toEqual([
          true,
          false,
        ]);
        expect(journal.attemptOfCall("call 1")?.id).toBe("a1");
        expect(journal.attempt("a2")?.state).toBe("intended");
      }),
    );

    it(
      "keeps later final statuses as corrections, each once, and counts them no more",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(1));
        journal.begin([callTo("a1", { line: 1 })], START);
        const ended = (status: string) => ({ ...changes.ended, status, outcome: "busy" }) as const;
        expect(
          journal.apply(
            [changes.ended, ended("busy"), ended("busy"), ended("failed"), ended("completed")],
            START,
          ),
        ).toEqual([true, true, false, true, false]);
        expect(journal.attempt("a1")).toMatchObject({
          status: "completed",
          outcome: "answered",
          corrections: ["busy", "failed"],
        });
        expect(journal.progress("c1").outcomes).toEqual({ answered: 1 });
      }),
    );

    it(
      "counts a read that missed an attempt if it began after the last that counted",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(1));
        journal.begin([callTo("a1", { line: 1 })], START);
        const missed = (at: number) => ({ ...changes.missed, at });
        expect(
          journal.apply([changes.unknown, missed(START + 5), missed(START + 5), missed(START + 4)], START),
        ).toEqual([true, true, false, false]);
        expect(journal.apply([missed(START + 6)], START)).toEqual([true]);
        expect(journal.attempt("a1")?.missedReads).toBe(2);
      }),
    );

    it(
      "does not call a contact before it is due, whoever read it before it was put off",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(1));
        journal.begin([callTo("a1", { line: 1 })], START);
        const retry = { to: "queued", dueAt: START + 500, waitsFor: "retry" } as const;
        journal.apply([changes.placed, { ...changes.ended, contact: retry }], START);
        const again = [callTo("a2", { line: 1 })];
        expect(journal.begin(again, START + 499)).toEqual([{ outcome: "not_queued" }]);
        expect(journal.begin(again, START + 500)).toMatchObject([{ outcome: "begun" }]);
      }),
    );

    it(
      "does not call a contact again whose first call shows up before the second left",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(1));
        journal.begin([callTo("a1", { line: 1 })], START);
        journal.apply([changes.unknown, changes.redialled, changes.placed], START);
        expect(journal.begin([callTo("a2", { line: 1 })], START)).toEqual([{ outcome: "not_queued" }]);
      }),
    );

    it(
      "keeps a call that shows up beside the one that was made in its place",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(1));
        journal.begin([callTo("a1", { line: 1 })], START);
        journal.apply([changes.unknown, changes.redialled], START);
        journal.begin([callTo("a2", { line: 1 })], START);
        expect(journal.apply([changes.placed], START)).toEqual([true]);
        expect(journal.openAttempts().map(({ id, state }) => [id, state])).toEqual([
          ["a1", "placed"],
          ["a2", "intended"],
        ]);
        journal.apply([{ ...changes.ended, attemptId: "a2", status: "busy", outcome: "busy" }], START);
        expect(journal.begin([callTo("a3", { callee: "+16285550101" })], START)).toMatchObject([
          { outcome: "callee_open", attempt: { id: "a1" } },
        ]);
        journal.apply([{ ...changes.ended, contact: { to: "queued", dueAt: 0, waitsFor: "retry" } }], START);
        expect(journal.contact({ campaignId: "c1", line: 1 })).toMatchObject({
          state: "finished",
          outcomes: ["busy", "answered"],
        });
      }),
    );

    it(
      "moves contacts that are queued and due, and no others",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(2));
        journal.begin([callTo("a1", { line: 1 })], START);
        const move = (line: number, waitsFor: "hours" | "number", dueAt = START + 1) =>
          ({ kind: "contact", campaignId: "c1", line, move: { to: "queued", dueAt, waitsFor } }) as const;
        expect(
          journal.apply([move(1, "hours"), move(2, "hours"), move(2, "number"), move(9, "hours")], START),
        ).toEqual([false, true, false, false]);
        expect(journal.progress("c1")).toMatchObject({ waiting: { turn: 0, hours: 1, number: 0 } });
        expect(journal.apply([move(2, "hours"), move(2, "number")], START + 1)).toEqual([false, true]);
        expect(journal.progress("c1")).toMatchObject({
          waiting: { turn: 0, hours: 0, number: 1 },
          nextDueAt: START + 1,
        });
        const suppressed = {
          kind: "contact",
          campaignId: "c1",
          line: 2,
          move: { to: "suppressed", reason: "on the do-not-call list" },
        } as const;
        expect(journal.apply([suppressed, suppressed, move(2, "hours")], START + 1)).toEqual([
          true,
          false,
          false,
        ]);
        expect(journal.progress("c1")).not.toHaveProperty("nextDueAt");
      }),
    );

    it(
      "takes attempts whose deadline passed for unknown",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(2));
        journal.begin([callTo("a1", { line: 1 }), callTo("a2", { line: 2 })], START);
        journal.apply([{ ...changes.placed, attemptId: "a2" }], START);
        expect(journal.expire(START + 60_000)).toEqual([]);
        const expired = journal.expire(START + 60_001);
        expect(expired.map(({ id, state }) => [id, state])).toEqual([["a1", "unknown"]]);
        expect(journal.attempt("a1")).toEqual(expired[0]);
        expect(journal.expire(START + 60_001)).toEqual([]);
        expect(journal.apply([changes.rejected], START + 60_002)).toEqual([true]);
      }),
    );
  });
}
