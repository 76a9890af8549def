import type { RefusalCode } from "@dialpool/pool-strategies";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { type CallerIdLoad, loadByCallerId } from "./area-match.js";
import type { CampaignPlan, RunMode } from "./campaign-plan.js";
import type { CampaignEnd } from "./run-campaign.js";
import type { Stop } from "./stop-rule.js";

/** A row that was not called, and why. */
export interface ReportedRow {
  readonly line: number;
  readonly reason: string;
}

/** What a run found and did; the JSON document of `campaign run`. */
export interface CampaignReport {
  readonly run: string;
  readonly mode: RunMode;
  readonly agentId: string;
  readonly source: string;
  readonly list: string;
  readonly resultsFile: string;
  readonly dryRun: boolean;
  /** Rows below the header. */
  readonly rows: number;
  readonly invalid: readonly ReportedRow[];
  readonly duplicates: readonly ReportedRow[];
  /** Contacts this run was to call. */
  readonly contacts: number;
  readonly placed: number;
  /** The API said no, and nothing was placed. */
  readonly rejected: number;
  /** Nobody can say whether the phone rang. */
  readonly unknown: number;
  /** No caller ID could be used. */
  readonly refused: number;
  /** The same by reason. `retryAt` is ISO 8601, and `null` where waiting does not help. */
  readonly refusals: readonly {
    readonly code: RefusalCode;
    readonly contacts: number;
    readonly retryAt: string | null;
  }[];
  readonly notAttempted: number;
  /** Why it ended before its last contact; `null` when it did not. */
  readonly stopped: { readonly kind: Stop["kind"]; readonly message: string } | null;
  readonly callerIds: readonly CallerIdLoad[];
}

/** Puts a report together; without `end` it tells what would be done. */
export function reportCampaign(plan: CampaignPlan, resultsFile: string, end?: CampaignEnd): CampaignReport {
  const { placed = 0, rejected = 0, unknown = 0, refused = 0 } = end?.progress ?? {};
  const rowsOf = (kind: "invalid" | "duplicate") =>
    plan.list.skipped.filter((row) => row.kind === kind).map(({ line, reason }) => ({ line, reason }));
  return {
    run: plan.run,
    mode: plan.mode,
    agentId: plan.agentId,
    source: plan.list.source,
    list: plan.list.digest,
    resultsFile,
    dryRun: end === undefined,
    rows: plan.list.rows,
    invalid: rowsOf("invalid"),
    duplicates: rowsOf("duplicate"),
    contacts: plan.contacts.length,
    placed,
    rejected,
    unknown,
    refused,
    refusals: (end?.refusals ?? []).map(({ code, contacts, retryAt }) => ({
      code,
      contacts,
      retryAt: retryAt === undefined ? null : new Date(retryAt).toISOString(),
    })),
    notAttempted: plan.contacts.length - placed - rejected - unknown - refused,
    stopped: end?.stop === undefined ? null : { kind: end.stop.kind, message: end.stop.message },
    callerIds: loadByCallerId(end?.calls ?? []),
  };
}

const EXIT_BY_STOP: Readonly<Record<Stop["kind"], ExitCode>> = {
  interrupted: EXIT.interrupted,
  unreachable: EXIT.retryLater,
  credentials: EXIT.config,
  agent_unknown: EXIT.refused,
  api_failing: EXIT.retryLater,
  always_rejected: EXIT.refused,
  rate_limited: EXIT.retryLater,
  pool_empty: EXIT.refused,
  store_away: EXIT.retryLater,
  store_failing: EXIT.config,
  failed: EXIT.internal,
};

/**
 * What the process says of a run. A call nobody knows the outcome of outweighs
 * everything; an interrupt is always told; then calls placed make any other
 * ending "done in part". A list without a row to call is wrong input.
 */
export function exitCodeOfCampaign(report: CampaignReport): ExitCode {
  if (report.contacts === 0 && report.mode !== "resumed") return EXIT.usage;
  if (report.dryRun) return EXIT.done;
  if (report.unknown > 0) return EXIT.unknownOutcome;
  const stop = report.stopped?.kind;
  if (stop === "interrupted") return EXIT.interrupted;
  const isComplete = report.placed === report.contacts;
  if (stop === undefined && isComplete) return EXIT.done;
  if (report.placed > 0) return EXIT.partial;
  if (stop !== undefined) return EXIT_BY_STOP[stop];
  return report.refusals.some(({ retryAt }) => retryAt !== null) ? EXIT.retryLater : EXIT.refused;
}
