import type { PolicyInput } from "@dialpool/pool-strategies";

/** Nothing but the pacer holds calls back. */
export const PACE_DIALING = { concurrency: 1_000_000 } as const;

export const PACE_POLICY: PolicyInput = {
  affinity: "off",
  limits: {
    maxCallsPerCallee: null,
    maxCallsPerDay: null,
    maxCallsPerHour: null,
    maxConcurrentCalls: null,
    minGapSeconds: null,
    quarantineAfterBlocks: null,
    restAfterFailures: null,
  },
};
