import { commit, type Waiting, type Write } from "./commit.js";
import type { BeginRequest, BeginResult, Journal, JournalChange } from "./journal.js";
import { nextTurn } from "./next-turn.js";
import type { Slot } from "./pacing.js";
import type { DialerClock } from "./ports.js";

/** Slots are claimed so far ahead at most, ms. */
const MAX_LEAD_MS = 100;
/** Commits begin so far apart, ms: what comes meanwhile shares the next one. */
const APART_MS = 15;
/** What one commit takes of each kind, at first and at most; it changes with how long the last one took to write. */
const LEAST = 4;
const MOST = 64;
/** A commit that took longer to write, the wait for the disk apart, was too much for one, and less than half of it too little, ms. */
const LONG_MS = 6;

/**
 * Shares commits: whatever is asked of the journal in one turn of the event loop, or within some milliseconds of the
 * last commit, is written in one transaction, for a commit costs a wait for the disk whatever it holds. Nor does a
 * commit hold more than can be written in some milliseconds: calls that wait for their slot are not to miss it.
 */
export class CommitQueue {
  readonly #journal: Pick<Journal, "begin" | "apply" | "claimSlots" | "together">;
  readonly #clock: Pick<DialerClock, "now" | "sleep" | "random">;
  readonly #begins: Waiting<BeginRequest, BeginResult>[] = [];
  readonly #changes: Waiting<JournalChange, boolean>[] = [];
  readonly #missed: Waiting<Slot, Slot>[] = [];
  /** When the last commit began, epoch ms, and how long it took. */
  #startedAt = Number.NEGATIVE_INFINITY;
  #leadMs = 0;
  /** What a commit takes of each kind. Code that has not run yet is slow, and so is a machine that is busy. */
  #full = LEAST;
  #flushing: Promise<void> | undefined;
  /** Ends the wait for others to share a commit with. */
  #endWait = () => {};

  constructor(
    journal: Pick<Journal, "begin" | "apply" | "claimSlots" | "together">,
    clock: Pick<DialerClock, "now" | "sleep" | "random">,
  ) {
    this.#journal = journal;
    this.#clock = clock;
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
  claimSlot(missed: Slot): Promise<Slot> {
    return new Promise((resolve, reject) => {
      this.#missed.push({ request: missed, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when everything that was asked for is on disk. */
  async idle(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing;
  }

  get #isEmpty(): boolean {
    return this.#begins.length + this.#changes.length + this.#missed.length === 0;
  }

  get #isFull(): boolean {
    return this.#begins.length >= this.#full || this.#changes.length >= this.#full;
  }

  #schedule(): void {
    if (this.#isFull) this.#endWait();
    this.#flushing ??= this.#untilShared()
      .then(() => this.#flush())
      .finally(() => {
        this.#flushing = undefined;
        if (!this.#isEmpty) this.#schedule();
      });
  }

  /** A turn of the event loop; more if the last commit was just now and there is room in this one. */
  async #untilShared(): Promise<void> {
    await nextTurn();
    const sinceMs = Math.max(0, this.#clock.now() - this.#startedAt);
    if (sinceMs >= APART_MS || this.#isFull) return;
    await new Promise<void>((resolve) => {
      this.#endWait = resolve;
      void this.#clock.sleep(APART_MS - sinceMs).then(resolve);
    });
  }

  async #flush(): Promise<void> {
    const changes = this.#changes.splice(0, this.#full);
    const missed = this.#missed.splice(0);
    const begins = this.#begins.splice(0, this.#full);
    const now = () => this.#clock.now();
    // What was learned comes first: it may make room for what begins.
    const writes: readonly Write[] = [
      { waiting: changes, write: () => this.#journal.apply(requestsOf(changes), now()) },
      { waiting: missed, write: () => this.#journal.claimSlots(requestsOf(missed), now() + this.#leadMs) },
      { waiting: begins, write: () => this.#journal.begin(requestsOf(begins), now()) },
    ].filter(({ waiting }) => waiting.length > 0);
    const { startedAt, writtenAt } = await commit(writes, this.#journal.together, this.#clock);
    this.#startedAt = startedAt;
    this.#adapt(writtenAt - startedAt, Math.max(changes.length, begins.length));
    // A slot that is due before its commit has returned would be missed again.
    this.#leadMs = Math.min(MAX_LEAD_MS, Math.max(0, now() - startedAt));
  }

  #adapt(tookMs: number, size: number): void {
    if (tookMs > LONG_MS) this.#full = Math.max(LEAST, Math.floor(size / 2));
    else if (tookMs < LONG_MS / 2 && size >= this.#full) this.#full = Math.min(MOST, this.#full * 2);
  }
}

function requestsOf<Request>(waiting: readonly Waiting<Request, never>[]): readonly Request[] {
  return waiting.map(({ request }) => request);
}
