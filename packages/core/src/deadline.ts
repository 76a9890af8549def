import { refuse } from "./arguments.js";
import type { Runtime } from "./runtime.js";

/** One try's signal: the caller's, and a timeout. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** The caller's signal. */
  readonly outer: AbortSignal | undefined;
  /** What became of it, once its signal has fired. */
  readonly interruption: "timeout" | "cancelled" | undefined;
  /** Clears the timer and the listener. Call it when the try is over, body included. */
  release(): void;
}

/**
 * Begins a try's time.
 *
 * `AbortSignal.any` and `AbortSignal.timeout` would leave their timer running
 * after a quick answer; this pair leaves nothing behind.
 *
 * @throws ConfigError if the caller's signal is none: its controller is the usual slip.
 */
export function startDeadline(
  timeoutMs: number,
  outer: AbortSignal | undefined,
  { startTimer }: Pick<Runtime, "startTimer">,
): Deadline {
  if (outer && !outer.addEventListener) refuse("signal", "must be an AbortSignal");
  const controller = new AbortController();
  let interruption: Deadline["interruption"];
  const end = (by: Deadline["interruption"]) => {
    interruption ??= by;
    controller.abort();
  };
  const cancel = () => end("cancelled");
  const stopTimer = startTimer(timeoutMs, () => end("timeout"));
  outer?.addEventListener("abort", cancel);
  return {
    signal: controller.signal,
    timeoutMs,
    outer,
    get interruption() {
      return interruption;
    },
    release() {
      stopTimer();
      outer?.removeEventListener("abort", cancel);
    },
  };
}
