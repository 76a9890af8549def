import type { Attempt, Journal } from "./journal.js";
import { nextTurn } from "./next-turn.js";

/** Attempts that are read in one turn of the event loop: less than a millisecond. */
const PIECE = 16;

/** Attempts that may have a call, a piece at a time. An intended one is in the hands of a process that lives. */
export async function watchedAttempts(
  journal: Pick<Journal, "watchedAttempts">,
): Promise<readonly Attempt[]> {
  const watched: Attempt[] = [];
  for (;;) {
    const after = watched.at(-1);
    const piece = await journal.watchedAttempts({ limit: PIECE, ...(after === undefined ? {} : { after }) });
    watched.push(...piece);
    if (piece.length < PIECE) return watched;
    await nextTurn();
  }
}
