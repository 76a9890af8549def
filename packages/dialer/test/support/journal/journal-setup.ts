import type { PoolStore } from "@dialpool/pool-strategies";
import { expect } from "vitest";
import { historyPool, START } from "../journal-history/history-pool.js";
import type { SyncJournal } from "../sync-journal.js";

/** A journal to be tested, and the store whose leases it keeps, both with nothing in them. */
export interface JournalSetup {
  readonly journal: SyncJournal;
  readonly store: Pick<PoolStore, "load" | "usage">;
  /** Laws of the journal's own that are broken; none, or the test fails. */
  findings(): readonly unknown[];
  close(): void;
}

/** Makes a test of what is done with a fresh journal. */
export type InJournal = (test: (journal: SyncJournal, setup: JournalSetup) => void) => () => void;

/** Runs tests on fresh journals with a pool to call from, and looks for broken laws at the end of each. */
export function inFresh(open: () => JournalSetup): InJournal {
  return (test) => () => {
    const setup = open();
    try {
      setup.store.load(historyPool, { now: START });
      test(setup.journal, setup);
      expect(setup.findings()).toEqual([]);
    } finally {
      setup.close();
    }
  };
}
