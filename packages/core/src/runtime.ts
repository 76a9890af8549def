/** What the client asks of the world besides `fetch`. Tests pass their own. */
export interface Runtime {
  /** Epoch milliseconds. */
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** Resolves after `ms`, or at once when the signal fires; leaves no timer and no listener. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The world as it is. */
export const platform: Runtime = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener("abort", end);
      if (signal?.aborted) end();
    }),
};
