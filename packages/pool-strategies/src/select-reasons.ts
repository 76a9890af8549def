import type { SelectableChain, SelectablePool } from "./selectable.js";
import type { SelectionRequest } from "./selection-request.js";
import { traceOf } from "./trace.js";
import type { AffinityOutcome, Link, Reasons, SkippedLink } from "./types.js";

/** Reasons while they are gathered. */
type MutableReasons = { -readonly [Key in keyof Reasons]: Reasons[Key] };

/** No link was passed over. */
export const NONE_SKIPPED: readonly SkippedLink[] = Object.freeze([]);

/** What is known before anything was seen. Written out, so that equal kinds of reasons have the same shape from the start. */
export function reasonsOf(
  affinity: AffinityOutcome,
  previous: string | undefined,
  pool: SelectablePool,
  skipped: readonly SkippedLink[],
  chosen?: Link,
): MutableReasons {
  const order = pool.policy.order.name;
  if (chosen === undefined)
    return previous === undefined ? { affinity, order, skipped } : { affinity, previous, order, skipped };
  const { name: link, step } = chosen;
  return previous === undefined
    ? { affinity, link, step, order, skipped }
    : { affinity, previous, link, step, order, skipped };
}

/** Adds what was seen, if it was asked for. `reasons.skipped` says what became of the links that were tried. */
export function addTrace(
  reasons: MutableReasons,
  pool: SelectablePool,
  chain: SelectableChain,
  { traceNumbers }: SelectionRequest,
  chosenLink: number,
  chosen: number,
  used: readonly number[],
): void {
  if (traceNumbers === undefined) return;
  const { skipped } = reasons;
  reasons.trace = traceOf(pool, chain, { bound: traceNumbers, skipped, chosenLink, chosen, used });
}
