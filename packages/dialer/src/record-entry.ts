import type { CommitQueue } from "./commit-queue.js";
import type { JournalChange } from "./journal.js";
import { nextTurn } from "./next-turn.js";

/** Changes that are entered in one turn of the event loop: a millisecond or two. */
const PIECE = 16;
/** Pieces that are entered at once: enough to fill a commit. */
const PIECES = 8;

/** What one read of the call records found out. */
export interface RecordReading {
  /** When it began, epoch ms. */
  readonly at: number;
  /** Records seen. */
  readonly records: number;
  /** Attempts that changed, by what they became. */
  readonly placed: readonly string[];
  readonly ended: readonly string[];
  readonly absent: readonly string[];
  readonly unclear: readonly string[];
  /** Attempts that had ended, and whose records now show another final status. */
  readonly corrected: readonly string[];
}

/** A {@link RecordReading} that grows. */
export interface Found extends RecordReading {
  records: number;
  readonly placed: string[];
  readonly ended: string[];
  readonly absent: string[];
  readonly unclear: string[];
  readonly corrected: string[];
}

/** Enters what a read finds out: a piece in a turn of the event loop, some pieces at once. */
export class RecordEntry {
  readonly #queue: Pick<CommitQueue, "apply">;
  readonly #found: Found;
  readonly #underWay: Promise<void>[] = [];
  #changes: JournalChange[] = [];

  constructor(queue: Pick<CommitQueue, "apply">, found: Found) {
    this.#queue = queue;
    this.#found = found;
  }

  async add(change: JournalChange): Promise<void> {
    this.#changes.push(change);
    if (this.#changes.length < PIECE) return;
    this.#send();
    if (this.#underWay.length >= PIECES) await this.#underWay.shift();
    await nextTurn();
  }

  /** Resolves when all of it is on disk. */
  async end(): Promise<void> {
    this.#send();
    await Promise.all(this.#underWay);
  }

  #send(): void {
    const entering = this.#enter(this.#changes);
    // Whoever waits for it hears of a failure; until then it is nobody's.
    entering.catch(() => {});
    this.#underWay.push(entering);
    this.#changes = [];
  }

  async #enter(changes: readonly JournalChange[]): Promise<void> {
    const found = this.#found;
    const applied = await Promise.all(changes.map((change) => this.#queue.apply(change)));
    for (const [index, change] of changes.entries()) {
      if (applied[index] !== true) continue;
      if (
        change.kind === "placed" ||
        change.kind === "ended" ||
        change.kind === "absent" ||
        change.kind === "unclear"
      )
        found[change.kind].push(change.attemptId);
    }
  }
}
