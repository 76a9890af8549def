import type { Journal } from "../../src/journal.js";

/** A journal that answers at once. */
export type SyncJournal = {
  readonly [Verb in keyof Journal]: (
    ...input: Parameters<Journal[Verb]>
  ) => Awaited<ReturnType<Journal[Verb]>>;
};
