/**
 * What goes wrong with a request.
 *
 * `before`: the API never acts on it. `after`: it acts, and the answer is lost
 * or spoilt, which is how a call is placed without the caller knowing.
 */
export interface Fault {
  readonly when: "before" | "after";
  readonly kind: /** Answered with this status and an empty object. */
    | { readonly status: number }
    /** The connection is torn down without an answer. */
    | "reset"
    /** No answer ever comes. */
    | "hang"
    /** 200 with no body, with a proxy's page, or with half of the JSON. */
    | "empty"
    | "html"
    | "truncated";
}

/** Faults that wait for their request. */
export interface Faults {
  /** The next `times` requests of an operation fail like this; default 1. */
  next(operationId: string, fault: Fault, times?: number): void;
  /** Takes the fault that is due for a request. */
  take(operationId: string): Fault | undefined;
  clear(): void;
}

/** Makes an empty plan of faults. */
export function createFaults(): Faults {
  const planned = new Map<string, Fault[]>();
  return {
    next(operationId, fault, times = 1) {
      const queue = planned.get(operationId) ?? [];
      for (let count = 0; count < times; count++) queue.push(fault);
      planned.set(operationId, queue);
    },
    take: (operationId) => planned.get(operationId)?.shift(),
    clear: () => planned.clear(),
  };
}
