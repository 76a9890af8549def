import type { PolicyInput } from "./types.js";

/**
 * Policies to begin with. What a preset does not say is the default, so all of
 * them are sticky unless they say otherwise, because people call back the number
 * they know, and all keep to moderate volume.
 *
 * None is a way around spam labels. Numbers are labelled for how people take
 * their calls, and one that people see again and can call back does better than
 * a fresh one.
 */
export const presets = {
  /** Shares calls evenly over the whole pool. For a pool whose numbers are alike, and the same as an empty policy. */
  balanced: { order: "round-robin" },
  /**
   * The closest number there is: the callee's area code, an overlay of it, the
   * nearest area of the same state, the state, the country, any. Twilio begins
   * like this and goes on at random; Plivo and Readymode go on to the state.
   *
   * Least recently used, because calls bunch up in few areas: each area's numbers
   * take turns by when they last rang anywhere. Needs a geography.
   */
  localPresence: {
    route: { localPresence: ["area-code", "overlay", "near", "region", "country", "any"] },
    order: "least-recently-used",
  },
  /**
   * One callee, one number: a call waits, up to a day, for the number that the
   * callee knows, and remembers it for 90 days. For appointments and
   * follow-ups, where the callee has it in their contacts.
   *
   * Newcomers go to the number with the fewest calls today, which has room for what follows.
   */
  sticky: {
    affinity: { mode: "sticky", ttlDays: 90, whenAtLimit: "wait" },
    order: "least-used",
  },
  /**
   * For a pool with numbers that are new: give them their `activeSince`. A number
   * carries 10, 20, 30 and 50 calls a day in its first four weeks (AffordableCare's
   * stages, and a step to the limit of 75); at most 15 an hour, so that a
   * day's calls do not come at once; and it rests after three failures in a row.
   *
   * Least used, so that what a young number may not carry falls on all others alike.
   */
  warmUp: {
    order: "least-used",
    limits: {
      maxCallsPerHour: 15,
      warmUp: [
        { untilDays: 7, maxCallsPerDay: 10 },
        { untilDays: 14, maxCallsPerDay: 20 },
        { untilDays: 21, maxCallsPerDay: 30 },
        { untilDays: 28, maxCallsPerDay: 50 },
      ],
      restAfterFailures: { failures: 3 },
    },
  },
  /**
   * Shares calls by the numbers' weights, smoothly. For a pool in which some
   * numbers should carry more than others.
   */
  weighted: { order: "weighted-round-robin" },
  /**
   * Learns which numbers get answered and prefers them, as Callaro does; one call
   * in ten goes to any number, so that none is written off for good. A callee
   * keeps a number from the first answer on: until then there is something to learn.
   */
  answerRate: {
    affinity: "sticky-once-answered",
    order: "answer-rate",
  },
  /**
   * Low volume: 40 calls a day and 10 an hour from one number, 30 seconds apart
   * (quotingfast's lower figure is 40 to 45 a day), two calls a day to one callee
   * (First Orion finds that patience ends at the third), an early rest and an early
   * quarantine.
   */
  conservative: {
    order: "least-used",
    limits: {
      maxCallsPerDay: 40,
      maxCallsPerHour: 10,
      minGapSeconds: 30,
      maxCallsPerCallee: { calls: 2, withinHours: 24 },
      restAfterFailures: { failures: 3, restMinutes: 120 },
      quarantineAfterBlocks: { blocks: 2, withinHours: 72 },
    },
  },
  /**
   * The same callee meets the same number though nothing is remembered: a hash
   * of the two decides, and a number that comes or goes moves only its own share
   * of the callees. For functions and scripts that keep no state between calls;
   * limits hold only as far as usage is kept.
   */
  stateless: {
    affinity: "off",
    order: "rendezvous",
  },
} as const satisfies Readonly<Record<string, PolicyInput>>;

/** Name of a preset. */
export type PresetName = keyof typeof presets;
