/**
 * How the numbers inside one bucket take turns. The semantics of each are in `docs/selection.md`.
 *
 * - `round-robin`: one after the other, each bucket with its own turns.
 * - `weighted-round-robin`: smoothly in proportion to the weights, within one call of the exact share.
 * - `random`: each with the same chance.
 * - `weighted-random`: each with a chance in proportion to its weight.
 * - `least-recently-used`: whoever was selected longest ago anywhere in the namespace.
 * - `least-used`: fewest calls in the rolling day, then least recently used.
 * - `fewest-in-flight`: fewest calls at once, then least recently used.
 * - `power-of-two`: the less loaded of two drawn at random.
 * - `rendezvous`: by a hash of callee and number, weighted; the same callee meets the same number without stored state.
 * - `answer-rate`: learns which numbers get answered (Thompson sampling).
 * - `custom`: a function that the user registered.
 */
export type OrderName =
  | "round-robin"
  | "weighted-round-robin"
  | "random"
  | "weighted-random"
  | "least-recently-used"
  | "least-used"
  | "fewest-in-flight"
  | "power-of-two"
  | "rendezvous"
  | "answer-rate"
  | "custom";

/** An order with what it needs to be told. */
export type OrderRules =
  | {
      /** See {@link OrderName}. */
      readonly name: Exclude<OrderName, "answer-rate" | "custom">;
    }
  | AnswerRateRules
  | {
      readonly name: "custom";
      /** Under which name the function was registered. */
      readonly use: string;
    };

/** What the learning order needs to be told. */
export interface AnswerRateRules {
  readonly name: "answer-rate";
  /** Answered calls that every number is credited with in advance: above 0 to 1e6. Default 1.5. */
  readonly priorAnswered: number;
  /** Unanswered calls that every number is charged with in advance: above 0 to 1e6. Default 8.5. */
  readonly priorUnanswered: number;
  /** An outcome counts half after this time, in days: 1 to 365. Default 7. */
  readonly halfLifeDays: number;
  /** Share of the calls that go to any number with equal chance: 0 to 1. Default 0.1. */
  readonly exploration: number;
}
