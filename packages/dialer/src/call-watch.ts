import { setMaxListeners } from "node:events";
import type { FinishedOptions } from "./call-result.js";
import type { Attempt } from "./journal.js";
import type { ResolvedDialerOptions } from "./options.js";
import type { RecordReading } from "./record-entry.js";
import type { RecordReader } from "./record-reader.js";

/** How often marks of webhooks are looked for, ms. */
const LOOK_EVERY_MS = 500;

/** Told after each read, or of why it failed: for some agents, if it did not for all. */
export type OnReading = (reading: RecordReading | FailedReading) => void;

interface FailedReading {
  readonly error: unknown;
  /** Absent: of all. */
  readonly agentIds?: ReadonlySet<string>;
}

/**
 * Reads call records for as long as somebody is interested in how calls end.
 */
export class CallWatch {
  readonly #options: ResolvedDialerOptions;
  readonly #reader: RecordReader;
  readonly #listeners = new Set<OnReading>();
  readonly #stopped = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: ResolvedDialerOptions, reader: RecordReader) {
    this.#options = options;
    this.#reader = reader;
    // Every call whose end is awaited listens.
    setMaxListeners(0, this.#stopped.signal);
  }

  /** Keeps reading until the function that is returned is called. */
  follow(listener: OnReading): () => void {
    this.#listeners.add(listener);
    this.#loop ??= this.#read();
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Resolves with the attempt when it is open no longer. */
  async untilClosed(
    attemptId: string,
    { signal, maxFailedReads = Number.POSITIVE_INFINITY }: FinishedOptions = {},
  ): Promise<Attempt> {
    let isNews = false;
    let wake = () => {};
    const tell = () => {
      isNews = true;
      wake();
    };
    const failed = { reads: 0, last: undefined as unknown };
    let agentId: string | undefined;
    const stop = this.follow((reading) => {
      const isFailed = "error" in reading && isOf(agentId, reading);
      failed.reads = isFailed ? failed.reads + 1 : 0;
      if (isFailed) failed.last = reading.error;
      tell();
    });
    const signals = [signal, this.#stopped.signal];
    for (const each of signals) each?.addEventListener("abort", tell);
    try {
      for (;;) {
        isNews = false;
        const attempt = await this.#options.journal.attempt(attemptId);
        if (attempt === undefined) throw new Error(`The journal has no attempt ${attemptId}.`);
        agentId = attempt.agentId;
        if (!["intended", "placed", "unknown"].includes(attempt.state)) return attempt;
        for (const each of signals) each?.throwIfAborted();
        if (failed.reads >= maxFailedReads) throw failed.last;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (isNews) resolve();
        });
      }
    } finally {
      stop();
      for (const each of signals) each?.removeEventListener("abort", tell);
    }
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#stopped.abort(new Error("The dialer was closed."));
    await this.#loop;
  }

  async #read(): Promise<void> {
    const { clock, readEveryMs } = this.#options;
    const { signal } = this.#stopped;
    let announced: readonly string[] = [];
    while (this.#listeners.size > 0 && !signal.aborted) {
      const startedAt = clock.now();
      let reading: Parameters<OnReading>[0];
      try {
        const { found, failures } = await this.#reader.readEach({ announced, signal });
        const [error] = failures.values();
        reading = failures.size === 0 ? found : { error, agentIds: new Set(failures.keys()) };
        if (failures.size === 0) announced = [];
      } catch (error) {
        reading = { error };
      }
      for (const listener of [...this.#listeners]) listener(reading);
      // A clock that was set back does not make it wait until it has caught up.
      const isEarly = () => clock.now() >= startedAt && clock.now() - startedAt < readEveryMs;
      while (this.#listeners.size > 0 && !signal.aborted && isEarly()) {
        await clock.sleep(Math.min(LOOK_EVERY_MS, readEveryMs), signal);
        const due = await this.#takeDue();
        announced = [...announced, ...due];
        if (due.length > 0) break;
      }
    }
    // At once: who follows from now on begins anew.
    this.#loop = undefined;
  }

  /** A journal that is busy, say, keeps its marks: the next read takes them, and tells if it fails too. */
  async #takeDue(): Promise<readonly string[]> {
    try {
      return await this.#options.journal.takeDue();
    } catch {
      return [];
    }
  }
}

/** Whether the agent's own records were not read. */
function isOf(agentId: string | undefined, { agentIds }: FailedReading): boolean {
  return agentId === undefined || agentIds === undefined || agentIds.has(agentId);
}
