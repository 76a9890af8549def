import type { OperationId, OperationInput, SuccessBody } from "../wire-types.js";

/** Statuses with which an operation may refuse. */
export type RefusalStatus = 400 | 403 | 404 | 429;

/** An operation's refusal; the caller wraps it in the API's error envelope. */
export interface Refusal {
  readonly ok: false;
  readonly status: RefusalStatus;
  readonly description: string;
  readonly category: string;
}

/** What an operation comes to. */
export type Outcome<Id extends OperationId> = { readonly ok: true; readonly body: SuccessBody<Id> } | Refusal;

/** Answers one operation. Synchronous: state changes are never half done when the next request is read. */
export type Handler<Id extends OperationId> = (input: OperationInput<Id>) => Outcome<Id>;

const CATEGORIES: Readonly<Record<RefusalStatus, string>> = {
  400: "validation",
  403: "auth",
  404: "not_found",
  429: "rate_limit",
};

/** An answer with 200 and this body. */
export function succeed<Body>(body: Body): { readonly ok: true; readonly body: Body } {
  return { ok: true, body };
}

/** A refusal: nothing was done. */
export function refuse(status: RefusalStatus, description: string): Refusal {
  return { ok: false, status, description, category: CATEGORIES[status] };
}
