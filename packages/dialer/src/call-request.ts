import type { CreateCallRequest } from "@dialpool/core";

/** What one call is to carry. */
export interface CallContent {
  readonly name: string;
  /** `custom_variables` by key. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The body of `POST /calls`. */
export function callRequestOf(
  { name, variables = {} }: CallContent,
  attempt: {
    readonly id: string;
    readonly agentId: string;
    readonly callee: string;
    readonly callerId: string;
  },
  { sendAttemptId, webhookUrl }: { readonly sendAttemptId: boolean; readonly webhookUrl: string | undefined },
): CreateCallRequest {
  const all = sendAttemptId ? { ...variables, attempt_id: attempt.id } : variables;
  const custom_variables = Object.entries(all).map(([key, value]) => ({ key, value }));
  return {
    model_id: attempt.agentId,
    phone: attempt.callee,
    name,
    from_phone_number: attempt.callerId,
    ...(custom_variables.length > 0 ? { custom_variables } : {}),
    ...(webhookUrl === undefined ? {} : { external_webhook_url: webhookUrl }),
  };
}
