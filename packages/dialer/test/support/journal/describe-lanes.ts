import { describe, expect, it } from "vitest";
import type { ImportedRow } from "../../../src/journal.js";
import { MAX_LANES } from "../../../src/lane.js";
import { START } from "../journal-history/history-pool.js";
import type { SyncJournal } from "../sync-journal.js";
import { calleeAt, callTo, contact, contacts, make, sealed } from "./journal-asks.js";
import type { InJournal } from "./journal-setup.js";

/** The pool has three numbers, and a gap of a second between the calls of each. */
const FREE_AT = START + 1000;

/** Tests that whoever cannot be called for want of a number waits together with all who ask for the same. */
export function describeLanes(name: string, inJournal: InJournal): void {
  describe(`${name}: lanes`, () => {
    it(
      "hold everybody up who asks for the same, and nobody else, without moving anybody",
      inJournal((journal) => {
        sealed(journal, "c1", [
          ...contacts(6),
          { ...contact(7, calleeAt(7)), callerId: "+14155550100" },
          { ...contact(8, calleeAt(8)), tags: { brand: "acme" } },
        ]);
        exhaust(journal);
        expect(dueLines(journal, START)).toEqual([7, 8]);
        expect(dueLines(journal, FREE_AT)).toEqual([4, 5, 6, 7, 8]);
        expect(journal.contact({ campaignId: "c1", line: 5 })).toMatchObject({ dueAt: 0, waitsFor: "turn" });
        const [other] = journal.begin([callTo("a8", { line: 8 })], START);
        expect(other).toMatchObject({ outcome: "exhausted", until: FREE_AT });
        expect(dueLines(journal, START)).toEqual([7]);
      }),
    );

    it(
      "say how many wait, since when and until when",
      inJournal((journal) => {
        sealed(journal, "c1", [
          ...contacts(5),
          { ...contact(6, calleeAt(6)), tags: { brand: "acme" } },
          { ...contact(7, calleeAt(7)), tags: { brand: "acme" } },
        ]);
        exhaust(journal);
        expect(journal.progress("c1")).toMatchObject({
          waiting: { turn: 2, number: 2 },
          exhausted: [{ contacts: 2, since: START, until: FREE_AT }],
          nextDueAt: 0,
        });
        journal.begin([callTo("a6", { line: 6 })], START + 400);
        expect(journal.progress("c1")).toMatchObject({
          waiting: { turn: 0, number: 4 },
          exhausted: [
            { contacts: 2, since: START, until: FREE_AT },
            { contacts: 2, since: START + 400, until: FREE_AT, tags: { brand: "acme" } },
          ],
          nextDueAt: FREE_AT,
        });
        const [begun] = journal.begin([callAt(4, FREE_AT)], FREE_AT);
        expect(begun).toMatchObject({ outcome: "begun" });
        expect(journal.progress("c1")).toMatchObject({
          waiting: { turn: 1, number: 2 },
          exhausted: [{ tags: { brand: "acme" } }],
          nextDueAt: 0,
        });
      }),
    );

    it(
      "are asked again when a call gives its number back, and when somebody says so",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(6));
        exhaust(journal);
        journal.apply([{ kind: "placed", attemptId: "a1", callId: "call 1", at: START }], START);
        expect(dueLines(journal, START + 1)).toEqual([]);
        // A number's gap does not end sooner because its call has.
        journal.apply(
          [{ kind: "ended", attemptId: "a1", status: "completed", outcome: "answered", at: START + 1 }],
          START + 1,
        );
        expect(dueLines(journal, START + 1)).toEqual([]);
        journal.apply([{ kind: "rejected", attemptId: "a2", reason: "429" }], START + 2);
        expect(dueLines(journal, START + 2)).toEqual([4, 5, 6]);
        journal.begin([callAt(4, START + 2)], START + 2);
        expect(dueLines(journal, START + 2)).toEqual([]);
        expect(journal.progress("c1")).toMatchObject({ exhausted: [{ since: START }] });
        const put = (line: number, waitsFor: "number" | "hours") =>
          journal.apply(
            [
              {
                kind: "contact",
                campaignId: "c1",
                line,
                move: { to: "queued", dueAt: START + 90_000, waitsFor },
              },
            ],
            START + 2,
          );
        put(5, "number");
        put(6, "hours");
        journal.askAgain("c1", START + 3);
        expect(dueLines(journal, START + 2)).toEqual([4]);
        expect(dueLines(journal, START + 3)).toEqual([4, 5]);
        expect(journal.progress("c1").exhausted).toBeUndefined();
      }),
    );

    it(
      "are asked again when any call ends, where numbers carry only so many at once",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(6));
        exhaust(journal, true);
        journal.apply([{ kind: "placed", attemptId: "a1", callId: "call 1", at: START }], START);
        expect(dueLines(journal, START + 1)).toEqual([]);
        journal.apply(
          [{ kind: "ended", attemptId: "a1", status: "completed", outcome: "answered", at: START + 1 }],
          START + 1,
        );
        expect(dueLines(journal, START + 1)).toEqual([4, 5, 6]);
      }),
    );

    it(
      "give the due contacts of all in order, by when they are due and then by line",
      inJournal((journal) => {
        sealed(
          journal,
          "c1",
          [1, 2, 3, 4, 5, 6].map((line) => ({
            ...contact(line, calleeAt(line)),
            ...(line % 3 === 0 ? {} : { tags: { brand: String(line % 3) } }),
          })),
        );
        journal.apply(
          [1, 2, 6].map((line) => ({
            kind: "contact",
            campaignId: "c1",
            line,
            move: { to: "queued", dueAt: START + 10 - line, waitsFor: "hours" },
          })),
          START,
        );
        expect(dueLines(journal, START + 20)).toEqual([3, 4, 5, 6, 2, 1]);
        expect(journal.dueContacts("c1", { now: START + 20, limit: 4 }).map(({ line }) => line)).toEqual([
          3, 4, 5, 6,
        ]);
      }),
    );

    it(
      "are as many as a list may have; whoever asks for yet another thing waits for himself",
      inJournal((journal) => {
        const rows = Array.from(
          { length: MAX_LANES + 2 },
          (_, at): ImportedRow => ({ ...contact(at + 1, calleeAt(at + 1)), tags: { order: String(at) } }),
        );
        make(journal, "c1");
        journal.addRows("c1", rows.slice(0, 20));
        journal.addRows("c1", rows.slice(20));
        journal.sealCampaign("c1", { digest: "sha256:1" });
        exhaust(journal);
        const beyond = MAX_LANES + 1;
        expect(journal.begin([callTo("b1", { line: beyond })], START)).toMatchObject([
          { outcome: "refused" },
        ]);
        expect(dueLines(journal, START)).toEqual(expect.arrayContaining([beyond, beyond + 1]));
        expect(journal.begin([callTo("b2", { line: 20 })], START)).toMatchObject([{ outcome: "exhausted" }]);
        expect(dueLines(journal, START)).not.toContain(20);
        expect(journal.progress("c1")).toMatchObject({ waiting: { turn: MAX_LANES - 3, number: 2 } });
      }),
    );
  });
}

/** Calls the contacts at the lines 1 to 3, and finds no number for that at 4. */
function exhaust(journal: SyncJournal, areLinesLimited = false): void {
  const results = journal.begin(
    [1, 2, 3, 4].map((line) => ({ ...callTo(`a${line}`, { line }), areLinesLimited })),
    START,
  );
  expect(results.map(({ outcome }) => outcome)).toEqual(["begun", "begun", "begun", "exhausted"]);
}

function callAt(line: number, now: number) {
  const request = callTo(`again ${line}`, { line });
  return { ...request, acquire: { ...request.acquire, now }, sendBy: now + 1000, deadline: now + 60_000 };
}

function dueLines(journal: SyncJournal, now: number): readonly number[] {
  return journal.dueContacts("c1", { now, limit: 100 }).map(({ line }) => line);
}
