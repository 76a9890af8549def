import { parsePolicy } from "@dialpool/pool-strategies";
import { openSqliteStore } from "@dialpool/store-sqlite";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ContactFeed } from "../src/contact-feed.js";
import type { BeginRequest, Contact, ImportedRow } from "../src/journal.js";
import { type SqliteJournal, sqliteJournal } from "../src/sqlite/index.js";

/** Random campaigns; `EXHAUSTED_RUNS=2000` for a long run. */
const RUNS = Number(process.env.EXHAUSTED_RUNS ?? 40);
const START = 1_795_514_400_000;
/** Of rows that ask for nothing, for one of two tags, for a caller ID. */
const LANES = 4;
/** Where a call in flight may free a number, it is asked for so often, ms. */
const LINE_MS = 1000;

const campaign = fc.record({
  numbers: fc.integer({ min: 1, max: 3 }),
  limits: fc.record({
    maxCallsPerHour: fc.constantFrom(null, 1, 4),
    minGapSeconds: fc.constantFrom(1, 600),
    maxConcurrentCalls: fc.constantFrom(null, 1),
  }),
  lanes: fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3), { minLength: 5, maxLength: 40 }),
  callMs: fc.constantFrom(500, 8000),
  /** Contacts that are worked on at once. */
  atOnce: fc.constantFrom(1, 4, 20),
});
type Case = typeof campaign extends fc.Arbitrary<infer Value> ? Value : never;

/** Calls a list by feed and journal, on a clock that jumps to whatever is next. */
class Calling {
  readonly store = openSqliteStore({ path: ":memory:" });
  readonly journal: SqliteJournal;
  /** Lines, in the order called. */
  readonly begun: number[] = [];
  /** Rows that were written when somebody was asked for, and nobody could be called. */
  readonly written: number[] = [];
  now = START;
  readonly #case: Case;
  readonly #feed: ContactFeed;
  #open: { readonly attemptId: string; readonly endsAt: number }[] = [];

  constructor(given: Case) {
    this.#case = given;
    const { limits, numbers, lanes } = given;
    const policy = parsePolicy({
      affinity: "off",
      limits: { ...limits, maxCallsPerDay: null, maxCallsPerCallee: null, restAfterFailures: null },
    });
    const members = Array.from({ length: numbers }, (_, at) => ({
      slug: `n${at}`,
      sid: null,
      number: `+1415555010${at}`,
    }));
    this.store.load({ poolId: "agent", policy, numbers: members }, { now: START });
    this.store.load({ poolId: "alone", policy, numbers: members.slice(0, 1) }, { now: START });
    this.journal = sqliteJournal(this.store);
    this.journal.createCampaign({
      id: "c",
      agentId: "agent",
      startRate: null,
      concurrency: 100,
      settings: {},
      createdAt: START,
    });
    this.journal.addRows("c", lanes.map(rowOf));
    this.journal.sealCampaign("c", { digest: "sha256:1" });
    this.#feed = new ContactFeed("c", this.journal);
  }

  /** One look at who is due; or the clock goes on to when somebody is, or a call ends. */
  async step(): Promise<void> {
    this.#endCalls();
    const contacts: Contact[] = [];
    while (contacts.length < this.#case.atOnce) {
      const contact = await this.#feed.next(this.now);
      if (contact === undefined) break;
      contacts.push(contact);
    }
    if (contacts.length > 0) this.#begin(contacts);
    else this.#pass();
  }

  #begin(contacts: readonly Contact[]): void {
    const before = this.#rowsWritten();
    const results = this.journal.begin(
      contacts.map((contact) => this.#requestFor(contact)),
      this.now,
    );
    for (const [index, contact] of contacts.entries()) {
      const result = results[index];
      if (result?.outcome === "begun") {
        this.begun.push(contact.line);
        this.#open.push({ attemptId: result.attempt.id, endsAt: this.now + this.#case.callMs });
      } else if (result?.outcome === "exhausted") this.#feed.readAnew();
      else throw new Error(`Line ${contact.line} is ${result?.outcome}.`);
      this.#feed.done(contact);
    }
    if (results.every(({ outcome }) => outcome !== "begun")) this.written.push(this.#rowsWritten() - before);
  }

  #pass(): void {
    const { nextDueAt = Number.POSITIVE_INFINITY } = this.journal.progress("c");
    // The feed asks again after 50 ms at the earliest.
    const next = Math.min(Math.max(nextDueAt, this.now + 50), ...this.#open.map(({ endsAt }) => endsAt));
    this.now = Math.ceil(Math.max(next, this.now + 1));
  }

  #endCalls(): void {
    const over = this.#open.filter(({ endsAt }) => endsAt <= this.now);
    this.#open = this.#open.filter(({ endsAt }) => endsAt > this.now);
    const ended = { kind: "ended", status: "completed", outcome: "answered", at: this.now } as const;
    this.journal.apply(
      over.map(({ attemptId }) => ({ ...ended, attemptId })),
      this.now,
    );
  }

  #requestFor({ line, phone, callerId, tags }: Contact): BeginRequest {
    return {
      attemptId: `a${line}`,
      contact: { campaignId: "c", line },
      agentId: "agent",
      acquire: {
        poolId: callerId === undefined ? "agent" : "alone",
        callee: phone,
        ...(tags === undefined ? {} : { tags }),
        now: this.now,
        random: () => 0.5,
      },
      deadline: this.now + 60_000,
      sendBy: this.now + 60_000,
      concurrency: 100,
    };
  }

  #rowsWritten(): number {
    const row = this.store.database.prepare("SELECT total_changes() AS count").get();
    return (row as { readonly count: number }).count;
  }
}

function rowOf(lane: number, at: number): ImportedRow {
  return {
    kind: "contact",
    line: at + 1,
    phone: `+1628555${1000 + at}`,
    name: "Ann",
    ...(lane === 1 || lane === 2 ? { tags: { brand: String(lane) } } : {}),
    ...(lane === 3 ? { callerId: "+14155550100" } : {}),
  };
}

describe("a campaign whose numbers are at their limits time and again", () => {
  it("calls everybody in order, and writes nothing for those who wait", async () => {
    let waits = 0;
    await fc.assert(
      fc.asyncProperty(campaign, async (given) => {
        const calling = new Calling(given);
        const { begun, journal, store, written } = calling;
        const count = given.lanes.length;
        for (let steps = 0; begun.length < count; steps++) {
          expect(steps, "it goes on for ever").toBeLessThan(20_000);
          await calling.step();
        }
        // Nobody is overtaken by somebody of the same lane.
        for (let lane = 0; lane < LANES; lane++) {
          const lines = begun.filter((line) => given.lanes[line - 1] === lane);
          expect(lines).toEqual([...lines].sort((one, other) => one - other));
        }
        // A lane is asked in vain when others took what became free, and when a call in flight may have ended.
        const lineWaits = given.limits.maxConcurrentCalls === null ? 0 : (calling.now - START) / LINE_MS;
        expect(written.length).toBeLessThanOrEqual(LANES * (2 * count + 1 + lineWaits));
        for (const rows of written) expect(rows).toBeLessThanOrEqual(LANES + 1);
        waits += written.length;
        expect([...journal.check(), ...store.check({ now: calling.now }).findings]).toEqual([]);
        store.close();
      }),
      { numRuns: RUNS },
    );
    expect(waits).toBeGreaterThan(RUNS);
  });
});
