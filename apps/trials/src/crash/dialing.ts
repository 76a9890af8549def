import type { PolicyInput } from "@dialpool/pool-strategies";

/** How the crash trial dials: nothing waits long, so that a process that dies leaves little to wait for. */
export const CRASH_DIALING = {
  concurrency: 20,
  timeoutMs: 1_500,
  sendWithinMs: 1_000,
  graceMs: 200,
  readEveryMs: 400,
} as const;

/** Forty numbers call thousands: they may. */
export const CRASH_POLICY: PolicyInput = { limits: { maxCallsPerDay: null, minGapSeconds: null } };
