import type { DialerClock } from "@dialpool/dialer";
import { seededRandom } from "../witness/seeded-random.js";

/** Turns of the event loop without anything new, after which nothing more is going to happen by itself. */
const QUIET_TURNS = 6;

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * A clock that runs as clocks do while work is under way, and jumps to the next sleeper's hour when all sleep: a day
 * passes in seconds, and no request is ever under way while it jumps.
 *
 * Whoever does something that takes real time does it within {@link during}.
 */
export class VirtualClock implements DialerClock {
  readonly random: () => number;
  readonly #startedAt: number;
  readonly #realStart = performance.now();
  #skippedMs = 0;
  /** By `at`; those that sleep to the same instant in the order in which they lay down. */
  #sleepers: Sleeper[] = [];
  #underWay = 0;
  /** Counts whatever happens, so that a look at two moments tells if anything did. */
  #happenings = 0;
  #isLooking = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param startAt Where it begins, epoch ms. */
  constructor(startAt: number, seed: number) {
    this.#startedAt = startAt;
    this.random = seededRandom(seed);
  }

  readonly now = (): number =>
    Math.floor(this.#startedAt + performance.now() - this.#realStart + this.#skippedMs);

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper: Sleeper = {
        at: this.now() + Math.max(0, ms),
        wake: () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      const abort = () => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
        this.#happened();
        sleeper.wake();
      };
      signal?.addEventListener("abort", abort, { once: true });
      const place = this.#sleepers.findIndex(({ at }) => at > sleeper.at);
      this.#sleepers.splice(place < 0 ? this.#sleepers.length : place, 0, sleeper);
      this.#happened();
    });

  /** Time does not jump before this work is done. */
  async during<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    this.#underWay++;
    try {
      return await work();
    } finally {
      this.#underWay--;
      this.#happened();
    }
  }

  #happened(): void {
    this.#happenings++;
    if (this.#isLooking) return;
    this.#isLooking = true;
    void this.#look();
  }

  /** Waits until nothing happens any more, and wakes whoever is next. */
  async #look(): Promise<void> {
    for (let quietTurns = 0, seen = -1; quietTurns < QUIET_TURNS; ) {
      await new Promise((resolve) => setImmediate(resolve));
      quietTurns = seen === this.#happenings ? quietTurns + 1 : 0;
      seen = this.#happenings;
    }
    this.#isLooking = false;
    const [next] = this.#sleepers;
    if (next === undefined) return;
    if (this.#underWay === 0) this.#skippedMs += Math.max(0, next.at - this.now());
    this.#wakeDue();
  }

  #wakeDue(): void {
    clearTimeout(this.#timer);
    const now = this.now();
    const due = this.#sleepers.filter(({ at }) => at <= now);
    this.#sleepers = this.#sleepers.slice(due.length);
    for (const { wake } of due) wake();
    const [next] = this.#sleepers;
    if (next === undefined) return;
    // While work is under way, time passes by itself.
    this.#timer = setTimeout(() => this.#wakeDue(), Math.min(next.at - now, 1_000_000));
    if (due.length > 0) this.#happened();
  }
}
