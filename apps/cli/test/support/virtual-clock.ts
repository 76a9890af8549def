/** A clock that only sleeping moves: tests of waiting take no time, and every machine sees the same instants. */
export interface VirtualClock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Starts at 2026-11-24T15:00:00Z. */
export function createVirtualClock(): VirtualClock {
  let at = Date.parse("2026-11-24T15:00:00Z");
  return {
    now: () => at,
    async sleep(ms, signal) {
      if (signal?.aborted) return;
      // What is in flight gets its turn before time moves on.
      await new Promise((resolve) => setImmediate(resolve));
      at += ms;
    },
  };
}
