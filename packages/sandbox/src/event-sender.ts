import { isLoopback } from "./loopback.js";
import type { PostCallMessage } from "./post-call-event.js";
import type { SimulatedCall } from "./telephony/call.js";

/** How post-call events are sent. */
export interface EventOptions {
  /** How late after a call's end its event is sent, ms. Default 0. */
  readonly delayMs?: number;
  /** How often each is sent: 1, or more for a vendor that repeats itself. Default 1. */
  readonly times?: number;
}

/** One event that was sent, or was not. */
export interface SentEvent {
  readonly callId: string;
  readonly url: string;
  /** The receiver's status; absent when there was no answer. */
  readonly status?: number;
  /** Why there was none: `"not_loopback"` is not even tried. */
  readonly problem?: string;
}

/** What the sender needs of its sandbox. */
export interface EventSource {
  readonly now: () => number;
  /** Where the events of a call go; absent: nowhere. */
  readonly urlFor: (call: SimulatedCall) => string | undefined;
  readonly messageOf: (call: SimulatedCall) => PostCallMessage | undefined;
}

/** Sends each call's event when the call has ended, to this machine and no other. */
export class EventSender {
  readonly sent: SentEvent[] = [];
  readonly #source: EventSource;
  readonly #options: EventOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #closed = new AbortController();

  constructor(source: EventSource, options: EventOptions = {}) {
    this.#source = source;
    this.#options = options;
  }

  /** Waits for a call's end. */
  follow(call: SimulatedCall): void {
    const url = this.#source.urlFor(call);
    if (url === undefined) return;
    const { delayMs = 0, times = 1 } = this.#options;
    const waitMs = Math.max(0, Math.ceil(call.timeline.endsAt - this.#source.now()) + delayMs);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const message = this.#source.messageOf(call);
      // The clock is the sandbox's own: by it, the call may still be going on.
      if (message === undefined) return this.follow(call);
      for (let time = 0; time < times; time++) void this.#send(call.id, url, message);
    }, waitMs);
    timer.unref();
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#closed.abort();
  }

  async #send(callId: string, url: string, { headers, body }: PostCallMessage): Promise<void> {
    const entry = { callId, url };
    if (!URL.canParse(url) || !isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ""))) {
      this.sent.push({ ...entry, problem: "not_loopback" });
      return;
    }
    try {
      const answer = await fetch(url, { method: "POST", headers, body, signal: this.#closed.signal });
      await answer.arrayBuffer();
      this.sent.push({ ...entry, status: answer.status });
    } catch (error) {
      this.sent.push({ ...entry, problem: error instanceof Error ? error.message : String(error) });
    }
  }
}
