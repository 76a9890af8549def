import { describeBeginning } from "./journal/describe-beginning.js";
import { describeHistories } from "./journal/describe-histories.js";
import { describeLanes } from "./journal/describe-lanes.js";
import { describeLearning } from "./journal/describe-learning.js";
import { describeLists } from "./journal/describe-lists.js";
import { describeReading } from "./journal/describe-reading.js";
import { describeStanding } from "./journal/describe-standing.js";
import { inFresh, type JournalSetup } from "./journal/journal-setup.js";

/**
 * Tests what every journal must do, and compares it with the naive one on random histories.
 *
 * @param runs Random histories.
 */
export function describeJournal(name: string, open: () => JournalSetup, runs: number): void {
  const inJournal = inFresh(open);
  describeLists(name, inJournal);
  describeBeginning(name, inJournal);
  describeLearning(name, inJournal);
  describeLanes(name, inJournal);
  describeStanding(name, inJournal);
  describeReading(name, inJournal);
  describeHistories(name, open, runs);
}
