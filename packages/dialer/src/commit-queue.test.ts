import { describe, expect, it } from "vitest";
import { CommitQueue } from "./commit-queue.js";
import type { BeginRequest, BeginResult, JournalChange } from "./journal.js";

const request = (attemptId: string) => ({ attemptId }) as BeginRequest;
const change = (attemptId: string): JournalChange => ({ kind: "unknown", attemptId, reason: "" });

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
    apply(changes: readonly JournalChange[]): readonly boolean[] {
      written.push(`apply ${changes.map((each) => ("attemptId" in each ? each.attemptId : "")).join(" ")}`);
      return changes.map((each) => "attemptId" in each && each.attemptId !== "stale");
    },
  };
}

describe("CommitQueue", () => {
  it("writes what is asked for in one turn together, what was learned before what begins", async () => {
    const journal = journalOf();
    const queue = new CommitQueue(journal, () => 0);
    await Promise.all([
      queue.begin(request("a")),
      queue.apply(change("x")),
      queue.begin(request("b")),
      queue.apply(change("y")),
    ]);
    expect(journal.written).toEqual(["apply x y", "begin a b"]);
  });

  it("gives each its own answer", async () => {
    const queue = new CommitQueue(journalOf(), () => 0);
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
    const queue = new CommitQueue(journal, () => 0);
    const both = await Promise.allSettled([queue.begin(request("a")), queue.begin(request("b"))]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    isFull = false;
    await queue.begin(request("c"));
    expect(journal.written).toEqual(["begin c"]);
  });

  it("is idle when all is written, that too which was asked for meanwhile", async () => {
    const journal = journalOf();
    const queue = new CommitQueue(journal, () => 0);
    queue.apply(change("x")).then(() => queue.apply(change("y")));
    await queue.idle();
    expect(journal.written).toEqual(["apply x", "apply y"]);
  });
});
