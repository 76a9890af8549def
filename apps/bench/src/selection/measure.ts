import { Bench } from "tinybench";

/** What one selection came to. */
export interface Outcome {
  readonly isGranted: boolean;
  /** Whether the callee kept an earlier number. */
  readonly isKept: boolean;
}

/** Selects once. */
export type Subject = () => Outcome;

/** What is to be measured. */
export interface Row {
  readonly name: string;
  readonly select: Subject;
  /** Selections between two looks at the clock. */
  readonly batch: number;
}

/** What was measured. */
export interface Measurement {
  readonly name: string;
  /** Median of the rounds. */
  readonly perSecond: number;
  /** Of the slowest and the fastest round. */
  readonly slowest: number;
  readonly fastest: number;
  readonly selections: number;
  /** Shares of all selections, 0 to 1. */
  readonly granted: number;
  readonly kept: number;
}

/** How long each row runs in each round, and how often the rounds go round. */
export interface Effort {
  readonly rounds: number;
  readonly timeMs: number;
  readonly warmupMs: number;
}

/**
 * Measures rows with tinybench, all of them once in each round, so that a busy machine slows all alike.
 *
 * The clock is the processor time of this process, all its threads: garbage collection and
 * compilation beside the main thread count, other people's processes do not.
 */
export async function measure(
  rows: readonly Row[],
  { rounds, timeMs, warmupMs }: Effort,
): Promise<readonly Measurement[]> {
  const tallies = rows.map(() => ({ selections: 0, granted: 0, kept: 0 }));
  const rates: number[][] = rows.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const bench = new Bench({
      now: processorMs,
      time: timeMs,
      iterations: 2,
      warmupTime: round === 0 ? warmupMs : warmupMs / 4,
      warmupIterations: 1,
    });
    for (const [index, { name, select, batch }] of rows.entries()) {
      const tally = tallies[index];
      bench.add(`${index}: ${name}`, () => {
        for (let count = 0; count < batch; count++) {
          const { isGranted, isKept } = select();
          if (tally === undefined) continue;
          tally.selections++;
          if (isGranted) tally.granted++;
          if (isKept) tally.kept++;
        }
      });
    }
    await bench.run();
    for (const [index, { result }] of bench.tasks.entries()) {
      if (result.state === "errored") throw result.error;
      if (result.state !== "completed") throw new Error(`${rows[index]?.name} was not measured.`);
      rates[index]?.push((1_000 * (rows[index]?.batch ?? 0)) / result.latency.mean);
    }
  }
  return rows.map(({ name }, index) => {
    const sorted = (rates[index] ?? []).sort((a, b) => a - b);
    const { selections, granted, kept } = tallies[index] ?? { selections: 1, granted: 0, kept: 0 };
    return {
      name,
      perSecond: sorted[Math.floor(sorted.length / 2)] ?? 0,
      slowest: sorted[0] ?? 0,
      fastest: sorted.at(-1) ?? 0,
      selections,
      granted: granted / selections,
      kept: kept / selections,
    };
  });
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
