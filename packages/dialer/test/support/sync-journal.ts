import type { Journal } from "../../src/journal.js";

/** A journal that answers at once. */
export type SyncJournal = {
  readonly [Verb in Exclude<keyof Journal, "isBeside" | "together">]: (
    ...input: Parameters<Journal[Verb]>
  ) => Awaited<ReturnType<Journal[Verb]>>;
};
