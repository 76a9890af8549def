import type { Placement } from "./placement.js";

/** Outcomes nobody knows, in a row, after which the next call would only add another. */
const MAX_UNKNOWN_IN_A_ROW = 3;
/** Refusals in a row after which something other than the contacts must be wrong. */
const MAX_REJECTED_IN_A_ROW = 20;

/** 429s in a row after which there is no hope that going slower helps. */
const MAX_LIMITED_IN_A_ROW = 50;

/** Why a run ended before its campaign did. */
export type StopKind =
  /** It was told to. */
  | "interrupted"
  | "aborted"
  /** No connection to the API opened. */
  | "unreachable"
  /** The API refuses the key. */
  | "credentials"
  /** The API does not know the agent. */
  | "agent_unknown"
  /** The outcome of several calls in a row is unknown. */
  | "api_failing"
  /** The API refuses every call. */
  | "always_rejected"
  /** The API answers 429 however slowly calls start. */
  | "rate_limited"
  /** There is no number to call from: none is attached, or none may be used until a person changes that. */
  | "pool_empty"
  /** Something else failed: the disk, our own code. */
  | "failed";

/** Why a run ended early. */
export interface Stop {
  readonly kind: StopKind;
  /** A sentence. */
  readonly message: string;
  readonly cause?: unknown;
}

/** Tells when going on would only add failures. Remembers what came in a row. */
export class StopRule {
  #unknownInARow = 0;
  #rejectedInARow = 0;
  #limitedInARow = 0;

  /** After a placement, in the order in which they come. */
  after(placement: Placement): Stop | undefined {
    const { kind } = placement;
    if (kind === "withheld") return undefined;
    this.#unknownInARow = kind === "unknown" ? this.#unknownInARow + 1 : 0;
    const isLimited = kind === "rejected" && placement.status === 429;
    this.#limitedInARow = isLimited ? this.#limitedInARow + 1 : 0;
    this.#rejectedInARow = kind === "rejected" && !isLimited ? this.#rejectedInARow + 1 : 0;
    if (kind === "placed") return undefined;
    const { reason: message, cause } = placement;
    if (kind === "not_sent") return { kind: "unreachable", message, cause };
    if (kind === "unknown") {
      if (this.#unknownInARow < MAX_UNKNOWN_IN_A_ROW) return undefined;
      const said = `The outcome of ${this.#unknownInARow} calls in a row is unknown. The last one: ${message}`;
      return { kind: "api_failing", message: said, cause };
    }
    const { status } = placement;
    if (this.#limitedInARow >= MAX_LIMITED_IN_A_ROW) {
      const said = `The API answered 429 to ${this.#limitedInARow} calls in a row. The last one: ${message}`;
      return { kind: "rate_limited", message: said, cause };
    }
    if (status === 401 || status === 403) return { kind: "credentials", message, cause };
    if (status === 404) return { kind: "agent_unknown", message, cause };
    if (this.#rejectedInARow < MAX_REJECTED_IN_A_ROW) return undefined;
    const said = `The API refused ${this.#rejectedInARow} calls in a row. The last one: ${message}`;
    return { kind: "always_rejected", message: said, cause };
  }
}
