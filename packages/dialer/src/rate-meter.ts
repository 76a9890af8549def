/** A count that fades: what happened `HALF_LIFE_MS` ago counts half. Plain JSON. */
export interface Meter {
  /** What was counted, faded as of `at`. */
  readonly count: number;
  /** Epoch ms. */
  readonly at: number;
  /** When counting began, epoch ms. */
  readonly since: number;
}

const HALF_LIFE_MS = 10_000;
/** A rate over less time than this says nothing. */
const SHORTEST_MS = 1000;

/** A meter that has counted nothing. */
export function emptyMeter(now: number): Meter {
  return { count: 0, at: now, since: now };
}

/** Counts one event. Events may come in any order. */
export function tick(meter: Meter, at: number): Meter {
  const latest = Math.max(meter.at, at);
  return {
    ...meter,
    count: meter.count * faded(latest - meter.at) + faded(latest - at),
    at: latest,
  };
}

/**
 * Events per second, the latest counting most. Exact for events that come evenly, from the first second on:
 * the time before counting began is taken out.
 */
export function meterRate(meter: Meter, now: number): number {
  const at = Math.max(meter.at, now);
  const count = meter.count * faded(at - meter.at);
  const fullCountMs = (HALF_LIFE_MS / Math.LN2) * (1 - faded(Math.max(at - meter.since, SHORTEST_MS)));
  return (count * 1000) / fullCountMs;
}

function faded(ms: number): number {
  return 2 ** (-ms / HALF_LIFE_MS);
}
