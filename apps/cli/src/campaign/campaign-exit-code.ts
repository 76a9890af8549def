import type { CampaignProgress, RunEnd, StopKind } from "@dialpool/dialer";
import { toCliError } from "../cli-error.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { undecidedOf } from "./campaign-summary.js";

const EXIT_BY_STOP: Readonly<Record<Exclude<StopKind, "failed">, ExitCode>> = {
  interrupted: EXIT.interrupted,
  aborted: EXIT.partial,
  unreachable: EXIT.retryLater,
  credentials: EXIT.config,
  agent_unknown: EXIT.refused,
  api_failing: EXIT.unknownOutcome,
  always_rejected: EXIT.refused,
  rate_limited: EXIT.retryLater,
  pool_empty: EXIT.refused,
};

/**
 * What the process says of a run. An interrupt is always told; then what nobody knows outweighs everything;
 * then why it stopped, or that somebody waits; then that somebody was not reached. An abort that left nobody out is none.
 */
export function exitCodeOfRun({ state, stop, progress }: RunEnd): ExitCode {
  if (stop?.kind === "interrupted") return EXIT.interrupted;
  if (state === "undecided" || undecidedOf(progress) > 0) return EXIT.unknownOutcome;
  if (stop?.kind === "failed") return toCliError(stop.cause).exitCode;
  const isCutShort = stop?.kind !== "aborted" || progress.byState.queued + progress.byState.open > 0;
  if (stop !== undefined && isCutShort) return EXIT_BY_STOP[stop.kind];
  return state === "waiting" ? EXIT.retryLater : exitCodeOfFinished(progress);
}

/** A list without a row to call is wrong input; without a single call, what all of them have in common is told. */
function exitCodeOfFinished({ total, byState }: CampaignProgress): ExitCode {
  if (total === 0) return EXIT.usage;
  const notCalled = byState.rejected + byState.refused;
  if (notCalled === 0) return EXIT.done;
  return byState.finished === 0 ? EXIT.refused : EXIT.partial;
}
