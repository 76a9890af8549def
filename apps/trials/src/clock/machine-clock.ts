import { hrtime } from "node:process";

const NANOSECONDS = 1e6;

/** Where the clocks of a trial begin: what {@link machineClock} of every process of it is given. */
export function machineClockOrigin(): number {
  return Date.now() - Number(hrtime.bigint()) / NANOSECONDS;
}

/**
 * A clock that never goes back and is the same in all processes of this machine, epoch ms with fractions: the
 * machine's monotonic one.
 */
export function machineClock(origin: number): () => number {
  return () => origin + Number(hrtime.bigint()) / NANOSECONDS;
}
