/** The fifteen operations, by the vendor's ids. Nothing else is exported here. */
import { operation } from "./operation.js";

export const listAgents = operation("list-assistant", "GET", "/assistants/");
export const createAgent = operation("create-assistant", "POST", "/assistants");
export const getAgent = operation("get-assistant", "GET", "/assistants/{model_id}");
export const updateAgent = operation("update-assistant", "PUT", "/assistants/{model_id}");
export const deleteAgent = operation("delete-assistant", "DELETE", "/assistants/{model_id}");
export const attachPhoneNumbers = operation(
  "attach-phone-numbers-to-assistant",
  "PUT",
  "/assistants/{model_id}/phone_numbers",
);
export const detachPhoneNumber = operation(
  "detach-phone-number-from-assistant",
  "DELETE",
  "/assistants/{model_id}/phone_numbers/{phone_number_slug}",
);
export const listNumbers = operation("get-numbers", "GET", "/numbers");
export const getNumber = operation("get-phone-number", "GET", "/numbers/{phone_number_slug}");
export const updateNumber = operation("update-phone-number", "PATCH", "/numbers/{phone_number_slug}");
export const deleteNumber = operation("delete-phone-number", "DELETE", "/numbers/{phone_number_slug}");
export const createCustomNumber = operation("create-custom-number", "POST", "/custom-numbers");
export const createCall = operation("voice-call", "POST", "/calls");
export const listCalls = operation("list-calls", "GET", "/calls");
export const getCall = operation("get-phone-call", "GET", "/calls/{call_id}");
