import { lastingFailureOf, unreachable } from "./connection-errors.js";
import type { ClientEvents } from "./redis-client.js";
import { within } from "./within.js";

/** How a library says where its connection stands. */
export interface ConnectionState {
  isReady(): boolean;
  /** Whether it has ended and will not be tried again. */
  isEnded(): boolean;
}

/** Waits for a client's connection, with one set of listeners however many callers wait. */
export class Readiness {
  readonly #events: ClientEvents;
  readonly #state: ConnectionState;
  readonly #timeoutMs: number;
  #next: Promise<void> | undefined;
  #latestError: unknown;

  constructor(events: ClientEvents, state: ConnectionState, timeoutMs: number) {
    this.#events = events;
    this.#state = state;
    this.#timeoutMs = timeoutMs;
  }

  /** `undefined` when the connection takes commands now. */
  wait(): Promise<void> | undefined {
    if (this.#state.isReady()) return undefined;
    if (this.#state.isEnded()) return Promise.reject(unreachable(this.#latestError ?? ENDED));
    this.#next ??= this.#change();
    return within(this.#next, this.#timeoutMs, () => unreachable(this.#latestError));
  }

  /** Until the connection is ready, or failed for good. Whoever asks after a failure waits for the next change. */
  #change(): Promise<void> {
    const change = new Promise<void>((resolve, reject) => {
      const settle = (act: () => void) => {
        this.#events.off("ready", onReady);
        this.#events.off("error", onError);
        this.#events.off("end", onEnd);
        this.#next = undefined;
        act();
      };
      const onReady = () => settle(resolve);
      const onEnd = () => settle(() => reject(unreachable(this.#latestError ?? ENDED)));
      const onError = (error: unknown) => {
        this.#latestError = error;
        const lasting = lastingFailureOf(error);
        if (lasting !== undefined) settle(() => reject(lasting));
      };
      this.#events.on("ready", onReady);
      this.#events.on("error", onError);
      this.#events.on("end", onEnd);
    });
    // Whoever waited may have given up before.
    change.catch(() => {});
    return change;
  }
}

const ENDED = new Error("The client was closed, or never connected.");
