import type { LeaseState, Settlement } from "@dialpool/pool-strategies";
import { checkSettlement, sequenceOf } from "@dialpool/pool-strategies/store-kit";
import type { JournalAnswer, JournaledSettleResult } from "./journal.js";
import type { NamespaceClient } from "./namespace-client.js";

/**
 * Moves a lease forward.
 *
 * @param journalArgs What the journal's fragment is given; absent: it does not run.
 */
export async function settleLease(
  client: NamespaceClient,
  settlement: Settlement,
  journalArgs?: readonly string[],
): Promise<JournaledSettleResult> {
  checkSettlement(settlement);
  const { leaseId, to, outcome = "unknown", now } = settlement;
  const journalCount = journalArgs === undefined ? "-" : journalArgs.length;
  const text = `${knownSequenceOf(leaseId)} ${to} ${outcome} ${journalCount}`;
  const [, moved, state, vetoed, answer] = await client.call("s", now, text, journalArgs);
  const isApplied = moved === "1";
  return {
    applied: isApplied,
    ...(state === "" ? {} : { state: state as LeaseState }),
    ...(journalArgs === undefined || (!isApplied && vetoed !== "1")
      ? {}
      : { journal: answer as JournalAnswer }),
    ...(vetoed === "1" ? { vetoed: true as const } : {}),
  };
}

/** The sequence of a lease's id; 0 when it is not one, or higher than any that is given out. */
function knownSequenceOf(leaseId: string): number {
  const sequence = sequenceOf(leaseId);
  return Number.isSafeInteger(sequence) ? sequence : 0;
}
