import { describe, expect, it } from "vitest";
import { START } from "../journal-history/history-pool.js";
import { CALLEE, callTo, contact, contacts, inFlight, linesOf, sealed } from "./journal-asks.js";
import type { InJournal } from "./journal-setup.js";

/** How attempts are begun, and when they are not. */
export function describeBeginning(name: string, inJournal: InJournal): void {
  describe(`${name}: beginning`, () => {
    it(
      "writes the attempt, its lease and its contact at once, and gives each a slot of the pacer",
      inJournal((journal, { store }) => {
        sealed(journal, "c1", contacts(2));
        journal.setPace(2, START);
        const [first, second] = journal.begin([callTo("a1", { line: 1 }), callTo("a2", { line: 2 })], START);
        expect(first).toMatchObject({
          outcome: "begun",
          slot: { sendAt: START },
          attempt: {
            id: "a1",
            contact: { campaignId: "c1", line: 1 },
            callee: "+16285550101",
            state: "intended",
            intendedAt: START,
            deadline: START + 60_000,
            missedReads: 0,
            corrections: [],
          },
        });
        expect(second).toMatchObject({ outcome: "begun", slot: { sendAt: START + 512.5 } });
        if (first?.outcome !== "begun") throw new Error("It was not begun.");
        expect(journal.attempt("a1")).toEqual(first.attempt);
        expect(first.grant.lease).toMatchObject({ id: first.attempt.leaseId, slug: first.attempt.slug });
        expect(journal.contact({ campaignId: "c1", line: 1 })).toMatchObject({ state: "open", attempts: 1 });
        expect(journal.progress("c1")).toMatchObject({
          byState: { open: 2, queued: 0 },
          open: { intended: 2 },
          attempts: 2,
        });
        expect(inFlight(store)).toBe(2);
      }),
    );

    it(
      "keeps to one open attempt of a callee, over campaigns and single calls",
      inJournal((journal) => {
        sealed(journal, "c1", [contact(1, CALLEE)]);
        sealed(journal, "c2", [contact(1, CALLEE)], "sha256:2");
        const calls = [
          callTo("a1", { campaignId: "c1", line: 1, callee: CALLEE }),
          callTo("a2", { campaignId: "c2", line: 1, callee: CALLEE }),
          callTo("a3", { callee: CALLEE }),
        ];
        expect(journal.begin(calls, START)).toMatchObject([
          { outcome: "begun" },
          { outcome: "callee_open", attempt: { id: "a1" } },
          { outcome: "callee_open", attempt: { id: "a1" } },
        ]);
        journal.apply([{ kind: "rejected", attemptId: "a1", reason: "400" }], START);
        expect(journal.begin(calls.slice(1), START)).toMatchObject([
          { outcome: "begun" },
          { outcome: "callee_open", attempt: { id: "a2" } },
        ]);
      }),
    );

    it(
      "keeps to the calls that may be open at once, over all campaigns",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(3));
        const calls = [1, 2, 3].map((line) => callTo(`a${line}`, { line, concurrency: 2 }));
        expect(journal.begin(calls, START).map(({ outcome }) => outcome)).toEqual([
          "begun",
          "begun",
          "no_room",
        ]);
        expect(journal.begin([callTo("a4", { callee: CALLEE, concurrency: 2 })], START)).toEqual([
          { outcome: "no_room" },
        ]);
        journal.apply(
          [{ kind: "ended", attemptId: "a1", status: "busy", outcome: "busy", at: START }],
          START,
        );
        expect(journal.begin(calls.slice(2), START)).toMatchObject([{ outcome: "begun" }]);
      }),
    );

    it(
      "takes no contact twice, and none of a campaign that is paused, aborted or unknown",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(2));
        expect(journal.begin([callTo("a1", { line: 1 }), callTo("a2", { line: 1 })], START)).toMatchObject([
          { outcome: "begun" },
          { outcome: "not_queued" },
        ]);
        for (const wish of ["pause", "abort"] as const) {
          journal.changeCampaign("c1", { wish });
          expect(journal.begin([callTo("a3", { line: 2 })], START)).toEqual([{ outcome: "not_queued" }]);
        }
        journal.changeCampaign("c1", { wish: "run" });
        expect(journal.begin([callTo("a3", { line: 2 })], START)).toMatchObject([{ outcome: "begun" }]);
        expect(journal.begin([callTo("a4", { campaignId: "c9", line: 2 })], START)).toEqual([
          { outcome: "not_queued" },
        ]);
      }),
    );

    it(
      "takes nothing when the next slot is too late to be of use",
      inJournal((journal, { store }) => {
        sealed(journal, "c1", contacts(3));
        journal.setPace(1, START);
        const calls = [1, 2, 3].map((line) => callTo(`a${line}`, { line }));
        expect(journal.begin(calls.slice(0, 2), START)).toMatchObject([
          { outcome: "begun", slot: { sendAt: START } },
          { outcome: "paced", nextSlotAt: START + 1025 },
        ]);
        expect(inFlight(store)).toBe(1);
        expect(journal.begin([{ ...callTo("a2", { line: 2 }), sendBy: START + 1025 }], START)).toMatchObject([
          { outcome: "begun", slot: { sendAt: START + 1025 } },
        ]);
      }),
    );

    it(
      "passes on what the store refuses, and leaves the contact queued",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(4));
        const results = journal.begin(
          [1, 2, 3, 4].map((line) => callTo(`a${line}`, { line })),
          START,
        );
        expect(results.at(-1)).toMatchObject({
          outcome: "exhausted",
          refusal: { code: "exhausted", retryAt: START + 1000 },
          until: START + 1000,
        });
        expect(linesOf(journal, "queued")).toEqual([4]);
        expect(journal.attempts({ limit: 10 }).map(({ id }) => id)).toEqual(["a1", "a2", "a3"]);
      }),
    );

    it(
      "lets a request that is wrong sink no other",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(3));
        const [noPool, badHold, taken, good] = journal.begin(
          [
            callTo("a1", { line: 1, poolId: "none" }),
            callTo("a2", { line: 1, holdMs: -1 }),
            callTo("a3", { line: 1 }),
            callTo("a3", { line: 2 }),
          ],
          START,
        );
        expect(noPool).toMatchObject({ outcome: "failed", error: { code: "pool_not_loaded" } });
        expect(badHold).toMatchObject({ outcome: "failed", error: { code: "input_invalid" } });
        expect(taken).toMatchObject({ outcome: "begun" });
        expect(good).toMatchObject({ outcome: "failed", error: { code: "config_invalid" } });
        expect(journal.attempts({ limit: 10 })).toHaveLength(1);
        expect(linesOf(journal, "queued")).toEqual([2, 3]);
      }),
    );
  });
}
