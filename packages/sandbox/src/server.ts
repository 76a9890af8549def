import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerRequest, requireHandlers } from "./api.js";
import type { SandboxContext } from "./context.js";
import { createFaults, type Fault, type Faults } from "./faults.js";
import { createAdmitter } from "./limits.js";
import { type ResolvedOptions, resolveOptions, type SandboxOptions } from "./options.js";
import { type Answer, GATEWAY_NOT_FOUND, Problem, refusal, UNKNOWN_ROUTE } from "./problem.js";
import { createRandom } from "./random.js";
import { createRequestLog, type LoggedRequest, type RequestLog } from "./request-log.js";
import { SEEDED, seed } from "./seed.js";
import { loadSpec, type SpecOperation } from "./spec.js";
import { createState, type SandboxCall } from "./state.js";

const MAX_BODY_BYTES = 1_000_000;

/** A running sandbox. */
export interface Sandbox {
  /** Base URL for a client: `http://127.0.0.1:PORT/v2`. */
  readonly url: string;
  readonly apiKey: string;
  /** The outbound agent with the seeded pool. */
  readonly agentId: string;
  readonly workspaceId: string;
  readonly poolSize: number;
  /** Every request received, in order: the ground truth. */
  readonly requests: readonly LoggedRequest[];
  /** Every call placed, in order, whatever its caller was told. */
  readonly calls: readonly SandboxCall[];
  readonly faults: Faults;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox of its own account.
 *
 * @throws RangeError for an option out of range; what `listen` throws (`EADDRINUSE`) for a port that is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const resolved = resolveOptions(options);
  const operations = loadSpec();
  requireHandlers(operations);
  const context = createContext(resolved);
  const faults = createFaults();
  const log = createRequestLog(resolved.maxLoggedRequests);
  const server = createServer((incoming, outgoing) => {
    const sandboxServer = { context, operations, faults, log };
    serve(sandboxServer, incoming, outgoing).catch((error: unknown) => {
      if (!outgoing.headersSent)
        send(outgoing, { status: 500, body: { error: "sandbox_failed", message: String(error) } });
    });
  });
  await listen(server, resolved);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${resolved.host}:${port}/v2`,
    apiKey: resolved.apiKey,
    agentId: SEEDED.agentId,
    workspaceId: SEEDED.workspaceId,
    poolSize: resolved.poolSize,
    get requests() {
      return log.all;
    },
    calls: context.state.calls,
    faults,
    close: () => close(server),
  };
}

interface SandboxServer {
  readonly context: SandboxContext;
  readonly operations: readonly SpecOperation[];
  readonly faults: Faults;
  readonly log: RequestLog;
}

function createContext(options: ResolvedOptions): SandboxContext {
  const random = createRandom(options.seed);
  const state = createState(SEEDED.workspaceId, random);
  seed(state, options.poolSize);
  return {
    state,
    options,
    random,
    admitter: createAdmitter(options),
    now: () => options.now() + options.clockOffsetMs,
  };
}

async function serve(
  server: SandboxServer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const at = server.context.options.now();
  const method = incoming.method ?? "GET";
  const url = new URL(incoming.url ?? "/", "http://sandbox");
  if (url.pathname.startsWith("/__sandbox/"))
    return send(outgoing, control(server, method, url.pathname, await readText(incoming)));

  // The vendor's commands are pasted behind the printed base URL, so a doubled version prefix is one.
  const path = /^(?:\/v2){1,2}(\/.*)?$/.exec(url.pathname)?.[1];
  const query = Object.fromEntries(url.searchParams);
  const text = await readText(incoming);
  const logged = { at, method, path: path ?? url.pathname, query };
  if (path === undefined) return finish(server, outgoing, logged, GATEWAY_NOT_FOUND);
  const route = routeOf(server.operations, method, path);
  if ("answer" in route) return finish(server, outgoing, logged, route.answer);

  const { operation, params } = route;
  const fault = server.faults.take(operation.operationId);
  const known = { ...logged, operationId: operation.operationId };
  if (fault?.when === "before") return finish(server, outgoing, known, undefined, fault);
  const answer = answerText(server.context, operation, {
    authorization: incoming.headers.authorization,
    params,
    query,
    text,
  });
  finish(
    server,
    outgoing,
    { ...known, ...(answer.parsed === undefined ? {} : { body: answer.parsed }) },
    answer,
    fault,
  );
}

interface TextRequest {
  readonly authorization: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly text: string | undefined;
}

function answerText(
  context: SandboxContext,
  operation: SpecOperation,
  request: TextRequest,
): Answer & { readonly parsed?: unknown } {
  const { authorization, params: path, query, text } = request;
  if (authorization !== `Bearer ${context.options.apiKey}`) {
    return refusal(401, authorization === undefined ? "Missing API key" : "Invalid API key").answer;
  }
  if (text === undefined) return refusal(413, `The body is larger than ${MAX_BODY_BYTES} bytes`).answer;
  let body: unknown;
  try {
    body = text === "" ? undefined : JSON.parse(text);
  } catch {
    return refusal(400, "The body is not valid JSON").answer;
  }
  try {
    return { ...answerRequest(context, operation, { path, query, body }), parsed: body };
  } catch (error) {
    if (error instanceof Problem) return error.answer;
    throw error;
  }
}

type Route =
  | { readonly operation: SpecOperation; readonly params: Readonly<Record<string, string>> }
  | { readonly answer: Answer };

function routeOf(operations: readonly SpecOperation[], method: string, path: string): Route {
  try {
    return findRoute(operations, method, path);
  } catch (error) {
    if (error instanceof URIError) return { answer: refusal(400, "The path is not well-formed").answer };
    throw error;
  }
}

/** Agents are listed and created with a slash at the end and without: the vendor's pages have both. */
function findRoute(operations: readonly SpecOperation[], method: string, path: string): Route {
  const paths = path === "/assistants" || path === "/assistants/" ? ["/assistants", "/assistants/"] : [path];
  let isKnownPath = false;
  for (const operation of operations) {
    const params = paths
      .map((candidate) => operation.matchPath(candidate))
      .find((match) => match !== undefined);
    if (params === undefined) continue;
    if (operation.method === method) return { operation, params };
    isKnownPath = true;
  }
  return { answer: isKnownPath ? { status: 405, body: { detail: "Method Not Allowed" } } : UNKNOWN_ROUTE };
}

function finish(
  { log }: SandboxServer,
  outgoing: ServerResponse,
  request: LoggedRequest,
  answer: Answer | undefined,
  fault?: Fault,
): void {
  const spoilt = fault === undefined ? answer : spoil(fault, answer);
  log.add({ ...request, ...(spoilt === undefined ? {} : { status: spoilt.status }) });
  if (spoilt !== undefined) send(outgoing, spoilt);
  // Without an answer: torn down at once, or left hanging until somebody gives up.
  else if (fault?.kind === "reset") outgoing.socket?.resetAndDestroy();
}

/** The answer that a fault makes of the real one; `undefined` for none. */
function spoil(
  { kind }: Fault,
  answer: Answer | undefined,
): (Answer & { readonly raw?: string }) | undefined {
  if (kind === "reset" || kind === "hang") return undefined;
  if (typeof kind === "object") return { status: kind.status, body: {} };
  const whole = JSON.stringify(answer?.body ?? { status: "ok" });
  const raw = {
    empty: "",
    html: "<html><body>Bad gateway</body></html>",
    truncated: whole.slice(0, whole.length / 2),
  }[kind];
  return { status: 200, body: null, raw };
}

function send(outgoing: ServerResponse, answer: Answer & { readonly raw?: string }): void {
  outgoing.writeHead(answer.status, { "Content-Type": "application/json", ...answer.headers });
  outgoing.end(answer.raw ?? JSON.stringify(answer.body));
}

/** What tests ask of a sandbox in another process. No key: it listens on this machine alone. */
function control(
  { context, faults, log }: SandboxServer,
  method: string,
  path: string,
  text: string | undefined,
): Answer {
  if (method === "GET" && path === "/__sandbox/requests")
    return { status: 200, body: { dropped: log.dropped, requests: log.all } };
  if (method === "GET" && path === "/__sandbox/calls")
    return { status: 200, body: { calls: context.state.calls } };
  if (method === "POST" && path === "/__sandbox/faults") {
    const { operationId, fault, times } = JSON.parse(text ?? "{}") as {
      operationId: string;
      fault: Fault;
      times?: number;
    };
    faults.next(operationId, fault, times);
    return { status: 200, body: { status: "ok" } };
  }
  return UNKNOWN_ROUTE;
}

/** The body; `undefined` when it is too large. */
async function readText(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString("utf8");
}

function listen(server: Server, { port, host }: ResolvedOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
