import { ClockError } from "./errors.js";
import type { CallPlacer, DialerClock, ListOptions } from "./ports.js";

/** How far the machine's clock may be from the API's, ms. Much less than the five minutes for which records are looked at around an attempt. */
const CLOCK_TOLERANCE_MS = 60_000;
/** For how long an answer vouches for the clock, ms: a clock that was set forward by more makes it look old. */
const FRESH_MS = 60_000;
/** `Date` has whole seconds. */
const DATE_STEP_MS = 1_000;
/** How often the API is asked until an answer says something. */
const MAX_TIMES_ASKED = 3;

/** What the API's answers say of the machine's clock. */
interface Heard {
  /** When, by the machine's clock. */
  readonly at: number;
  /** The API's time then; absent where it told none. */
  readonly date?: number;
}

/** What an {@link ApiClock} is made from. */
export interface ApiClockParts {
  readonly client: Pick<CallPlacer, "calls">;
  readonly clock: Pick<DialerClock, "now">;
}

/**
 * Compares the machine's clock with the `Date` header of the API's answers (RFC 9110, 6.6.1).
 *
 * When a person may be called, and in which records a lost call is looked for, goes by the machine's clock. It is looked at
 * before an attempt is written down and before one is taken for absent, so a clock that is wrong then does no harm.
 * Where the API tells no time, or cannot be asked, the clock is trusted.
 */
export class ApiClock {
  readonly #parts: ApiClockParts;
  #heard: Heard | undefined;
  #asking: Promise<ClockError | undefined> | undefined;
  /** The client passes over who wants to hear, or the API tells no time. */
  #isMute = false;

  constructor(parts: ApiClockParts) {
    this.#parts = parts;
  }

  /** What reads of call records are to be given, so that their answers are heard. */
  readonly listening: NonNullable<ListOptions["middleware"]> = [
    {
      onResponse: ({ response: { headers } }) => {
        // An answer out of a cache tells when that was filled.
        if (headers.has("age")) return undefined;
        const date = Date.parse(headers.get("date") ?? "");
        const at = this.#parts.clock.now();
        this.#isMute = false;
        this.#heard = Number.isNaN(date) ? { at } : { at, date };
        return undefined;
      },
    },
  ];

  /**
   * Asks the API, unless an answer of the last minute vouches for the clock. Resolves at once when the signal aborts: then nothing is known.
   *
   * @param agentId An agent whose records may be read for it.
   * @throws ClockError
   */
  async check(agentId: string, signal?: AbortSignal): Promise<void> {
    if (this.#isVouchedFor()) return;
    this.#asking ??= this.#ask(agentId).finally(() => {
      this.#asking = undefined;
    });
    const wrong = await orAborted(this.#asking, signal);
    if (wrong !== undefined) throw wrong;
  }

  #isVouchedFor(): boolean {
    if (this.#isMute) return true;
    if (this.#heard === undefined) return false;
    const age = this.#parts.clock.now() - this.#heard.at;
    return age >= -DATE_STEP_MS && age <= FRESH_MS && !isFarOff(this.#heard);
  }

  /** @returns What is wrong with the clock, as far as the API can tell. */
  async #ask(agentId: string): Promise<ClockError | undefined> {
    const { clock } = this.#parts;
    for (let times = 1; times <= MAX_TIMES_ASKED; times++) {
      const before = this.#heard;
      const askedAt = clock.now();
      const isAnswered = await this.#read(agentId, askedAt);
      const heard = this.#heard;
      if (heard === before || heard === undefined) {
        // What could not be asked says nothing new.
        if (before !== undefined && isFarOff(before)) return new ClockError(before.at - before.date);
        this.#isMute = isAnswered;
        this.#heard = { at: clock.now() };
        return undefined;
      }
      if (!isFarOff(heard)) return undefined;
      // An answer that was long on its way looks as if the clock were ahead.
      const [least, most] = [askedAt - heard.date - DATE_STEP_MS, heard.at - heard.date];
      if (least > CLOCK_TOLERANCE_MS && most > CLOCK_TOLERANCE_MS) return new ClockError(least);
      if (least < -CLOCK_TOLERANCE_MS && most < -CLOCK_TOLERANCE_MS) return new ClockError(most);
      // Nor does one say anything during which the clock was set.
    }
    // Nobody asks again for each call: it is about as far off as it may be.
    this.#heard = { at: clock.now() };
    return undefined;
  }

  /** @returns Whether it was answered. A refusal is no answer here, though it is heard as well. */
  async #read(agentId: string, from: number): Promise<boolean> {
    const params = { model_id: agentId, from_date: Math.max(0, Math.floor(from)), limit: 1 };
    try {
      for await (const _ of this.#parts.client.calls.list(params, { middleware: this.listening })) break;
      return true;
    } catch {
      return false;
    }
  }
}

function isFarOff(heard: Heard): heard is Required<Heard> {
  return heard.date !== undefined && Math.abs(heard.at - heard.date) > CLOCK_TOLERANCE_MS;
}

/** Resolves with `undefined` as soon as the signal aborts. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return work;
  if (signal.aborted) return undefined;
  let abort = () => {};
  const aborted = new Promise<undefined>((resolve) => {
    abort = () => resolve(undefined);
    signal.addEventListener("abort", abort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
