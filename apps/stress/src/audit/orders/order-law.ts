/** A choice that was made, and whom it was made among. */
export interface Pick {
  /** Who was chosen, as a place in the pool's numbers by slug. */
  readonly chosen: number;
  /** Places of all that were free, rising; the chosen one is among them. */
  readonly free: readonly number[];
  readonly callee: string;
  readonly draws: readonly number[];
  readonly now: number;
}

/**
 * What an order promises, held against the choices of one pool in their merged order. Each law is written anew from
 * the contract, as plainly as can be, and keeps its own state.
 */
export interface OrderLaw {
  /** @returns The place that should have been chosen; any of several where rounding leaves it open. */
  expected(pick: Pick): number | readonly number[];
  /** The choice was made, right or wrong. */
  chose(pick: Pick): void;
  /** A number came to a limit. It is heard of again when it is among the free ones of a pick. */
  parked(place: number): void;
  /** A call of this pool ended. Its time is the namespace's. */
  ended?(place: number, outcome: string, now: number): void;
  /** Something that a reader of the report may want to know. */
  note?(): string;
}
