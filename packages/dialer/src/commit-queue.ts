import type { BeginRequest, BeginResult, Journal, JournalChange } from "./journal.js";
import type { Slot } from "./pacing.js";

interface Waiting<Request, Result> {
  readonly request: Request;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Shares commits: whatever is asked of the journal in one turn of the event loop is written in
 * one transaction, for a commit costs a wait for the disk whatever it holds.
 */
export class CommitQueue {
  readonly #journal: Pick<Journal, "begin" | "apply" | "claimSlots">;
  readonly #now: () => number;
  #begins: Waiting<BeginRequest, BeginResult>[] = [];
  #changes: Waiting<JournalChange, boolean>[] = [];
  #missed: Waiting<undefined, Slot>[] = [];
  #flushing: Promise<void> | undefined;

  constructor(journal: Pick<Journal, "begin" | "apply" | "claimSlots">, now: () => number) {
    this.#journal = journal;
    this.#now = now;
  }

  /** Resolves when the attempt and its lease are on disk, or were refused. */
  begin(request: BeginRequest): Promise<BeginResult> {
    return new Promise((resolve, reject) => {
      this.#begins.push({ request, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when the change is on disk; to `false` when it changed nothing. */
  apply(change: JournalChange): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#changes.push({ request: change, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves with a slot in place of one that was missed. */
  claimSlot(): Promise<Slot> {
    return new Promise((resolve, reject) => {
      this.#missed.push({ request: undefined, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when everything that was asked for is on disk. */
  async idle(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing;
  }

  #schedule(): void {
    this.#flushing ??= new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#flush())
      .finally(() => {
        this.#flushing = undefined;
        if (this.#begins.length + this.#changes.length + this.#missed.length > 0) this.#schedule();
      });
  }

  async #flush(): Promise<void> {
    const changes = this.#changes;
    const begins = this.#begins;
    const missed = this.#missed;
    this.#changes = [];
    this.#begins = [];
    this.#missed = [];
    // What was learned comes first: it may make room for what begins.
    await settleAll(changes, (all) => this.#journal.apply(all, this.#now()));
    await settleAll(missed, (all) => this.#journal.claimSlots(all.length, this.#now()));
    await settleAll(begins, (all) => this.#journal.begin(all, this.#now()));
  }
}

/** Answers each of those who wait. A failure is everybody's: the transaction was one. */
async function settleAll<Request, Result>(
  waiting: readonly Waiting<Request, Result>[],
  write: (requests: readonly Request[]) => readonly Result[] | Promise<readonly Result[]>,
): Promise<void> {
  if (waiting.length === 0) return;
  try {
    const results = await write(waiting.map(({ request }) => request));
    for (const [index, { resolve }] of waiting.entries()) resolve(results[index] as Result);
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  }
}
