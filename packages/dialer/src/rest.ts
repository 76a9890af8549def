import type { DialerClock } from "./ports.js";

/** No rest is longer, ms: whoever loops looks again. */
const MOST_MS = 1000;

/**
 * What whoever loops does when there is nothing to do: it waits, or until something happens that it has not
 * looked at yet.
 *
 * Things happen hundreds of times a second. So the alarm that was set stays set when somebody else wakes the sleeper,
 * and serves the next rest, if that is not to end before it.
 */
export class Rest {
  readonly #clock: Pick<DialerClock, "now" | "sleep">;
  #isWoken = false;
  #endRest = () => {};
  #alarm: { readonly at: number; readonly off: AbortController } | undefined;

  constructor(clock: Pick<DialerClock, "now" | "sleep">) {
    this.#clock = clock;
  }

  /** Something happened: ends the rest that is on, or the next one. */
  wake(): void {
    this.#isWoken = true;
    this.#endRest();
  }

  /** @param at Epoch ms. It may end before: look whether it did. */
  async until(at: number): Promise<void> {
    if (!this.#isWoken) {
      await new Promise<void>((resolve) => {
        this.#endRest = resolve;
        this.#setAlarm(at);
      });
    }
    this.#isWoken = false;
  }

  /** Takes the alarm back: nobody rests any more. */
  end(): void {
    this.#alarm?.off.abort();
    this.#alarm = undefined;
  }

  #setAlarm(at: number): void {
    if (this.#alarm !== undefined && this.#alarm.at <= at) return;
    this.#alarm?.off.abort();
    const alarm = { at, off: new AbortController() };
    this.#alarm = alarm;
    // The clock may have been set back since `at` was made of it.
    const ms = Math.min(MOST_MS, Math.max(1, at - this.#clock.now()));
    void this.#clock.sleep(ms, alarm.off.signal).then(() => {
      if (this.#alarm !== alarm) return;
      this.#alarm = undefined;
      this.#endRest();
    });
  }
}
