/** How a callee's earlier caller ID matters. */
export interface AffinityRules {
  /**
   * - `sticky`: the number that the callee was last called from.
   * - `sticky-once-answered`: the number of the callee's last answered call; until one was answered, the route decides.
   * - `fresh`: one that the callee was not called from yet, until all of the chain were used once.
   * - `off`: it does not matter.
   *
   * Default `"sticky"`.
   */
  readonly mode: "sticky" | "sticky-once-answered" | "fresh" | "off";
  /** For how long a call is remembered: above 0 to 3650 days. Default 30. */
  readonly ttlDays: number;
  /** When the sticky number left the pool, or the route does not allow it for this call. Default `"fall-through"`. */
  readonly whenGone: "fall-through" | "refuse";
  /** When the sticky number is at a limit. Default `"fall-through"`. */
  readonly whenAtLimit: "fall-through" | "wait";
  /** Under `"wait"`: falls through all the same if the wait would be longer, hours: above 0 to 87,600. Default 25: a number at its daily limit is free within 24 h 15 min. */
  readonly maxWaitHours: number;
}
