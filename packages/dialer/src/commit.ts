import type { MaybePromise } from "@dialpool/pool-strategies";
import type { Journal } from "./journal.js";
import type { DialerClock } from "./ports.js";

/** For how long another process may keep the journal busy before this one stands still and waits, ms. */
const BUSY_MS = 5_000;
/** The pause before a journal that is busy is tried again, ms: drawn, so that two who wait do not go on in step. */
const LEAST_PAUSE_MS = 1;
const MOST_PAUSE_MS = 4;

/** Somebody who asked for a write, and waits. */
export interface Waiting<Request, Result> {
  readonly request: Request;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/** One write of a commit, and those who wait for its answers. */
export interface Write {
  readonly waiting: readonly Waiting<unknown, never>[];
  readonly write: () => MaybePromise<readonly unknown[]>;
}

/** When a commit was made, epoch ms. */
export interface Committed {
  /** When it had the journal to itself. */
  readonly startedAt: number;
  /** When all was written, and the wait for the disk was still to come. */
  readonly writtenAt: number;
}

/** What came of a write: answers, one for each who waits, or the failure that is everybody's. */
type Written = { readonly answers: readonly unknown[] } | { readonly error: unknown };

/** Makes the writes, in one commit where the journal can, and answers everybody when it is done. */
export async function commit(
  writes: readonly Write[],
  together: Journal["together"],
  clock: Pick<DialerClock, "now" | "sleep" | "random">,
): Promise<Committed> {
  let startedAt = clock.now();
  let writtenAt = startedAt;
  const all = () => {
    startedAt = clock.now();
    const answers = writes.map(attempt);
    writtenAt = clock.now();
    return answers;
  };
  let written: readonly Written[];
  try {
    written = together === undefined ? await oneByOne(writes) : await whenFree(together, all, clock);
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
  return { startedAt, writtenAt };
}

/**
 * Does the work as soon as no other process writes. Until then the event loop goes round: a wait inside of the journal would
 * hold up calls that are due.
 */
async function whenFree<Result>(
  together: NonNullable<Journal["together"]>,
  work: () => Result,
  clock: Pick<DialerClock, "now" | "sleep" | "random">,
): Promise<Result> {
  const until = clock.now() + BUSY_MS;
  while (clock.now() < until) {
    try {
      return together(work, { waits: false });
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    await clock.sleep(LEAST_PAUSE_MS + (MOST_PAUSE_MS - LEAST_PAUSE_MS) * clock.random());
  }
  return together(work);
}

function isBusy(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "store_busy";
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
