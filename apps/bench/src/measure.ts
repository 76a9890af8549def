/** What one selection came to. */
export interface Outcome {
  readonly isGranted: boolean;
  /** Whether the callee kept an earlier number. */
  readonly isKept: boolean;
}

/** What was measured. */
export interface Measurement {
  readonly selectionsPerSecond: number;
  readonly selections: number;
  /** Shares of all selections, 0 to 1. */
  readonly granted: number;
  readonly kept: number;
}

/**
 * Runs `selectOne` until the time is up, after a warm-up of a quarter of it.
 *
 * @param batch Selections between two looks at the clock.
 */
export function measure(selectOne: () => Outcome, forMs: number, batch: number): Measurement {
  runFor(selectOne, forMs / 4, batch);
  const { elapsedMs, selections, granted, kept } = runFor(selectOne, forMs, batch);
  return {
    selectionsPerSecond: Math.round((selections / elapsedMs) * 1000),
    selections,
    granted: granted / selections,
    kept: kept / selections,
  };
}

function runFor(selectOne: () => Outcome, forMs: number, batch: number) {
  const begin = performance.now();
  let [elapsedMs, selections, granted, kept] = [0, 0, 0, 0];
  while (elapsedMs < forMs) {
    for (let count = 0; count < batch; count++) {
      const { isGranted, isKept } = selectOne();
      if (isGranted) granted++;
      if (isKept) kept++;
    }
    selections += batch;
    elapsedMs = performance.now() - begin;
  }
  return { elapsedMs, selections, granted, kept };
}
