import type { MaybePromise } from "@dialpool/pool-strategies";
import type { BeginRequest, BeginResult, Journal, JournalChange } from "./journal.js";
import type { Slot } from "./pacing.js";

/** Slots are claimed so far ahead at most, ms. */
const MAX_LEAD_MS = 100;

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
  readonly #journal: Pick<Journal, "begin" | "apply" | "claimSlots" | "together">;
  readonly #now: () => number;
  readonly #begins: Waiting<BeginRequest, BeginResult>[] = [];
  readonly #changes: Waiting<JournalChange, boolean>[] = [];
  readonly #missed: Waiting<undefined, Slot>[] = [];
  /** How long the last commit took. */
  #leadMs = 0;
  #flushing: Promise<void> | undefined;

  constructor(journal: Pick<Journal, "begin" | "apply" | "claimSlots" | "together">, now: () => number) {
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
    const changes = taken(this.#changes);
    const missed = taken(this.#missed);
    const begins = taken(this.#begins);
    const startedAt = this.#now();
    // What was learned comes first: it may make room for what begins.
    const writes: readonly Write[] = [
      { waiting: changes, write: () => this.#journal.apply(requestsOf(changes), this.#now()) },
      { waiting: missed, write: () => this.#journal.claimSlots(missed.length, this.#now() + this.#leadMs) },
      { waiting: begins, write: () => this.#journal.begin(requestsOf(begins), this.#now()) },
    ].filter(({ waiting }) => waiting.length > 0);
    await settle(writes, this.#journal.together);
    // A slot that is due before its commit has returned would be missed again.
    this.#leadMs = Math.min(MAX_LEAD_MS, Math.max(0, this.#now() - startedAt));
  }
}

/** One write of a flush, and those who wait for its answers. */
interface Write {
  readonly waiting: readonly Waiting<unknown, never>[];
  readonly write: () => MaybePromise<readonly unknown[]>;
}

/** What came of a write: answers, one for each who waits, or the failure that is everybody's. */
type Written = { readonly answers: readonly unknown[] } | { readonly error: unknown };

/** Makes the writes, in one commit where the journal can, and answers everybody when it is done. */
async function settle(writes: readonly Write[], together: Journal["together"]): Promise<void> {
  let written: readonly Written[];
  try {
    written = together === undefined ? await oneByOne(writes) : together(() => writes.map(attempt));
  } catch (error) {
    // The commit itself failed: nothing of it is on disk.
    written = writes.map(() => ({ error }));
  }
  for (const [index, { waiting }] of writes.entries()) {
    const outcome = written[index] as Written;
    for (const [at, { resolve, reject }] of waiting.entries()) {
      if ("error" in outcome) reject(outcome.error);
      else resolve(outcome.answers[at] as never);
    }
  }
}

/** A write that answers at once. One that fails has changed nothing, and does not hold the others up. */
function attempt({ write }: Write): Written {
  try {
    const answers = write();
    if ("then" in answers) throw new TypeError("A journal with `together` must answer its verbs at once.");
    return { answers };
  } catch (error) {
    return { error };
  }
}

async function oneByOne(writes: readonly Write[]): Promise<readonly Written[]> {
  const written: Written[] = [];
  for (const { write } of writes) {
    try {
      written.push({ answers: await write() });
    } catch (error) {
      written.push({ error });
    }
  }
  return written;
}

/** Takes everybody out of a queue. */
function taken<Request, Result>(queue: Waiting<Request, Result>[]): readonly Waiting<Request, Result>[] {
  return queue.splice(0);
}

function requestsOf<Request>(waiting: readonly Waiting<Request, never>[]): readonly Request[] {
  return waiting.map(({ request }) => request);
}
