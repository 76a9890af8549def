import { createMemoryStore } from "@dialpool/pool-strategies";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HistoryPlayer } from "../journal-history/history-player.js";
import { historyPool, START } from "../journal-history/history-pool.js";
import { history } from "../journal-history/random-history.js";
import { NaiveJournal } from "../naive-journal/naive-journal.js";
import type { JournalSetup } from "./journal-setup.js";

/**
 * Compares a journal with the naive one.
 *
 * @param runs Random histories.
 */
export function describeHistories(name: string, open: () => JournalSetup, runs: number): void {
  describe(`${name}: random histories`, () => {
    it("answers and shows the same as the naive journal", () => {
      fc.assert(
        fc.property(history, (steps) => {
          const { journal, store, findings, close } = open();
          const memory = createMemoryStore();
          try {
            store.load(historyPool, { now: START });
            memory.load(historyPool, { now: START });
            const real = new HistoryPlayer(journal);
            const naive = new HistoryPlayer(new NaiveJournal(memory));
            for (const step of steps) expect(real.play(step)).toEqual(naive.play(step));
            expect(real.look()).toEqual(naive.look());
            expect(findings()).toEqual([]);
          } finally {
            close();
          }
        }),
        { numRuns: runs },
      );
    });
  });
}
