import type { Attempt, Contact, ContactState, Dialer, Journal, RejectedRow } from "@dialpool/dialer";
import { stringify } from "csv-stringify/sync";
import { dialerOn, requireDesk } from "../../campaign/campaign-desk.js";
import { summaryOf } from "../../campaign/campaign-summary.js";
import { findCampaign } from "../../campaign/find-campaign.js";
import { type CommandContext, JSON_VERSION } from "../../command.js";

/** What a row of a report may be. */
export const ROW_STATES = [
  "queued",
  "open",
  "finished",
  "rejected",
  "suppressed",
  "refused",
  "absent",
  "unclear",
  "invalid",
  "duplicate",
] as const satisfies readonly (ContactState | RejectedRow["state"])[];

/** Attempts that are read at once. */
const PAGE = 1000;

/** Flags of `campaign report`. */
export interface CampaignReportFlags {
  /** Only rows in these states; default all. */
  readonly state?: readonly (typeof ROW_STATES)[number][];
  /** Attempts instead of rows. */
  readonly attempts?: boolean;
}

/** One row of the list. */
export interface ReportRow {
  readonly line: number;
  readonly state: (typeof ROW_STATES)[number];
  readonly phone: string;
  readonly name: string;
  readonly attempts: number;
  /** How the last call ended. */
  readonly outcome: string;
  readonly reason: string;
  readonly waitsFor: string;
  /** ISO 8601, of somebody who waits. */
  readonly dueAt: string;
}

/** One attempt; instants are ISO 8601. */
export interface ReportAttempt {
  readonly attempt: string;
  readonly line: number;
  readonly phone: string;
  readonly callerId: string;
  readonly state: Attempt["state"];
  readonly callId: string;
  readonly outcome: string;
  readonly status: string;
  readonly reason: string;
  readonly intendedAt: string;
  readonly placedAt: string;
  readonly endedAt: string;
  /** Other endings that records showed later. */
  readonly corrections: string;
}

/**
 * `campaign report [CAMPAIGN]`: every row of the list with its state and reason, as CSV; with `--json` as JSON Lines, the
 * first of which is the campaign with its counts. Streams, so it is no `CommandDefinition`.
 */
export async function campaignReport(
  context: CommandContext,
  flags: CampaignReportFlags,
  name: string | undefined,
): Promise<void> {
  const desk = await requireDesk(context);
  const campaign = await findCampaign(context, desk, name);
  const dialer = dialerOn(context, desk, { pool: { agentId: campaign.agentId } });
  if (context.flags.json) {
    const summary = summaryOf(campaign, await desk.journal.progress(campaign.id));
    const head = { version: JSON_VERSION, kind: "campaign", ...summary };
    if (!(await write(context, `${JSON.stringify(head)}\n`))) return;
  }
  if (flags.attempts) {
    await writeRows(context, "attempt", ATTEMPT_COLUMNS, attemptsOf(desk.journal, campaign.id));
  } else {
    await writeRows(context, "row", ROW_COLUMNS, rowsOf(dialer, campaign.id, flags.state ?? ROW_STATES));
  }
}

const ROW_COLUMNS = [
  "line",
  "state",
  "phone",
  "name",
  "attempts",
  "outcome",
  "reason",
  "waitsFor",
  "dueAt",
] as const satisfies readonly (keyof ReportRow)[];

const ATTEMPT_COLUMNS = [
  "attempt",
  "line",
  "phone",
  "callerId",
  "state",
  "callId",
  "outcome",
  "status",
  "reason",
  "intendedAt",
  "placedAt",
  "endedAt",
  "corrections",
] as const satisfies readonly (keyof ReportAttempt)[];

async function* rowsOf(
  dialer: Dialer,
  id: string,
  states: readonly (typeof ROW_STATES)[number][],
): AsyncGenerator<ReportRow> {
  for await (const row of dialer.campaigns.rows(id, states)) yield rowOf(row);
}

function rowOf(row: Contact | RejectedRow): ReportRow {
  const { line, state, reason = "" } = row;
  const none = { phone: "", name: "", attempts: 0, outcome: "", waitsFor: "", dueAt: "" };
  if (!("phone" in row)) return { line, state, ...none, reason };
  const { phone, name, attempts, outcome = "", waitsFor = "", dueAt } = row;
  return { line, state, phone, name, attempts, outcome, reason, waitsFor, dueAt: isoOf(dueAt) };
}

async function* attemptsOf(
  journal: Pick<Journal, "attempts">,
  campaignId: string,
): AsyncGenerator<ReportAttempt> {
  for (let after: string | undefined; ; ) {
    const page = await journal.attempts({
      campaignId,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    for (const attempt of page) yield attemptOf(attempt);
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

function attemptOf(attempt: Attempt): ReportAttempt {
  const { id, contact, callee: phone, callerId, state, callId = "", outcome = "", status = "" } = attempt;
  const { reason = "", intendedAt, placedAt, endedAt, corrections } = attempt;
  return {
    attempt: id,
    line: contact?.line ?? 0,
    phone,
    callerId,
    state,
    callId,
    outcome,
    status,
    reason,
    intendedAt: isoOf(intendedAt),
    placedAt: isoOf(placedAt),
    endedAt: isoOf(endedAt),
    corrections: corrections.join(" "),
  };
}

/** Nothing for what has no instant: whoever never waited is due from the beginning of time. */
function isoOf(at: number | undefined): string {
  return at === undefined || at === 0 ? "" : new Date(at).toISOString();
}

/** CSV with a header, or JSON Lines. */
async function writeRows<Column extends string>(
  context: CommandContext,
  kind: string,
  columns: readonly Column[],
  rows: AsyncIterable<Readonly<Record<Column, string | number>>>,
): Promise<void> {
  if (!context.flags.json && !(await write(context, `${columns.join(",")}\n`))) return;
  for await (const row of rows) {
    const text = context.flags.json
      ? `${JSON.stringify({ kind, ...row })}\n`
      : stringify([columns.map((column) => row[column])]);
    if (!(await write(context, text))) return;
  }
}

/** @returns `false` once nobody reads any more. */
async function write({ io }: CommandContext, text: string): Promise<boolean> {
  io.interrupted.throwIfAborted();
  io.stdout.write(text);
  return (await io.stdout.drained?.()) ?? true;
}
