import { steadyClock } from "./clock.js";
import type { SandboxContext } from "./context.js";
import { type EventOptions, EventSender } from "./event-sender.js";
import { type ExchangeParts, exchange } from "./exchange.js";
import { Faults } from "./faults.js";
import { type InProcessFetch, inProcessFetch } from "./in-process.js";
import { type ResolvedOptions, resolveLimits, resolveOptions, type SandboxOptions } from "./options.js";
import { type PlacedCall, placedCalls } from "./placed-call.js";
import { type PostCallMessage, postCallMessage } from "./post-call-event.js";
import { Problems } from "./problems.js";
import { uuidFor } from "./random.js";
import type { Reply, WireRequest } from "./reply.js";
import { type LoggedRequest, RequestLog } from "./request-log.js";
import { createHandlers } from "./routes/handlers.js";
import { SEEDED } from "./seed/ids.js";
import { seedWorkspace } from "./seed/seed-workspace.js";
import { bundledApi } from "./spec/bundled-api.js";
import type { Workspace } from "./state/workspace.js";
import type { SimulatedCall } from "./telephony/call.js";
import type { CallLimits } from "./telephony/limits.js";
import { viewOf } from "./telephony/record-view.js";
import { Switchboard } from "./telephony/switchboard.js";

/** An API of its own: one workspace, its calls, and what went over the wire. */
export interface Sandbox {
  readonly apiKey: string;
  /** The outbound agent with the seeded pool. More ids are in {@link SEEDED}. */
  readonly agentId: string;
  readonly workspaceId: string;
  /** Numbers in the seeded agent's pool at the start. */
  readonly poolSize: number;
  /** Agents, pools and numbers, to look at and to change behind a client's back. */
  readonly workspace: Workspace;
  /** The newest requests, in order of arrival. */
  readonly requests: readonly LoggedRequest[];
  /** Requests that the log no longer holds. */
  readonly droppedRequests: number;
  /** Every call that was placed, in order, whatever its caller was told. */
  readonly calls: readonly PlacedCall[];
  /**
   * The signed post-call event of a call that has ended, to be sent by hand: again, late, or changed.
   *
   * @returns `undefined` while the call goes on, and for an id that is not known.
   */
  eventOf(callId: string): PostCallMessage | undefined;
  /** What is to go wrong next. */
  readonly faults: Faults;
  /** The limits that hold now. */
  readonly limits: CallLimits;
  /** Changes limits for calls placed from now on; those left out stay. */
  setLimits(changes: Partial<CallLimits>): void;
  /** Answers that broke the spec, in words. Filled only with `validateResponses`. */
  readonly violations: readonly string[];
  /** A `fetch` that reaches this sandbox without a socket, on any host. */
  readonly fetch: InProcessFetch;
}

/** A sandbox and the way into it for whoever brings requests. */
export interface WiredSandbox {
  readonly sandbox: Sandbox;
  readonly options: ResolvedOptions;
  readonly reply: (request: WireRequest) => Reply;
  /** Sends the events of all calls from now on. */
  readonly sendEvents: (options: EventOptions) => EventSender;
}

/**
 * Makes a sandbox that no port leads to: hand its `fetch` to a client.
 *
 * @throws SandboxConfigError if an option is wrong.
 * @example
 * const sandbox = createSandbox();
 * const answer = await sandbox.fetch("http://sandbox.test/v2/assistants/"); // 401: no key
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return wireSandbox(options).sandbox;
}

/** Makes a sandbox with everything its server needs. */
export function wireSandbox(options: SandboxOptions): WiredSandbox {
  const resolved = resolveOptions(options);
  const context = createContext(resolved);
  const violations: string[] = [];
  const parts = createParts(context, (sentence) => violations.push(sentence));
  const reply = (request: WireRequest) => exchange(parts, request);
  const { switchboard, workspace } = context;
  const messageOf = (call: SimulatedCall) =>
    postCallMessage(call, viewOf(context, call, context.now()), resolved.webhookSecret);
  const sandbox: Sandbox = {
    apiKey: resolved.apiKey,
    agentId: SEEDED.agentId,
    workspaceId: SEEDED.workspaceId,
    poolSize: resolved.poolSize,
    workspace,
    faults: parts.faults,
    eventOf(callId) {
      const call = switchboard.call(callId);
      return call === undefined ? undefined : messageOf(call);
    },
    violations,
    fetch: inProcessFetch(reply, resolved.maxBodyBytes),
    get requests() {
      return parts.log.all;
    },
    get droppedRequests() {
      return parts.log.dropped;
    },
    get calls() {
      return placedCalls(context);
    },
    get limits() {
      return switchboard.limits;
    },
    setLimits(changes) {
      switchboard.limits = resolveLimits(switchboard.limits, changes);
    },
  };
  const sendEvents = (events: EventOptions) => {
    const urlFor = ({ agentId, request }: SimulatedCall) =>
      request.external_webhook_url ?? workspace.agent(agentId)?.settings.external_webhook_url ?? undefined;
    const sender = new EventSender({ now: context.now, urlFor, messageOf }, events);
    switchboard.onPlaced = (call) => sender.follow(call);
    return sender;
  };
  return { sandbox, options: resolved, reply, sendEvents };
}

function createContext(options: ResolvedOptions): SandboxContext {
  const { seed, poolSize } = options;
  const now = steadyClock(options.now);
  let idCount = 0;
  return {
    options,
    workspaceId: SEEDED.workspaceId,
    workspace: seedWorkspace({ seed, poolSize, now: now() }),
    switchboard: new Switchboard(options),
    now,
    newId: () => uuidFor(`${seed}/id/${idCount++}`),
  };
}

function createParts(context: SandboxContext, onViolation: (sentence: string) => void): ExchangeParts {
  const { operations, routes, validators } = bundledApi();
  const handlers = createHandlers(context);
  const missing = operations.find(({ id }) => !Object.hasOwn(handlers, id));
  if (missing !== undefined) throw new Error(`The spec's operation "${missing.id}" has no handler.`);
  return {
    context,
    handlers,
    validators,
    routes,
    problems: new Problems(),
    faults: new Faults(
      operations.map(({ id }) => id),
      context.options.faultOf,
    ),
    log: new RequestLog(context.options.maxLoggedRequests),
    onViolation,
  };
}
