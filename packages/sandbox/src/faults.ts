import { deferred } from "./deferred.js";
import { SandboxConfigError } from "./errors.js";
import { type Answer, jsonAnswer, type Reply } from "./reply.js";
import type { LoggedRequest } from "./request-log.js";
import type { OperationId } from "./wire-types.js";

/** The ways in which a request can go wrong. */
export const FAULT_KINDS = ["status", "reset", "hang", "empty-body", "html", "truncated"] as const;

/** One of {@link FAULT_KINDS}. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What goes wrong, with which request, how often. */
export interface Fault {
  /**
   * - `status`: answered with `status` and `body`.
   * - `reset`: the connection breaks without an answer.
   * - `hang`: no answer until the fault is released.
   * - `empty-body`, `html`: `status` (default 200 and 502) with no body, or with a proxy's page.
   * - `truncated`: the answer breaks off in the middle.
   */
  readonly kind: FaultKind;
  /** Which operation it waits for. Default: any. */
  readonly operationId?: OperationId;
  /**
   * Whether the API acts on the request first. Default `"after-handling"`: a call is placed, and its caller
   * does not learn of it.
   */
  readonly when?: "before-handling" | "after-handling";
  /** How many requests it strikes. Default 1; `Infinity` until cleared. */
  readonly times?: number;
  /** Status of the answer; for `kind: "status"` the default is 500. */
  readonly status?: number;
  /** JSON body of `kind: "status"`. Default `{}`, as the API's 5xx often have. */
  readonly body?: unknown;
  /** Headers added to the answer, e.g. `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Decides what goes wrong with a request of the API; `undefined`: nothing. */
export type FaultDecision = (request: LoggedRequest) => Omit<Fault, "times" | "operationId"> | undefined;

/** A fault that was planned. */
export interface PlannedFault {
  /** The first request that it strikes, as soon as the API has done what it will do with it. */
  readonly hit: Promise<LoggedRequest>;
  /** Lets a hanging request have its answer; those that come later too. */
  release(): void;
}

/** A fault at work on one request. */
export interface StrikingFault {
  readonly fault: Fault;
  readonly struck: (request: LoggedRequest) => void;
  readonly released: Promise<void>;
}

interface Waiting extends StrikingFault {
  left: number;
}

/** The faults that wait for their request. The first one planned that fits strikes. */
export class Faults {
  private waiting: Waiting[] = [];

  /**
   * @param operationIds Those that a fault may wait for.
   * @param faultOf Decides on requests that no planned fault waits for.
   */
  constructor(
    private readonly operationIds: readonly string[],
    private readonly faultOf: FaultDecision = () => undefined,
  ) {}

  /**
   * Plans a fault for the next fitting request.
   *
   * @throws SandboxConfigError naming what of it there is not.
   */
  next(fault: Fault): PlannedFault {
    checkFault(fault, this.operationIds);
    const hit = deferred<LoggedRequest>();
    const release = deferred<void>();
    this.waiting.push({ fault, struck: hit.resolve, released: release.promise, left: fault.times ?? 1 });
    return { hit: hit.promise, release: () => release.resolve() };
  }

  /** How many planned faults have not struck as often as they may. */
  get pending(): number {
    return this.waiting.length;
  }

  /** Forgets the faults that still wait. */
  clear(): void {
    this.waiting = [];
  }

  /**
   * Takes the fault that is due for a request.
   *
   * @throws SandboxConfigError when what was decided on it is no fault.
   */
  take(operationId: OperationId, request: LoggedRequest): StrikingFault | undefined {
    const due = this.waiting.find(({ fault }) => (fault.operationId ?? operationId) === operationId);
    if (due === undefined) return this.decided(request);
    due.left -= 1;
    if (due.left <= 0) this.waiting = this.waiting.filter((one) => one !== due);
    return due;
  }

  private decided(request: LoggedRequest): StrikingFault | undefined {
    const fault = this.faultOf(request);
    if (fault === undefined) return undefined;
    checkFault(fault, this.operationIds);
    // Nobody holds the means to release it: one that hangs hangs until its caller gives up.
    return { fault, struck: () => {}, released: new Promise(() => {}) };
  }
}

/** What the request's sender gets instead of the answer. */
export function spoiltReply({ fault, released }: StrikingFault, answer: Answer): Reply {
  const { kind, headers = {} } = fault;
  switch (kind) {
    case "status":
      return { kind: "answer", answer: jsonAnswer(fault.status ?? 500, fault.body ?? {}, headers) };
    case "empty-body":
      return { kind: "answer", answer: { status: fault.status ?? 200, headers, body: "" } };
    case "html":
      return { kind: "answer", answer: htmlAnswer(fault.status ?? 502, headers) };
    case "truncated":
      return { kind: "truncated", answer: { ...answer, headers: { ...answer.headers, ...headers } } };
    case "reset":
      return { kind: "reset" };
    case "hang":
      return { kind: "hang", released: released.then((): Reply => ({ kind: "answer", answer })) };
    default:
      return kind satisfies never;
  }
}

function htmlAnswer(status: number, headers: Readonly<Record<string, string>>): Answer {
  const body = "<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>";
  return { status, headers: { "content-type": "text/html", ...headers }, body };
}

function checkFault(fault: Fault, operationIds: readonly string[]): void {
  requireFault(typeof fault === "object" && fault !== null, "kind", "is missing");
  const { kind, operationId, when = "after-handling", times = 1, status = 500 } = fault;
  requireFault(FAULT_KINDS.includes(kind), "kind", `must be one of ${FAULT_KINDS.join(", ")}`);
  const isOperation = operationId === undefined || operationIds.includes(operationId);
  requireFault(isOperation, "operationId", `must be one of ${operationIds.join(", ")}`);
  const isMoment = when === "before-handling" || when === "after-handling";
  requireFault(isMoment, "when", 'must be "before-handling" or "after-handling"');
  const isCount = times === Number.POSITIVE_INFINITY || (Number.isSafeInteger(times) && times >= 1);
  requireFault(isCount, "times", "must be a whole number from 1 on, or Infinity");
  const isStatus = Number.isSafeInteger(status) && status >= 200 && status <= 599;
  requireFault(isStatus, "status", "must be from 200 to 599");
}

function requireFault(condition: boolean, option: string, rule: string): void {
  if (!condition) throw new SandboxConfigError(option, `A fault's ${option} ${rule}.`);
}
