import type { Operation } from "./errors.js";
import type { operations } from "./generated/schema.js";

/** The vendor's names of the fifteen operations. */
export type OperationId = Exclude<keyof operations, "post-call-event">;

/** An operation whose parameters and body the spec's types know by its id. */
export interface KnownOperation<Id extends OperationId = OperationId> extends Operation {
  readonly id: Id;
}

/** What an operation is sent with. */
export interface InputOf<Id extends OperationId> {
  readonly params?: Pick<operations[Id]["parameters"], "path" | "query">;
  readonly body?: operations[Id] extends { requestBody: { content: { "application/json": infer Body } } }
    ? Body
    : never;
}

/** Names an operation. */
// @__NO_SIDE_EFFECTS__
export function operation<Id extends OperationId>(id: Id, method: string, path: string): KnownOperation<Id> {
  return { id, method, path };
}
