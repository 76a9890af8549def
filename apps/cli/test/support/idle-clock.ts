/** A clock that goes on when there is nothing else to do: whoever sleeps is woken as soon as everybody waits for the time. */
export interface IdleClock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Sends requests as `send` does; while one is under way, time stands still. */
  readonly timeless: (send: Send) => Send;
  /** Has it be so much later. */
  pass(ms: number): void;
}

type Send = (request: Request) => Promise<Response>;

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Turns of the event loop in which nothing happened, after which everybody waits. */
const IDLE_TURNS = 3;

/** Begins now, and goes forward only: the calls of a sandbox on it end. */
export function createIdleClock(): IdleClock {
  let at = Date.now();
  let underWay = 0;
  let isWatching = false;
  const sleepers = new Set<Sleeper>();

  async function watch(): Promise<void> {
    if (isWatching) return;
    isWatching = true;
    for (let idle = 0; sleepers.size > 0 && underWay === 0; idle++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (idle < IDLE_TURNS) continue;
      idle = 0;
      const next = [...sleepers].reduce((a, b) => (b.at < a.at ? b : a));
      at = Math.max(at, next.at);
      next.wake();
    }
    isWatching = false;
  }

  return {
    now: () => at,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          at: at + ms,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener("abort", sleeper.wake);
            resolve();
          },
        };
        if (signal?.aborted) return resolve();
        sleepers.add(sleeper);
        signal?.addEventListener("abort", sleeper.wake);
        void watch();
      }),
    timeless: (send) => async (request) => {
      underWay++;
      try {
        const response = await send(request);
        // Its body is part of it.
        const body = await response.arrayBuffer();
        const { status, headers } = response;
        return new Response([204, 304].includes(status) ? null : body, { status, headers });
      } finally {
        underWay--;
        void watch();
      }
    },
    pass(ms) {
      at += ms;
    },
  };
}
