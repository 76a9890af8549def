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

const operation = <Id extends OperationId>(id: Id, method: string, path: string): KnownOperation<Id> => ({
  id,
  method,
  path,
});

/** The fifteen operations, by the vendor's ids. */
export const OPERATIONS = {
  listAgents: operation("list-assistant", "GET", "/assistants/"),
  createAgent: operation("create-assistant", "POST", "/assistants"),
  getAgent: operation("get-assistant", "GET", "/assistants/{model_id}"),
  updateAgent: operation("update-assistant", "PUT", "/assistants/{model_id}"),
  deleteAgent: operation("delete-assistant", "DELETE", "/assistants/{model_id}"),
  attachPhoneNumbers: operation(
    "attach-phone-numbers-to-assistant",
    "PUT",
    "/assistants/{model_id}/phone_numbers",
  ),
  detachPhoneNumber: operation(
    "detach-phone-number-from-assistant",
    "DELETE",
    "/assistants/{model_id}/phone_numbers/{phone_number_slug}",
  ),
  listNumbers: operation("get-numbers", "GET", "/numbers"),
  getNumber: operation("get-phone-number", "GET", "/numbers/{phone_number_slug}"),
  updateNumber: operation("update-phone-number", "PATCH", "/numbers/{phone_number_slug}"),
  deleteNumber: operation("delete-phone-number", "DELETE", "/numbers/{phone_number_slug}"),
  createCustomNumber: operation("create-custom-number", "POST", "/custom-numbers"),
  createCall: operation("voice-call", "POST", "/calls"),
  listCalls: operation("list-calls", "GET", "/calls"),
  getCall: operation("get-phone-call", "GET", "/calls/{call_id}"),
} as const;
