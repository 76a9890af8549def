import type { SandboxContext } from "./context.js";
import { type Faults, type StrikingFault, spoiltReply } from "./faults.js";
import { answerInspection, isInspection } from "./inspection.js";
import { type RunnerParts, runOperation, type SentBody } from "./operation-runner.js";
import { type Answer, jsonAnswer, type Reply, type WireRequest } from "./reply.js";
import { type Answerable, type LoggedRequest, type RequestLog, withoutSecrets } from "./request-log.js";
import type { RouteMatch, RouteTable } from "./spec/route-table.js";
import type { OperationId } from "./wire-types.js";

/** All parts of a sandbox that a request meets on its way. */
export interface ExchangeParts extends RunnerParts {
  readonly routes: RouteTable;
  readonly faults: Faults;
  readonly log: RequestLog;
}

/** Longest text kept in the log of a body that is no JSON. */
const MAX_LOGGED_TEXT = 1_000;
/** The version prefix; twice, for those who put the vendor's paths behind the base URL. */
const PREFIX = /^(?:\/v2){1,2}(?=\/|$)/;

/** What a fault has to spoil if the API never acted. */
const NOT_HANDLED = jsonAnswer(503, { error: "unavailable", message: "The request was not handled" });

/** Answers one request. Synchronous: a request is handled whole before the next one is looked at. Each answer is dated by the API's clock. */
export function exchange(parts: ExchangeParts, request: WireRequest): Reply {
  return dated(replyTo(parts, request), parts.context);
}

function replyTo(parts: ExchangeParts, request: WireRequest): Reply {
  const [pathname = "", search = ""] = request.target.split(/\?(.*)/s);
  if (isInspection(pathname)) return whole(answerInspection(parts, request, pathname));

  const path = PREFIX.test(pathname) ? pathname.replace(PREFIX, "") : undefined;
  // A HEAD is answered as its GET; whoever writes it to the wire leaves the body out.
  const method = request.method === "HEAD" ? "GET" : request.method;
  const match = path === undefined ? undefined : parts.routes.match(method, path);
  const query = Object.fromEntries(new URLSearchParams(search));
  const body = sentBody(request.body);
  const logged = parts.log.add(logEntry(parts.context, request, pathname, query, body, match));

  if (match === undefined) return finished(logged, unmatched(parts, request.method, path));
  const fault = parts.faults.take(match.operation.id as OperationId, logged.entry);
  const isHandled = fault?.fault.when !== "before-handling";
  const answer = isHandled ? runOperation(parts, match, query, request, body) : NOT_HANDLED;
  return fault === undefined ? finished(logged, answer) : struck(logged, fault, answer);
}

function unmatched(parts: ExchangeParts, method: string, path: string | undefined): Answer {
  if (path === undefined) return parts.problems.unknownToGateway();
  const methods = parts.routes.methodsOf(path);
  if (method !== "OPTIONS" || methods.length === 0) return parts.problems.unknownRoute();
  const head = methods.includes("GET") ? ["HEAD"] : [];
  return { status: 204, headers: { allow: [...methods, ...head, "OPTIONS"].join(", ") }, body: "" };
}

function finished(logged: Answerable, answer: Answer): Reply {
  logged.answered(answer.status);
  return whole(answer);
}

function struck(logged: Answerable, fault: StrikingFault, answer: Answer): Reply {
  const { kind } = fault.fault;
  const reply = spoiltReply(fault, answer);
  const isAnswered = reply.kind === "answer" || reply.kind === "truncated";
  logged.answered(isAnswered ? reply.answer.status : null, kind);
  fault.struck(logged.entry);
  if (reply.kind !== "hang") return reply;
  const released = reply.released.then((late) => {
    logged.answered(answer.status, kind);
    return late;
  });
  return { kind: "hang", released };
}

/** With a `Date` header, as HTTP wants it of whoever has a clock; a fault that brings one of its own keeps it. */
function dated(reply: Reply, context: Pick<SandboxContext, "now" | "options">): Reply {
  if (reply.kind === "reset") return reply;
  if (reply.kind === "hang")
    return { kind: "hang", released: reply.released.then((late) => dated(late, context)) };
  const date = new Date(context.options.now() + context.options.clockOffsetMs).toUTCString();
  return { ...reply, answer: { ...reply.answer, headers: { date, ...reply.answer.headers } } };
}

function whole(answer: Answer): Reply {
  return { kind: "answer", answer };
}

function sentBody(text: string): SentBody {
  if (text === "") return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { malformed: error instanceof Error ? error.message : "not JSON", text };
  }
}

function logEntry(
  { now, options }: SandboxContext,
  { method, authorization }: WireRequest,
  path: string,
  query: Readonly<Record<string, string>>,
  body: SentBody,
  match: RouteMatch | undefined,
): Omit<LoggedRequest, "sequence" | "status"> {
  const isRight = authorization === `Bearer ${options.apiKey}`;
  return {
    at: now(),
    method,
    path,
    ...(match === undefined ? {} : { operationId: match.operation.id as OperationId }),
    query,
    ...(body === undefined ? {} : { body: loggedBody(body) }),
    key: authorization === undefined ? "missing" : isRight ? "right" : "wrong",
  };
}

function loggedBody(body: NonNullable<SentBody>): unknown {
  return "value" in body ? withoutSecrets(body.value) : body.text.slice(0, MAX_LOGGED_TEXT);
}
