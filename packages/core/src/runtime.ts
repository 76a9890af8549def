/** What the client asks of the world besides `fetch`. Tests pass their own. */
export interface Runtime {
  /** Epoch milliseconds. */
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** Calls `end` after `ms`. @returns What stops it. */
  startTimer(ms: number, end: () => void): () => void;
  /** Resolves after `ms`, or at once when the signal fires; leaves no timer and no listener. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The world as it is. */
export const platform: Runtime = {
  now: () => Date.now(),
  random: () => Math.random(),
  startTimer(ms, end) {
    const timer = setTimeout(end, ms);
    return () => clearTimeout(timer);
  },
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const end = () => {
        stop();
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const stop = platform.startTimer(ms, end);
      signal?.addEventListener("abort", end);
      if (signal?.aborted) end();
    }),
};
