import type { PoolNumber } from "../types.js";
import type { NumberLoad, Peak } from "./report.js";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Keeps count of what one number, or all of them, carry. */
export class Load {
  calls = 0;
  answered = 0;
  readonly #startAt: number;
  readonly #byHour: number[] = [];
  #atOnce = 0;
  #mostAtOnce = 0;
  /** Starts of the last minute, from `#oldest` on. */
  #starts: number[] = [];
  #oldest = 0;
  #mostPerMinute = 0;

  constructor(startAt: number) {
    this.#startAt = startAt;
  }

  /** Calls started in each hour, up to the last with a call. */
  get callsByHour(): readonly number[] {
    return Array.from(this.#byHour, (calls = 0) => calls);
  }

  get peak(): Peak {
    return { callsAtOnce: this.#mostAtOnce, startsPerMinute: this.#mostPerMinute };
  }

  /** A call starts. */
  start(at: number): void {
    this.calls++;
    const hour = Math.floor((at - this.#startAt) / HOUR_MS);
    this.#byHour[hour] = (this.#byHour[hour] ?? 0) + 1;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, ++this.#atOnce);
    this.#starts.push(at);
    while ((this.#starts[this.#oldest] ?? at) <= at - MINUTE_MS) this.#oldest++;
    this.#mostPerMinute = Math.max(this.#mostPerMinute, this.#starts.length - this.#oldest);
    if (this.#oldest > MINUTE_MS && 2 * this.#oldest > this.#starts.length) {
      this.#starts = this.#starts.slice(this.#oldest);
      this.#oldest = 0;
    }
  }

  /** A call ends. */
  end(isAnswered: boolean): void {
    this.#atOnce--;
    if (isAnswered) this.answered++;
  }
}

/** The row of one number. */
export function loadOf(
  { slug, number }: PoolNumber,
  load: Load,
  all: Load,
  quarantinedUntil: number | null | undefined,
): NumberLoad {
  const { calls, answered, callsByHour, peak } = load;
  return {
    slug,
    number,
    calls,
    share: all.calls === 0 ? 0 : calls / all.calls,
    answered,
    callsByHour,
    peak,
    ...(quarantinedUntil === undefined ? {} : { quarantinedUntil }),
  };
}
