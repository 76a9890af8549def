/** Spaces the starts of calls evenly. */
export interface Pacer {
  /** How long to wait until the next start is due, ms; 0 when it is due now. */
  waitMs(now: number): number;
  /** Takes the slot that is due. */
  take(now: number): void;
  /** Lets no start happen before `instant`, e.g. after a 429. */
  holdUntil(instant: number): void;
}

/**
 * Makes a pacer for `startRate` calls per second.
 *
 * After a stall it goes on at the same spacing from now: it never catches up,
 * so no second ever holds more starts than the rate allows.
 */
export function createPacer(startRate: number): Pacer {
  const spacingMs = 1000 / startRate;
  let nextAt = Number.NEGATIVE_INFINITY;
  return {
    waitMs: (now) => Math.max(0, nextAt - now),
    take(now) {
      nextAt = Math.max(nextAt, now) + spacingMs;
    },
    holdUntil(instant) {
      nextAt = Math.max(nextAt, instant);
    },
  };
}
