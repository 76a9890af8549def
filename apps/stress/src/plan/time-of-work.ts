/** Acquires that come close together, and how far apart they are. */
const BURST = 600;
const STEP_MS = 100;
/** Between two bursts, in turn. */
const PAUSES_MS: readonly number[] = [600_000, 14_400_000, 2_400_000, 20_600_000];
const ROUND_MS = PAUSES_MS.reduce((sum, pause) => sum + pause, 0);
/** 2026-03-02 08:00 UTC. */
export const STARTS_AT = Date.UTC(2026, 2, 2, 8);

/**
 * The time after so many acquires: bursts of a minute, in which gaps, calls at once and the hour's limit bind, with pauses
 * of ten minutes to six hours, so that 200,000 acquires take five weeks and daily limits bind as well.
 */
export function timeOfWork(acquires: number): number {
  const bursts = Math.floor(acquires / BURST);
  const rounds = Math.floor(bursts / PAUSES_MS.length);
  const begun = PAUSES_MS.slice(0, bursts % PAUSES_MS.length);
  return STARTS_AT + acquires * STEP_MS + begun.reduce((sum, pause) => sum + pause, rounds * ROUND_MS);
}
