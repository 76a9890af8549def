import type { PolicyInput } from "./types.js";

/**
 * Policies to begin with. All of them are sticky, because people call back the
 * number they know, and let a number carry 75 calls a day, the moderate volume
 * that vendors advise.
 */
export const presets = {
  /**
   * Shares calls evenly over the whole pool. For a pool whose numbers are alike,
   * and the default of an empty policy.
   */
  balanced: {
    affinity: "sticky",
    route: { localPresence: ["any"] },
    order: "round-robin",
    limits: { maxCallsPerDay: 75 },
  },
  /**
   * A number of the callee's own area code, or else of the country, or else any.
   * Least recently used, because calls bunch up in few areas: each area's numbers
   * take turns by when they last rang anywhere. Needs a geography.
   */
  localPresence: {
    affinity: "sticky",
    route: { localPresence: ["area-code", "country", "any"] },
    order: "least-recently-used",
    limits: { maxCallsPerDay: 75 },
  },
  /**
   * Shares calls by the numbers' weights, smoothly. For a pool in which some
   * numbers should carry more than others, such as new ones beside established ones.
   */
  weighted: {
    affinity: "sticky",
    route: { localPresence: ["any"] },
    order: "weighted-round-robin",
    limits: { maxCallsPerDay: 75 },
  },
} as const satisfies Readonly<Record<string, PolicyInput>>;

/** Name of a preset. */
export type PresetName = keyof typeof presets;
