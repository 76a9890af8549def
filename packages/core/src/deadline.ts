import type { Runtime } from "./runtime.js";

/**
 * One try's signal: the caller's, and a timeout.
 *
 * `AbortSignal.any` and `AbortSignal.timeout` would leave their timer running
 * after a quick answer; this pair leaves nothing behind.
 */
export class Deadline {
  /** What became of it, once its signal has fired. */
  interruption: "timeout" | "cancelled" | undefined;
  readonly #controller = new AbortController();
  readonly #stopTimer: () => void;
  readonly #cancel = () => this.#end("cancelled");

  /** @param outer The caller's signal. */
  constructor(
    readonly timeoutMs: number,
    readonly outer: AbortSignal | undefined,
    { startTimer }: Pick<Runtime, "startTimer">,
  ) {
    this.#stopTimer = startTimer(timeoutMs, () => this.#end("timeout"));
    outer?.addEventListener("abort", this.#cancel);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Clears the timer and the listener. Call it when the try is over, body included. */
  release(): void {
    this.#stopTimer();
    this.outer?.removeEventListener("abort", this.#cancel);
  }

  #end(interruption: "timeout" | "cancelled"): void {
    this.interruption ??= interruption;
    this.#controller.abort();
  }
}
