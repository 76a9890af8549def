import type { Reasons, Tags } from "./types.js";

/** A call that needs a caller ID, with its input checked and its time clamped. */
export interface SelectionRequest {
  readonly callee: string;
  /** The callee's digits. */
  readonly calleeKey: number;
  readonly tags: Tags | undefined;
  readonly now: number;
  /** As many as the pool's order draws. */
  readonly draws: readonly number[];
  /** Numbers a link in the trace; `undefined` for no trace. */
  readonly traceNumbers: number | undefined;
}

/** A member chosen, and why. Its turn is taken; whoever enters the call fills in the rest. */
export interface MemberChoice {
  readonly ok: true;
  readonly member: number;
  readonly reasons: Reasons;
  /** Whether the route and the order chose it: neither affinity nor overflow. */
  readonly isOrdered: boolean;
  /** Under `fresh`: the numbers that count as used for the callee from now on, this one last. */
  readonly used: readonly number[] | undefined;
  /** The number's id. */
  readonly number: number;
  sequence: number;
  /** What the order learns the outcome by; 0 when it learns nothing from it. */
  stepCode: number;
}
