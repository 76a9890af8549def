import { createMemoryStore, type E164, type PoolDefinition, type PoolStore } from "@dialpool/pool-strategies";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDialerError } from "../../src/errors.js";
import type { BeginRequest, BeginResult, ImportedRow, JournalChange } from "../../src/journal.js";
import { HistoryPlayer, history, historyPool, START } from "./journal-history.js";
import { NaiveJournal } from "./naive-journal.js";
import type { SyncJournal } from "./sync-journal.js";

/** A journal to be tested, and the store whose leases it keeps, both with nothing in them. */
export interface JournalSetup {
  readonly journal: SyncJournal;
  readonly store: Pick<PoolStore, "load" | "usage">;
  /** Laws of the journal's own that are broken; none, or the test fails. */
  findings(): readonly unknown[];
  close(): void;
}

const CALLEE = "+16285550111";

/**
 * Tests what every journal must do, and compares it with the naive one on random histories.
 *
 * @param runs Random histories.
 */
export function describeJournal(name: string, open: () => JournalSetup, runs: number): void {
  /** Runs a test on a fresh journal with a pool to call from, and looks for broken laws at the end. */
  const inJournal = (test: (journal: SyncJournal, setup: JournalSetup) => void) => () => {
    const setup = open();
    try {
      setup.store.load(historyPool, { now: START });
      test(setup.journal, setup);
      expect(setup.findings()).toEqual([]);
    } finally {
      setup.close();
    }
  };

  describe(`${name}: lists`, () => {
    it(
      "show nothing of a campaign before it is sealed",
      inJournal((journal) => {
        make(journal, "c1");
        journal.addRows("c1", contacts(3));
        expect(journal.findCampaign("c1")).toBeUndefined();
        expect(journal.campaigns()).toEqual([]);
        expect(journal.dueContacts("c1", { now: START, limit: 10 })).toEqual([]);
        expect(codeOf(() => journal.progress("c1"))).toBe("campaign_not_found");
        expect(codeOf(() => journal.changeCampaign("c1", { wish: "pause" }))).toBe("campaign_not_found");
        expect(journal.begin([callTo("a1", { line: 1 })], START)).toEqual([{ outcome: "not_queued" }]);
        expect(journal.sealCampaign("c1", { digest: "sha256:1", name: "spring" })).toEqual({
          outcome: "created",
          campaign: {
            id: "c1",
            name: "spring",
            digest: "sha256:1",
            agentId: "agent",
            state: "open",
            wish: "run",
            startRate: 5,
            concurrency: 10,
            settings: { hours: "off" },
            createdAt: START,
          },
        });
        expect(codeOf(() => journal.addRows("c1", contacts(1)))).toBe("campaign_not_found");
      }),
    );

    it(
      "keep the first line of a number, and tell of the others by line and reason, over all batches",
      inJournal((journal) => {
        make(journal, "c1");
        journal.addRows("c1", [
          contact(2, "+16285550112"),
          contact(3, "+16285550111"),
          { kind: "invalid", line: 4, reason: "the phone number has letters" },
          contact(5, "+16285550112"),
        ]);
        journal.addRows("c1", [contact(6, "+16285550111"), contact(7, "+16285550113")]);
        journal.sealCampaign("c1", { digest: "sha256:1" });
        expect(journal.rows("c1", { states: ["invalid", "duplicate"], afterLine: 0, limit: 10 })).toEqual([
          { line: 4, state: "invalid", reason: "the phone number has letters" },
          { line: 5, state: "duplicate", reason: "the same number as in line 2" },
          { line: 6, state: "duplicate", reason: "the same number as in line 3" },
        ]);
        expect(linesOf(journal, "queued")).toEqual([2, 3, 7]);
        expect(journal.progress("c1")).toMatchObject({ total: 3, invalid: 1, duplicates: 2 });
      }),
    );

    it(
      "give back every column of a contact",
      inJournal((journal) => {
        const all = {
          kind: "contact",
          line: 2,
          phone: CALLEE,
          name: 'Zoë "Z" O’Neil',
          agentId: "other",
          callerId: "+14155550101",
          timeZone: "America/Phoenix",
          region: "US-AZ",
          tags: { brand: "acme", region: ["west", "south"] },
          variables: { order: "17", note: "a,b\n" },
        } as const;
        sealed(journal, "c1", [all]);
        const { kind: _, ...data } = all;
        expect(journal.contact({ campaignId: "c1", line: 2 })).toEqual({
          ...data,
          campaignId: "c1",
          state: "queued",
          dueAt: 0,
          waitsFor: "turn",
          attempts: 0,
          outcomes: [],
        });
        expect(journal.contact({ campaignId: "c1", line: 3 })).toBeUndefined();
      }),
    );

    it(
      "keep who is not to be called as suppressed, unless the number is in the list already",
      inJournal((journal) => {
        const suppressed = "is on the do-not-call list";
        sealed(journal, "c1", [
          contact(1, "+16285550111"),
          { ...contact(2, "+16285550112"), suppressed },
          { ...contact(3, "+16285550111"), suppressed },
          contact(4, "+16285550112"),
        ]);
        expect(
          journal
            .rows("c1", { states: ["queued", "suppressed", "duplicate"], afterLine: 0, limit: 10 })
            .map(({ state, reason }) => [state, reason]),
        ).toEqual([
          ["queued", undefined],
          ["suppressed", suppressed],
          ["duplicate", "the same number as in line 1"],
          ["duplicate", "the same number as in line 2"],
        ]);
        expect(journal.progress("c1")).toMatchObject({
          total: 2,
          byState: { queued: 1, suppressed: 1 },
          waiting: { turn: 1 },
        });
      }),
    );

    it(
      "are known by their digest and their name",
      inJournal((journal) => {
        const seal = (id: string, list: Parameters<SyncJournal["sealCampaign"]>[1]) => {
          make(journal, id);
          journal.addRows(id, contacts(2));
          const { outcome, campaign } = journal.sealCampaign(id, list);
          return [outcome, campaign.id, campaign.name];
        };
        expect(seal("c1", { digest: "sha256:1" })).toEqual(["created", "c1", "sha256:1"]);
        expect(seal("c2", { digest: "sha256:1" })).toEqual(["known", "c1", "sha256:1"]);
        expect(seal("c3", { digest: "sha256:1", name: "spring" })).toEqual(["known", "c1", "sha256:1"]);
        expect(seal("c4", { digest: "sha256:1", name: "spring", again: true })).toEqual([
          "created",
          "c4",
          "spring",
        ]);
        expect(seal("c5", { digest: "sha256:2", name: "spring" })).toEqual(["name_taken", "c4", "spring"]);
        expect(seal("c6", { digest: "sha256:2", name: "spring", again: true })).toEqual([
          "name_taken",
          "c4",
          "spring",
        ]);
        expect(seal("c7", { digest: "sha256:1", name: "spring", again: true })).toEqual([
          "created",
          "c7",
          "spring (2)",
        ]);
        expect(seal("c8", { digest: "sha256:1", name: "spring (2)" })).toEqual(["known", "c7", "spring (2)"]);
        expect(seal("c9", { digest: "sha256:1", name: "spring" })).toEqual(["known", "c7", "spring (2)"]);
        expect(seal("c10", { digest: "sha256:1", again: true })).toEqual(["created", "c10", "sha256:1 (2)"]);
        expect(journal.campaigns().map(({ id }) => id)).toEqual(["c1", "c4", "c7", "c10"]);
        expect(
          ["c1", "spring", "sha256:1", "c2", "winter"].map((name) => journal.findCampaign(name)?.id),
        ).toEqual(["c1", "c7", "c10", undefined, undefined]);
      }),
    );

    it(
      "are forgotten when they could not be read to their end, and then only",
      inJournal((journal) => {
        make(journal, "c1");
        journal.addRows("c1", contacts(3));
        journal.discardCampaign("c1");
        expect(codeOf(() => journal.sealCampaign("c1", { digest: "sha256:1" }))).toBe("campaign_not_found");
        sealed(journal, "c1", contacts(1));
        journal.discardCampaign("c1");
        expect(linesOf(journal, "queued")).toEqual([1]);
      }),
    );

    it(
      "are finished at once when nobody is in them",
      inJournal((journal) => {
        expect(sealed(journal, "c1", []).state).toBe("finished");
      }),
    );
  });

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
          outcome: "refused",
          refusal: { code: "exhausted", retryAt: START + 1000 },
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

  describe(`${name}: where a campaign stands`, () => {
    it(
      "is aborted when nothing of it is open any more, and goes on when that is wished",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(2));
        journal.begin([callTo("a1", { line: 1 })], START);
        expect(journal.changeCampaign("c1", { wish: "abort" }).state).toBe("open");
        journal.apply(
          [{ kind: "ended", attemptId: "a1", status: "busy", outcome: "busy", at: START }],
          START,
        );
        expect(journal.findCampaign("c1")?.state).toBe("aborted");
        expect(journal.changeCampaign("c1", { wish: "run" }).state).toBe("open");
      }),
    );

    it(
      "is finished when all are final, and open again when one is redialled",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(1));
        journal.begin([callTo("a1", { line: 1 })], START);
        const absent = (redial: boolean) => ({ kind: "absent", attemptId: "a1", redial }) as const;
        journal.apply([{ kind: "unknown", attemptId: "a1", reason: "timeout" }, absent(false)], START);
        expect(journal.findCampaign("c1")?.state).toBe("finished");
        journal.apply([absent(true)], START);
        expect(journal.findCampaign("c1")?.state).toBe("open");
        expect(journal.dueContacts("c1", { now: START, limit: 1 })).toMatchObject([
          { line: 1, waitsFor: "retry", dueAt: START },
        ]);
      }),
    );

    it(
      "takes changes of its pace, each by itself",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(1));
        expect(journal.changeCampaign("c1", { startRate: null })).toMatchObject({
          startRate: null,
          concurrency: 10,
        });
        expect(journal.changeCampaign("c1", { concurrency: 3 })).toMatchObject({
          startRate: null,
          concurrency: 3,
        });
        expect(codeOf(() => journal.changeCampaign("c2", {}))).toBe("campaign_not_found");
      }),
    );
  });

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

  describe(`${name}: random histories`, () => {
    it("answers and shows the same as the naive journal", () => {
      fc.assert(
        fc.property(history, (steps) => {
          const { journal, store, findings, close } = open();
          const memory = createMemoryStore();
          try {
            store.load(historyPool, { now: START });
            memory.load(historyPool, { now: START });
            const real = new HistoryPlayer(journal);
            const naive = new HistoryPlayer(new NaiveJournal(memory));
            for (const step of steps) expect(real.play(step)).toEqual(naive.play(step));
            expect(real.look()).toEqual(naive.look());
            expect(findings()).toEqual([]);
          } finally {
            close();
          }
        }),
        { numRuns: runs },
      );
    });
  });
}

function make(journal: SyncJournal, id: string): void {
  journal.createCampaign({
    id,
    agentId: "agent",
    startRate: 5,
    concurrency: 10,
    settings: { hours: "off" },
    createdAt: START,
  });
}

function sealed(journal: SyncJournal, id: string, rows: readonly ImportedRow[], digest = "sha256:1") {
  make(journal, id);
  journal.addRows(id, rows);
  return journal.sealCampaign(id, { digest }).campaign;
}

function contact(line: number, phone: E164) {
  return { kind: "contact", line, phone, name: `Callee of line ${line}` } as const;
}

/** Contacts at the lines 1 to `count`. */
function contacts(count: number): readonly ImportedRow[] {
  return Array.from({ length: count }, (_, index) => contact(index + 1, calleeAt(index + 1)));
}

function calleeAt(line: number): E164 {
  return `+162855501${String(line).padStart(2, "0")}`;
}

/** Asks for a call: to a contact if it has a line, else a single one. */
function callTo(
  attemptId: string,
  ask: {
    readonly campaignId?: string;
    readonly line?: number;
    readonly callee?: E164;
    readonly concurrency?: number;
    readonly poolId?: PoolDefinition["poolId"];
    readonly holdMs?: number;
  },
): BeginRequest {
  const {
    campaignId = "c1",
    line,
    callee = calleeAt(line ?? 0),
    concurrency = 10,
    poolId = "agent",
    holdMs,
  } = ask;
  return {
    attemptId,
    ...(line === undefined ? {} : { contact: { campaignId, line } }),
    agentId: "agent",
    acquire: { poolId, callee, now: START, random: () => 0.5, ...(holdMs === undefined ? {} : { holdMs }) },
    deadline: START + 60_000,
    sendBy: START + 1000,
    concurrency,
  };
}

function linesOf(journal: SyncJournal, state: "queued"): readonly number[] {
  return journal.rows("c1", { states: [state], afterLine: 0, limit: 100 }).map(({ line }) => line);
}

function inFlight(store: JournalSetup["store"]): number {
  const usage = store.usage("agent", { now: START });
  if (usage instanceof Promise) throw new Error("These tests want a store that answers at once.");
  return usage.reduce((sum, number) => sum + number.inFlight, 0);
}

function codeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return isDialerError(error) ? error.code : error;
  }
  return "nothing was thrown";
}
