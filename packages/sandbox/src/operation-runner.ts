import type { SandboxContext } from "./context.js";
import type { Problems } from "./problems.js";
import { type Answer, jsonAnswer, type WireRequest } from "./reply.js";
import type { Handlers } from "./routes/handlers.js";
import type { Outcome } from "./routes/outcome.js";
import type { RouteMatch } from "./spec/route-table.js";
import { validationItems } from "./spec/validation-items.js";
import type { OperationValidator } from "./spec/validators.js";
import type { OperationId } from "./wire-types.js";

/** A body as it was sent: nothing, JSON, or a text that is no JSON. */
export type SentBody =
  | { readonly value: unknown }
  | { readonly malformed: string; readonly text: string }
  | undefined;

/** What the runner needs beside the request. */
export interface RunnerParts {
  readonly context: SandboxContext;
  readonly handlers: Handlers;
  readonly validators: ReadonlyMap<string, OperationValidator>;
  readonly problems: Problems;
  /** Gets a sentence for each answer that breaks the spec. */
  readonly onViolation: (sentence: string) => void;
}

type AnyHandler = (input: unknown) => Outcome<OperationId>;

/** Answers one matched request: key, size, schema, then the operation's own rules. */
export function runOperation(
  parts: RunnerParts,
  match: RouteMatch,
  query: Readonly<Record<string, string>>,
  request: WireRequest,
  body: SentBody,
): Answer {
  const answer = answerOf(parts, match, query, request, body);
  return parts.context.options.validateResponses ? checked(parts, match.operation.id, answer) : answer;
}

function answerOf(
  parts: RunnerParts,
  { operation, path }: RouteMatch,
  sentQuery: Readonly<Record<string, string>>,
  request: WireRequest,
  body: SentBody,
): Answer {
  const { context, handlers, problems } = parts;
  const { authorization } = request;
  if (authorization !== `Bearer ${context.options.apiKey}`) {
    return problems.refused(401, authorization === undefined ? "Missing API key" : "Invalid API key", "auth");
  }
  if (request.isTooLarge) {
    return problems.refused(
      400,
      `The body is longer than ${context.options.maxBodyBytes} bytes`,
      "validation",
    );
  }
  const validator = validatorOf(parts, operation.id);
  const query: Record<string, unknown> = { ...sentQuery };
  const queryErrors = validationItems(validator.query(query), "query");
  if (queryErrors.length > 0) return problems.invalid(queryErrors);
  const hasBody = operation.bodySchema !== undefined;
  const bodyErrors = hasBody ? errorsOfBody(validator, request, body) : [];
  if (bodyErrors.length > 0) return problems.invalid(bodyErrors);
  // The types of input and handler meet in the operation's id; the validator has just made sure of the input.
  const handler = handlers[operation.id as OperationId] as AnyHandler;
  const value = hasBody && body !== undefined && "value" in body ? body.value : undefined;
  const outcome = handler({ path, query, body: value });
  return outcome.ok
    ? jsonAnswer(200, outcome.body)
    : problems.refused(outcome.status, outcome.description, outcome.category);
}

function errorsOfBody(validator: OperationValidator, request: WireRequest, body: SentBody) {
  const whole = (msg: string, type: string) => [{ loc: ["body"], msg, type }];
  if (body === undefined) return whole("field required", "value_error.missing");
  if (!isJson(request.contentType)) return whole("content-type must be application/json", "type_error.dict");
  if ("malformed" in body) return whole(body.malformed, "value_error.jsondecode");
  return validationItems(validator.body(body.value), "body");
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType ?? "");
}

function checked(parts: RunnerParts, operationId: string, answer: Answer): Answer {
  const violation = validatorOf(parts, operationId).response(answer.status, JSON.parse(answer.body));
  if (violation === undefined) return answer;
  parts.onViolation(violation);
  return jsonAnswer(500, { error: "answer_breaks_spec", message: violation });
}

function validatorOf(parts: RunnerParts, operationId: string): OperationValidator {
  const validator = parts.validators.get(operationId);
  if (validator === undefined) throw new Error(`The spec has no operation "${operationId}".`);
  return validator;
}
