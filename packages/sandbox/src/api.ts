import type { ApiRequest, Handler, SandboxContext } from "./context.js";
import { type Answer, invalidFields, Problem, refusal } from "./problem.js";
import { agentHandlers } from "./routes/agents.js";
import { callHandlers } from "./routes/calls.js";
import { numberHandlers } from "./routes/numbers.js";
import type { SpecOperation } from "./spec.js";

const HANDLERS: Readonly<Record<string, Handler>> = { ...agentHandlers, ...numberHandlers, ...callHandlers };

/** @throws Error if the spec has an operation that nobody answers. */
export function requireHandlers(operations: readonly SpecOperation[]): void {
  const missing = operations.filter(({ operationId }) => HANDLERS[operationId] === undefined);
  if (missing.length > 0)
    throw new Error(
      `The sandbox has no handler for ${missing.map((operation) => operation.operationId).join(", ")}.`,
    );
}

/** Checks a request against the spec and answers it. Refusals are answers too. */
export function answerRequest(
  context: SandboxContext,
  operation: SpecOperation,
  request: ApiRequest,
): Answer {
  try {
    const query = { ...request.query };
    refuseBothAttachForms(operation, request.body);
    const faults = [...operation.checkQuery(query), ...operation.checkBody(request.body)];
    if (faults.length > 0) throw invalidFields(faults);
    const answer = HANDLERS[operation.operationId]?.(context, { ...request, query }) ?? {
      status: 500,
      body: {},
    };
    return context.options.validateAnswers ? checked(operation, answer) : answer;
  } catch (error) {
    if (error instanceof Problem)
      return context.options.validateAnswers ? checked(operation, error.answer) : error.answer;
    throw error;
  }
}

/** The guide says "choose either one or the other"; 400 is the API's dominant rejection. */
function refuseBothAttachForms({ operationId }: SpecOperation, body: unknown): void {
  if (operationId !== "attach-phone-numbers-to-assistant" || typeof body !== "object" || body === null)
    return;
  if ("phone_numbers" in body && "phone_number_slugs" in body) {
    throw refusal(400, "Pass either phone_numbers or phone_number_slugs, not both");
  }
}

/** An answer that breaks the spec is a fault of the sandbox, and says so. */
function checked(operation: SpecOperation, answer: Answer): Answer {
  const violations = operation.checkAnswer(answer.status, answer.body);
  if (violations.length === 0) return answer;
  return {
    status: 500,
    body: {
      error: "sandbox_answer_breaks_spec",
      message: JSON.stringify({ operation: operation.operationId, violations }),
    },
  };
}
