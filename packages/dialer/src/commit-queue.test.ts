import { describe, expect, it } from "vitest";
import { CommitQueue } from "./commit-queue.js";
import type { BeginRequest, BeginResult, JournalChange } from "./journal.js";
import type { Slot } from "./pacing.js";

const request = (attemptId: string) => ({ attemptId }) as BeginRequest;
const missed: Slot = { sendAt: 1, goodUntil: 25 };
const change = (attemptId: string): JournalChange => ({ kind: "unknown", attemptId, reason: "" });

/** Stands still, and whoever sleeps sleeps a turn. */
const clockAt = (now: number) => ({
  now: () => now,
  sleep: () => Promise.resolve(),
  random: () => 0.5,
});

/** A journal that remembers what was written together. */
function journalOf({ failing = () => false }: { readonly failing?: () => boolean } = {}) {
  const written: string[] = [];
  return {
    written,
    begin(requests: readonly BeginRequest[]): readonly BeginResult[] {
      if (failing()) throw new Error("The disk is full.");
      written.push(`begin ${requests.map(({ attemptId }) => attemptId).join(" ")}`);
      return requests.map(() => ({ outcome: "no_room" }));
    },
    claimSlots(missed: readonly Slot[], now: number): readonly Slot[] {
      written.push(`claim ${missed.length}`);
      return missed.map((_, index) => ({
        sendAt: now + index,
        goodUntil: now + index + 24,
      }));
    },
    apply(changes: readonly JournalChange[]): readonly boolean[] {
      written.push(`apply ${changes.map((each) => ("attemptId" in each ? each.attemptId : "")).join(" ")}`);
      return changes.map((each) => "attemptId" in each && each.attemptId !== "stale");
    },
  };
}

describe("CommitQueue", () => {
  it("writes what is asked for in one turn together, what was learned before what begins", async () => {
    const journal = journalOf();
    const queue = new CommitQueue(journal, clockAt(0));
    await Promise.all([
      queue.begin(request("a")),
      queue.apply(change("x")),
      queue.begin(request("b")),
      queue.apply(change("y")),
    ]);
    expect(journal.written).toEqual(["apply x y", "begin a b"]);
  });

  it("claims slots for all who missed theirs at once", async () => {
    const journal = journalOf();
    const queue = new CommitQueue(journal, clockAt(100));
    const slots = await Promise.all([
      queue.claimSlot(missed),
      queue.claimSlot(missed),
      queue.apply(change("x")),
    ]);
    expect(slots.slice(0, 2)).toMatchObject([{ sendAt: 100 }, { sendAt: 101 }]);
    expect(journal.written).toEqual(["apply x", "claim 2"]);
  });

  it("gives each its own answer", async () => {
    const queue = new CommitQueue(journalOf(), clockAt(0));
    const answers = Promise.all([
      queue.apply(change("x")),
      queue.apply(change("stale")),
      queue.begin(request("a")),
    ]);
    expect(await answers).toEqual([true, false, { outcome: "no_room" }]);
  });

  it("tells everybody of a failure, and goes on", async () => {
    let isFull = true;
    const journal = journalOf({ failing: () => isFull });
    const queue = new CommitQueue(journal, clockAt(0));
    const both = await Promise.allSettled([queue.begin(request("a")), queue.begin(request("b"))]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    isFull = false;
    await queue.begin(request("c"));
    expect(journal.written).toEqual(["begin c"]);
  });

  it("makes all of it one commit where the journal can, and answers nobody before that", async () => {
    const journal = journalOf();
    const log = journal.written;
    const together = <Result>(work: () => Result): Result => {
      log.push("begin");
      const result = work();
      log.push("commit");
      return result;
    };
    const queue = new CommitQueue({ ...journal, together }, clockAt(0));
    await Promise.all([
      queue.apply(change("x")).then(() => log.push("answered x")),
      queue.begin(request("a")).then(() => log.push("answered a")),
    ]);
    expect(log).toEqual(["begin", "apply x", "begin a", "commit", "answered x", "answered a"]);
  });

  it("tells everybody of a commit that failed, whatever its parts answered", async () => {
    const together = <Result>(work: () => Result): Result => {
      work();
      throw new Error("The disk is full.");
    };
    const queue = new CommitQueue({ ...journalOf(), together }, clockAt(0));
    const all = await Promise.allSettled([queue.apply(change("x")), queue.begin(request("a"))]);
    expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  it("refuses a journal that makes one commit of what it answers later", async () => {
    const late = { ...journalOf(), apply: async () => [true] };
    const queue = new CommitQueue({ ...late, together: (work) => work() }, clockAt(0));
    await expect(queue.apply(change("x"))).rejects.toThrow("must answer its verbs at once");
  });

  it("lets one part fail without the others", async () => {
    const journal = journalOf({ failing: () => true });
    const queue = new CommitQueue({ ...journal, together: (work) => work() }, clockAt(0));
    const all = await Promise.allSettled([queue.apply(change("x")), queue.begin(request("a"))]);
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });

  it("lets commits that follow each other closely wait for company, but not for long", async () => {
    const journal = journalOf();
    let now = 100;
    const slept: number[] = [];
    const clock = { now: () => now, random: () => 0.5, sleep: async (ms: number) => void slept.push(ms) };
    const queue = new CommitQueue(journal, clock);
    await queue.apply(change("x"));
    expect(slept).toEqual([]);
    now += 3;
    await queue.apply(change("y"));
    expect(slept).toEqual([12]);
    now += 15;
    await queue.apply(change("z"));
    expect(slept).toEqual([12]);
  });

  it("does not wait when there is enough for a commit", async () => {
    const journal = journalOf();
    const clock = { now: () => 100, random: () => 0.5, sleep: () => new Promise<void>(() => {}) };
    const queue = new CommitQueue(journal, clock);
    await queue.apply(change("x"));
    await Promise.all(["a", "b", "c", "d"].map((id) => queue.begin(request(id))));
    expect(journal.written).toEqual(["apply x", "begin a b c d"]);
  });

  it("takes more into a commit when writing is quick, less when it is slow, and keeps the order", async () => {
    const journal = journalOf();
    let [now, costMs] = [0, 0];
    const apply = (changes: readonly JournalChange[]) => {
      now += changes.length * costMs;
      return journal.apply(changes);
    };
    const sleep = async (ms: number) => {
      now += ms;
    };
    const queue = new CommitQueue(
      { ...journal, apply, together: (work) => work() },
      { now: () => now, random: () => 0.5, sleep },
    );
    const ids = Array.from({ length: 60 }, (_, index) => String(index));
    await Promise.all(ids.map((id) => queue.apply(change(id))));
    const sizes = () => journal.written.splice(0).map((line) => line.split(" ").length - 1);
    expect(journal.written.flatMap((line) => line.split(" ").slice(1))).toEqual(ids);
    expect(sizes()).toEqual([4, 8, 16, 32]);
    costMs = 1;
    await Promise.all(ids.map((id) => queue.apply(change(id))));
    expect(sizes()).toEqual([60]);
    await Promise.all(ids.map((id) => queue.apply(change(id))));
    expect(sizes().slice(0, 4)).toEqual([30, 15, 7, 4]);
  });

  it("tries again when another process writes, and writes once", async () => {
    const journal = journalOf();
    const asked: (boolean | undefined)[] = [];
    const together = <Result>(work: () => Result, { waits }: { readonly waits?: boolean } = {}): Result => {
      asked.push(waits);
      if (asked.length < 3) throw Object.assign(new Error("Another process writes."), { code: "store_busy" });
      return work();
    };
    const queue = new CommitQueue({ ...journal, together }, clockAt(0));
    expect(await queue.apply(change("x"))).toBe(true);
    expect(asked).toEqual([false, false, false]);
    expect(journal.written).toEqual(["apply x"]);
  });

  it("waits as the journal does, and says that it is busy, when another process goes on for long", async () => {
    let now = 0;
    const busy = Object.assign(new Error("Another process writes."), { code: "store_busy" });
    const asked: (boolean | undefined)[] = [];
    const together = (_: unknown, { waits }: { readonly waits?: boolean } = {}): never => {
      asked.push(waits);
      throw busy;
    };
    const sleep = async (ms: number) => {
      now += ms;
    };
    const queue = new CommitQueue({ ...journalOf(), together }, { now: () => now, random: () => 1, sleep });
    await expect(queue.apply(change("x"))).rejects.toBe(busy);
    expect(asked.slice(-2)).toEqual([false, undefined]);
    expect(now).toBe(5_000);
  });

  it("is idle when all is written, that too which was asked for meanwhile", async () => {
    const journal = journalOf();
    const queue = new CommitQueue(journal, clockAt(0));
    queue.apply(change("x")).then(() => queue.apply(change("y")));
    await queue.idle();
    expect(journal.written).toEqual(["apply x", "apply y"]);
  });
});
