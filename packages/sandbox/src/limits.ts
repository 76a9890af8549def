/** Call limits of the simulated account. */
export interface CallLimits {
  /** Call attempts per second (CAPS); `null` for no limit. */
  readonly callStartsPerSecond: number | null;
  /** Calls active at once; `null` for no limit. */
  readonly maxConcurrentCalls: number | null;
  /** Over a limit: answer 429, or let the call wait its turn. The vendor does one or the other, by account. */
  readonly overLimit: "reject" | "queue";
}

/** What a limit says to a new call. */
export type Admission =
  | { readonly ok: true; readonly startsAt: number }
  | { readonly ok: false; readonly reason: string; readonly retryAfterSeconds: number };

/** Decides when a new call may start. */
export interface Admitter {
  /** @returns When the call may start; a refusal under `"reject"` when that is not now. */
  admit(now: number): Admission;
  /** Tells when an admitted call will have ended. */
  started(endsAt: number): void;
}

/** Makes the admission of one account. */
export function createAdmitter({ callStartsPerSecond, maxConcurrentCalls, overLimit }: CallLimits): Admitter {
  /** Starts within the last second and those queued. */
  let starts: number[] = [];
  /** Ends of calls that are not over, ascending. */
  let ends: number[] = [];

  function earliestByRate(now: number): number {
    if (callStartsPerSecond === null) return now;
    starts = starts.filter((at) => at > now - 1000);
    const blocking = starts.at(-callStartsPerSecond);
    return blocking === undefined ? now : Math.max(now, blocking + 1000);
  }

  function earliestByConcurrency(now: number): number {
    ends = ends.filter((at) => at > now);
    if (maxConcurrentCalls === null || ends.length < maxConcurrentCalls) return now;
    return ends[ends.length - maxConcurrentCalls] ?? now;
  }

  return {
    admit(now) {
      const byRate = earliestByRate(now);
      const byConcurrency = earliestByConcurrency(now);
      const startsAt = Math.max(byRate, byConcurrency);
      if (startsAt > now && overLimit === "reject") {
        const reason =
          byConcurrency > now
            ? `Concurrency limit of ${maxConcurrentCalls} calls reached`
            : `Limit of ${callStartsPerSecond} call attempts per second reached`;
        return { ok: false, reason, retryAfterSeconds: Math.max(1, Math.ceil((startsAt - now) / 1000)) };
      }
      starts.push(startsAt);
      return { ok: true, startsAt };
    },
    started(endsAt) {
      const place = ends.findIndex((at) => at > endsAt);
      if (place === -1) ends.push(endsAt);
      else ends.splice(place, 0, endsAt);
    },
  };
}
