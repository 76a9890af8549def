import type { Admitter } from "./limits.js";
import type { ResolvedOptions } from "./options.js";
import type { Answer } from "./problem.js";
import type { Random } from "./random.js";
import type { SandboxState } from "./state.js";

/** A request after authorisation and validation. */
export interface ApiRequest {
  readonly path: Readonly<Record<string, string>>;
  /** Coerced to the types of the spec. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Valid under the spec. */
  readonly body: unknown;
}

/** What the handlers work with. */
export interface SandboxContext {
  readonly state: SandboxState;
  readonly options: ResolvedOptions;
  readonly admitter: Admitter;
  readonly random: Random;
  /** The sandbox's clock: the machine's and the offset. */
  readonly now: () => number;
}

/** Answers one operation; throws a `Problem` to refuse. */
export type Handler = (context: SandboxContext, request: ApiRequest) => Answer;

/** `{ status, response }` with 200. */
export function envelope(response: unknown, status = "ok"): Answer {
  return { status: 200, body: { status, response } };
}

/** `{ "status": "ok" }` alone. */
export const DONE: Answer = { status: 200, body: { status: "ok" } };

/** One page of rows and where it stands. */
export function pageOf<T>(rows: readonly T[], query: Readonly<Record<string, unknown>>) {
  const limit = typeof query.limit === "number" ? query.limit : 20;
  const offset = typeof query.offset === "number" ? query.offset : 0;
  return {
    items: rows.slice(offset, offset + limit),
    pagination: { total_records: rows.length, limit, offset },
  };
}
