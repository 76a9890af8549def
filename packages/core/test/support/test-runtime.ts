import type { Runtime } from "../../src/runtime.js";

/** A world in which waiting takes no time: the clock moves on by what was asked for. */
export interface TestRuntime extends Runtime {
  /** The waits between tries, in milliseconds. */
  readonly slept: number[];
  /** Timers that stand, in milliseconds. */
  readonly timers: readonly number[];
  /** Moves the clock. */
  advance(ms: number): void;
  /** Lets every timer that stands run out. */
  runOutTimers(): void;
}

/** @param random What chance gives, each time; 1 makes each wait the longest it may be. */
export function testRuntime({ now = 1_795_480_000_000, random = 1 } = {}): TestRuntime {
  const slept: number[] = [];
  const standing = new Map<() => void, number>();
  let time = now;
  return {
    slept,
    get timers() {
      return [...standing.values()];
    },
    now: () => time,
    random: () => random,
    startTimer(ms, end) {
      standing.set(end, ms);
      return () => standing.delete(end);
    },
    async sleep(ms) {
      slept.push(ms);
      time += ms;
    },
    advance(ms) {
      time += ms;
    },
    runOutTimers() {
      for (const end of [...standing.keys()]) {
        standing.delete(end);
        end();
      }
    },
  };
}
