import { engineCodeOf } from "./store-errors.js";

/** How long to pause before a lock is tried for again that the engine does not wait for, ms. */
const PAUSE_MS = 20;

/** A clock that never steps back, ms, and a way to let it go on. */
export interface WaitingClock {
  now(): number;
  pause(ms: number): void;
}

/** The machine's own. */
export const MACHINE: WaitingClock = {
  now: () => performance.now(),
  pause: (ms) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  },
};

/**
 * Does what another process may stand in the way of, and again until that long is over. Some locks the engine waits for itself, up to
 * its own timeout, others not at all: so the time counts and not the tries.
 */
export function untilFree(timeoutMs: number, work: () => void, clock: WaitingClock = MACHINE): void {
  const givenUpAt = clock.now() + timeoutMs;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      if (!engineCodeOf(error)?.startsWith("SQLITE_BUSY") || clock.now() >= givenUpAt) throw error;
      clock.pause(PAUSE_MS);
    }
  }
}
