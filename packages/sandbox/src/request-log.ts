import type { FaultKind } from "./faults.js";
import type { OperationId } from "./wire-types.js";

/** One request as it arrived, and what was answered. */
export interface LoggedRequest {
  /** Counts from 1; a gap at the front means that older requests were dropped. */
  readonly sequence: number;
  /** Epoch milliseconds of the caller's clock. */
  readonly at: number;
  readonly method: string;
  /** As it was sent, prefix included. */
  readonly path: string;
  /** Absent if no operation matched. */
  readonly operationId?: OperationId;
  readonly query: Readonly<Record<string, string>>;
  /** The parsed JSON; the text if it could not be parsed; absent if there was none. Passwords are masked. */
  readonly body?: unknown;
  /** What became of the API key. The key itself is not kept. */
  readonly key: "missing" | "wrong" | "right";
  /** Null if no answer was sent, or not yet. */
  readonly status: number | null;
  /** The fault that struck, if one did. */
  readonly fault?: FaultKind;
}

/** The requests received, newest last, within a bound: the ground truth of what a client really sent. */
export class RequestLog {
  private entries: LoggedRequest[] = [];
  private count = 0;

  constructor(private readonly maxEntries: number) {}

  /** Requests received since the start. */
  get total(): number {
    return this.count;
  }

  /** The newest requests, in the order of their arrival. */
  get all(): readonly LoggedRequest[] {
    return this.entries.slice(-this.maxEntries);
  }

  /** Requests that were dropped because the log was full. */
  get dropped(): number {
    return Math.max(0, this.count - this.maxEntries);
  }

  /** Adds a request. What is returned tells the log how it was answered. */
  add(request: Omit<LoggedRequest, "sequence" | "status">): Answerable {
    this.count += 1;
    const entry: Mutable<LoggedRequest> = { sequence: this.count, ...request, status: null };
    this.entries.push(entry);
    // Twice the bound before anything is moved: dropping costs next to nothing per request.
    if (this.entries.length >= 2 * this.maxEntries) this.entries = this.entries.slice(-this.maxEntries);
    return {
      entry,
      answered(status, fault) {
        entry.status = status;
        if (fault !== undefined) entry.fault = fault;
      },
    };
  }
}

/** A logged request that is still to be answered. */
export interface Answerable {
  readonly entry: LoggedRequest;
  answered(status: number | null, fault?: FaultKind): void;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const SECRET_FIELDS = ["trunk_pwd"];

/** A body without the passwords that it carries. */
export function withoutSecrets(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  if (!SECRET_FIELDS.some((field) => field in body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([field, value]) => [field, SECRET_FIELDS.includes(field) ? "***" : value]),
  );
}
