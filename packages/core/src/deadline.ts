/** How a request under a deadline ended early. */
export type Interruption = "timeout" | "cancelled";

/** One request's signal, and what became of it. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Set once the signal has fired. */
  interruption(): Interruption | undefined;
  /** Clears the timer and the listener. Call it when the request is over, body included. */
  release(): void;
}

/**
 * Joins a caller's signal with a timeout.
 *
 * `AbortSignal.any` and `AbortSignal.timeout` would leave their timer running
 * after a quick answer; this pair leaves nothing behind.
 */
export function startDeadline(timeoutMs: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  let interruption: Interruption | undefined;
  const end = (kind: Interruption, reason: unknown) => {
    interruption ??= kind;
    controller.abort(reason);
  };
  const onAbort = () => end("cancelled", outer?.reason);
  const timer = setTimeout(() => end("timeout", new Error("timed out")), timeoutMs);
  if (outer?.aborted) onAbort();
  outer?.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    interruption: () => interruption,
    release() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", onAbort);
    },
  };
}
