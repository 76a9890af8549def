import type { Agent, Call, CreateCallRequest, ListCallsParams, PlacedCall } from "@dialpool/core";

/**
 * What the dialer asks of the API; the client of `@dialpool/core` is one.
 *
 * `create` is called once for an attempt, with `retries: 0`. What it throws is sorted by what it
 * proves, see `placementOf`.
 */
export interface CallPlacer {
  readonly calls: {
    create(
      request: CreateCallRequest,
      options: { readonly retries: 0; readonly timeoutMs: number; readonly signal?: AbortSignal },
    ): Promise<PlacedCall>;
    /** Call records of an agent, all pages. */
    list(params: ListCallsParams, options?: ListOptions): AsyncIterable<Call>;
  };
  readonly agents: {
    /** The agent with the numbers that are attached to it now. */
    get(agentId: string): Promise<Agent>;
  };
}

/** How records are asked for. */
export interface ListOptions {
  readonly signal?: AbortSignal;
  /** Something is concluded from a record that is not there: a list that breaks off is to throw, after the records that came. */
  readonly whole?: boolean;
  /** Sees each answer: its `Date` header tells the API's time. Where it is passed over, the machine's clock is trusted. */
  readonly middleware?: readonly { onResponse(answer: { readonly response: Response }): undefined }[];
}

/** Time and chance. */
export interface DialerClock {
  /** Epoch ms. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
}
