/** One request as it arrived, and what was answered. */
export interface LoggedRequest {
  /** Epoch ms of the machine's clock. */
  readonly at: number;
  readonly method: string;
  /** Without the version prefix, with the ids filled in. */
  readonly path: string;
  /** Absent for a route that does not exist. */
  readonly operationId?: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** Absent when no answer was sent: reset or hanging. */
  readonly status?: number;
}

/** Ground truth of what the sandbox received. Keys are not kept. */
export interface RequestLog {
  readonly all: readonly LoggedRequest[];
  /** Requests that had to make room. */
  readonly dropped: number;
  add(request: LoggedRequest): void;
}

/** Makes a log that keeps the newest `max` requests. */
export function createRequestLog(max: number): RequestLog {
  let entries: LoggedRequest[] = [];
  let dropped = 0;
  return {
    get all() {
      return entries;
    },
    get dropped() {
      return dropped;
    },
    add(request) {
      entries.push(request);
      // Trimmed in lumps: shifting one at a time would cost the whole log each time.
      if (entries.length < max * 1.1 + 10) return;
      dropped += entries.length - max;
      entries = entries.slice(-max);
    },
  };
}
