import { setMaxListeners } from "node:events";
import type { RunningSandbox } from "@dialpool/sandbox";
import type { VirtualClock } from "../clock/virtual-clock.js";

/** How often calls that have ended are looked for, ms. */
const LOOK_EVERY_MS = 15_000;
const DUPLICATED_SHARE = 0.2;
const LATE_SHARE = 0.2;
const LATEST_MS = 3_600_000;
const FORGED_SHARE = 0.1;
const LYING_SHARE = 0.1;

/** What was delivered. */
export interface Delivered {
  events: number;
  duplicates: number;
  late: number;
  forged: number;
  /** Forged ones that were not turned away. */
  forgedTaken: number;
  /** With a signature that holds, over a body that says something else than the record. */
  lying: number;
}

/** Brings the sandbox's events as badly as a vendor might: twice, late, forged, changed on the way. */
export class EventCourier {
  readonly delivered: Delivered = {
    events: 0,
    duplicates: 0,
    late: 0,
    forged: 0,
    forgedTaken: 0,
    lying: 0,
  };
  readonly #sandbox: RunningSandbox;
  readonly #clock: VirtualClock;
  readonly #url: string;
  readonly #random: () => number;
  readonly #stopped = new AbortController();
  readonly #told = new Set<string>();
  readonly #deliveries = new Set<Promise<void>>();

  constructor(parts: {
    readonly sandbox: RunningSandbox;
    readonly clock: VirtualClock;
    readonly url: string;
    readonly random: () => number;
  }) {
    this.#sandbox = parts.sandbox;
    this.#clock = parts.clock;
    this.#url = parts.url;
    this.#random = parts.random;
    // Every late event listens.
    setMaxListeners(0, this.#stopped.signal);
  }

  /** Delivers until it is stopped. */
  async work(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      await this.#clock.sleep(LOOK_EVERY_MS, this.#stopped.signal);
      for (const { callId } of this.#sandbox.calls) {
        const message = this.#told.has(callId) ? undefined : this.#sandbox.eventOf(callId);
        if (message === undefined) continue;
        this.#told.add(callId);
        const delivery = this.#deliver(callId, message).finally(() => this.#deliveries.delete(delivery));
        this.#deliveries.add(delivery);
      }
    }
  }

  /** Those that are late are delivered at once. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#deliveries);
  }

  async #deliver(
    callId: string,
    { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ): Promise<void> {
    if (this.#random() < FORGED_SHARE) await this.#forge(callId, headers, body);
    if (this.#random() < LATE_SHARE) {
      this.delivered.late++;
      await this.#clock.sleep(this.#random() * LATEST_MS, this.#stopped.signal);
    }
    const isLying = this.#random() < LYING_SHARE;
    if (isLying) this.delivered.lying++;
    const times = this.#random() < DUPLICATED_SHARE ? 2 : 1;
    this.delivered.duplicates += times - 1;
    this.delivered.events++;
    const said = isLying ? body.replace(/"status":"[a-z_-]+"/g, '"status":"busy"') : body;
    for (let time = 0; time < times; time++) {
      const status = await this.#post(headers, said);
      if (status !== 200) throw new Error(`A signed event was answered with ${status}.`);
    }
  }

  async #forge(callId: string, headers: Readonly<Record<string, string>>, body: string): Promise<void> {
    this.delivered.forged++;
    const other = [...callId].reverse().join("");
    // One call's signature over another's id, or a signature of nobody.
    const forged =
      this.#random() < 0.5
        ? await this.#post(headers, body.replaceAll(callId, other))
        : await this.#post(
            { ...headers, "synthflow-signature": Buffer.from(callId).toString("base64") },
            body,
          );
    if (forged !== 401) this.delivered.forgedTaken++;
  }

  #post(headers: Readonly<Record<string, string>>, body: string): Promise<number> {
    return this.#clock.during(async () => {
      const answer = await fetch(this.#url, { method: "POST", headers, body });
      await answer.arrayBuffer();
      return answer.status;
    });
  }
}
