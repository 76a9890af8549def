import { median } from "./median.js";
import { runConcurrently } from "./run-concurrently.js";
import type { SendOne } from "./subjects.js";

/** What one subject made of one workload: medians over all rounds. */
export interface Result<Name extends string> {
  readonly subject: Name;
  readonly requestsPerSecond: number;
  /** Processor time of this process for one request, all threads, in microseconds. */
  readonly cpuMicros: number;
  /** Rate against each other subject's rate in the same round. */
  readonly rateRatio: Readonly<Record<Name, number>>;
  /** Other's CPU per request against this one's in the same round: above 1, this one needs less. */
  readonly cpuRatio: Readonly<Record<Name, number>>;
}

/** How much is measured. */
export interface Extent {
  readonly rounds: number;
  /** Requests of each subject in a round. */
  readonly requests: number;
  /** Requests under way at once. */
  readonly concurrency: number;
}

const WARM_UP_ROUNDS = 10;

interface Sample {
  readonly rate: number;
  readonly cpuMicros: number;
}

/**
 * Measures subjects side by side.
 *
 * In each round every subject has its turn, and who begins changes from round
 * to round, so that what disturbs the machine for a while disturbs all of them.
 * Ratios are taken inside a round; the median of the rounds is the result. The
 * rounds of warm-up are thrown away.
 */
export async function compare<Name extends string>(
  subjects: Readonly<Record<Name, SendOne>>,
  { rounds, requests, concurrency }: Extent,
): Promise<readonly Result<Name>[]> {
  const names = Object.keys(subjects) as Name[];
  const samples = new Map<Name, Sample[]>(names.map((name) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    const shift = (round + WARM_UP_ROUNDS) % names.length;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      const sample = await sampleOf(subjects[name], requests, concurrency);
      if (round >= 0) samples.get(name)?.push(sample);
    }
  }
  return names.map((subject) => {
    const own = samples.get(subject) ?? [];
    const ratios = (ratio: (mine: Sample, other: Sample) => number) =>
      Object.fromEntries(
        names.map((name) => [
          name,
          median((samples.get(name) ?? []).map((other, round) => ratio(own[round] ?? other, other))),
        ]),
      ) as Record<Name, number>;
    return {
      subject,
      requestsPerSecond: median(own.map(({ rate }) => rate)),
      cpuMicros: median(own.map(({ cpuMicros }) => cpuMicros)),
      rateRatio: ratios((mine, other) => mine.rate / other.rate),
      cpuRatio: ratios((mine, other) => other.cpuMicros / mine.cpuMicros),
    };
  });
}

async function sampleOf(sendOne: SendOne, requests: number, concurrency: number): Promise<Sample> {
  const cpuAtStart = process.cpuUsage();
  const begin = performance.now();
  await runConcurrently(sendOne, requests, concurrency);
  const elapsedMs = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpuAtStart);
  return { rate: (requests / elapsedMs) * 1000, cpuMicros: (user + system) / requests };
}
