/** The account's limits on calls, and what happens beyond them. */
export interface CallLimits {
  /** CAPS: calls that may start in any one second. `Infinity`: no limit. */
  readonly callStartsPerSecond: number;
  /** Calls that may be placed and not yet ended. `Infinity`: no limit. */
  readonly maxConcurrentCalls: number;
  /** Beyond a limit: answer 429, or accept the call and let it wait as `pending` until there is room. */
  readonly overLimit: "reject" | "queue";
  /**
   * Milliseconds taken off the second in which starts are counted, so that a caller who paces evenly at exactly
   * the limit isn't refused for a late packet. 0 counts strictly.
   */
  readonly callStartsToleranceMs: number;
}

/** When a call may be dialled, or which limit refuses it. */
export type DialSlot = { readonly dialedAt: number } | { readonly overLimit: "call-starts" | "concurrency" };

const STARTS_WINDOW_MS = 1_000;

/**
 * Keeps count of call starts and of calls not yet ended.
 *
 * Only calls that were accepted count. Queued calls start in the order in which they came.
 */
export class CallCapacity {
  /** Starts inside the window, and those still to come; never falling. */
  private starts: number[] = [];
  /** Ends of the calls not yet ended, rising. */
  private ends: number[] = [];

  constructor(private limits: CallLimits) {}

  /** The limits that hold now. */
  get current(): CallLimits {
    return this.limits;
  }

  /** Changes the limits for calls placed from now on. */
  change(limits: CallLimits): void {
    this.limits = limits;
  }

  /** Where a call placed now would start. Reserves nothing: {@link occupy} does. */
  slotAt(now: number): DialSlot {
    const { callStartsPerSecond, maxConcurrentCalls, overLimit, callStartsToleranceMs } = this.limits;
    // Queued calls are started here and not by a caller's packets: nothing is late.
    const windowMs = overLimit === "queue" ? STARTS_WINDOW_MS : STARTS_WINDOW_MS - callStartsToleranceMs;
    this.starts = dropUpTo(this.starts, now - STARTS_WINDOW_MS);
    this.ends = dropUpTo(this.ends, now);
    const startBefore = nthFromEnd(this.starts, callStartsPerSecond);
    const startsFreeAt = startBefore === undefined ? now : startBefore + windowMs;
    const lineFreeAt = nthFromEnd(this.ends, maxConcurrentCalls) ?? now;
    if (overLimit === "reject") {
      if (lineFreeAt > now) return { overLimit: "concurrency" };
      if (startsFreeAt > now) return { overLimit: "call-starts" };
    }
    return { dialedAt: Math.max(now, startsFreeAt, lineFreeAt, this.starts.at(-1) ?? now) };
  }

  /** Counts a call that was placed. */
  occupy(dialedAt: number, endsAt: number): void {
    this.starts.push(dialedAt);
    this.ends.splice(firstAbove(this.ends, endsAt), 0, endsAt);
  }
}

function nthFromEnd(sorted: readonly number[], count: number): number | undefined {
  return Number.isFinite(count) && sorted.length >= count ? sorted[sorted.length - count] : undefined;
}

/** Drops the instants that are over: those at or before `instant`. */
function dropUpTo(sorted: number[], instant: number): number[] {
  const first = sorted[0];
  if (first === undefined || first > instant) return sorted;
  return sorted.slice(firstAbove(sorted, instant));
}

/** Index of the first element greater than `value`; the length if there is none. */
function firstAbove(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
