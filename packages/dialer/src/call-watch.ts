import { setMaxListeners } from "node:events";
import type { Attempt } from "./journal.js";
import type { ResolvedDialerOptions } from "./options.js";
import type { RecordReader, RecordReading } from "./record-reader.js";

/** How often marks of webhooks are looked for, ms. */
const LOOK_EVERY_MS = 500;

/** Told after each read, or of why it failed. */
export type OnReading = (reading: RecordReading | { readonly error: unknown }) => void;

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
    this.#loop ??= this.#read().finally(() => {
      this.#loop = undefined;
    });
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Resolves with the attempt when it is open no longer. */
  async untilClosed(attemptId: string, signal?: AbortSignal): Promise<Attempt> {
    let wake = () => {};
    const stop = this.follow(() => wake());
    try {
      for (;;) {
        const attempt = await this.#options.journal.attempt(attemptId);
        if (attempt === undefined) throw new Error(`The journal has no attempt ${attemptId}.`);
        if (!["intended", "placed", "unknown"].includes(attempt.state)) return attempt;
        signal?.throwIfAborted();
        this.#stopped.signal.throwIfAborted();
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal?.addEventListener("abort", () => resolve(), { once: true });
          this.#stopped.signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
    } finally {
      stop();
    }
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#stopped.abort(new Error("The dialer was closed."));
    await this.#loop;
  }

  async #read(): Promise<void> {
    const { clock, journal, readEveryMs } = this.#options;
    const { signal } = this.#stopped;
    while (this.#listeners.size > 0 && !signal.aborted) {
      const startedAt = clock.now();
      let reading: Parameters<OnReading>[0];
      try {
        reading = await this.#reader.read(false, signal);
      } catch (error) {
        reading = { error };
      }
      for (const listener of [...this.#listeners]) listener(reading);
      while (this.#listeners.size > 0 && !signal.aborted && clock.now() - startedAt < readEveryMs) {
        await clock.sleep(Math.min(LOOK_EVERY_MS, readEveryMs), signal);
        if ((await journal.takeDue()).length > 0) break;
      }
    }
  }
}
