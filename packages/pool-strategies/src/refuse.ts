import { NONE_SKIPPED, reasonsOf } from "./select-reasons.js";
import type { SelectablePool } from "./selectable.js";
import type { SelectionRequest } from "./selection-request.js";
import type { Reasons, Refusal, RefusalCode } from "./types.js";

/** A refusal. Without `retryAt`, waiting does not help. */
export function refuse(
  code: RefusalCode,
  reasons: Reasons,
  retryAt = Number.POSITIVE_INFINITY,
  isAtLatest = false,
): Refusal {
  if (retryAt === Number.POSITIVE_INFINITY) return { ok: false, code, reasons };
  return { ok: false, code, retryAt, ...(isAtLatest ? { atLatest: true } : {}), reasons };
}

/** A refusal for which no link was looked at. */
export function refuseEarly(
  code: RefusalCode,
  pool: SelectablePool,
  { traceNumbers }: SelectionRequest,
  retryAt?: number,
): Refusal {
  const reasons = reasonsOf("none", undefined, pool, NONE_SKIPPED);
  if (traceNumbers !== undefined) reasons.trace = { links: [] };
  return refuse(code, reasons, retryAt);
}
