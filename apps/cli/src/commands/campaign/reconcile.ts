import type { Attempt, Campaign, Dialer, RecordReading } from "@dialpool/dialer";
import { type CampaignDesk, dialerOn, requireDesk, someAgentOf } from "../../campaign/campaign-desk.js";
import { type CampaignSummary, summaryOf, undecidedOf } from "../../campaign/campaign-summary.js";
import { findCampaign } from "../../campaign/find-campaign.js";
import { GRACE_MS } from "../../campaign/grace.js";
import type { CommandContext, CommandDefinition } from "../../command.js";
import { EXIT } from "../../exit-codes.js";
import { presentReconcile } from "../../present/campaign-status.js";

/** Two reads must miss an attempt before it is taken for absent; so long lies between them, ms. */
const BETWEEN_READS_MS = 1000;

/** Flags of `campaign reconcile`. */
export interface CampaignReconcileFlags {
  readonly onAbsent: "leave" | "redial";
  /** How long after an attempt its record may still show up, ms. */
  readonly reconcileAfter?: number;
}

/** A call of no campaign of which nobody knows whether it was placed. */
export interface SingleCall {
  readonly attemptId: string;
  readonly state: "unknown" | "absent" | "unclear";
  readonly agentId: string;
  readonly callee: string;
  readonly callerId: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The JSON document of `campaign reconcile`. */
export interface CampaignReconcileData {
  /** Records read, the second time. */
  readonly records: number;
  /** Attempts by what they turned out to be. */
  readonly placed: number;
  readonly ended: number;
  readonly absent: number;
  readonly unclear: number;
  /** The one named, or all that have somebody of whom nobody knows. */
  readonly campaigns: readonly CampaignSummary[];
  /** Single calls of which nobody knows. */
  readonly singleCalls: readonly SingleCall[];
  /** Attempts whose record may still show up: of single calls too. */
  readonly undecided: number;
  /** When the last of them has had its time, ISO 8601; `null` if none is waited for. */
  readonly waitUntil: string | null;
}

/** `campaign reconcile [CAMPAIGN]`: reads the call records, and enters what they say of calls that nobody knows of. */
export const campaignReconcile: CommandDefinition<
  [string | undefined],
  CampaignReconcileFlags,
  CampaignReconcileData
> = {
  async run(context, { onAbsent, reconcileAfter: graceMs = GRACE_MS }, name) {
    const desk = await requireDesk(context);
    const named = name === undefined ? undefined : await findCampaign(context, desk, name);
    const agentId = named?.agentId ?? (await someAgentOf(desk));
    const dialer = dialerOn(context, desk, { pool: { agentId }, onAbsent, graceMs });
    try {
      const readings = await readTwice(context, desk, dialer, named);
      const count = (kind: "placed" | "ended" | "absent" | "unclear") =>
        readings.reduce((sum, reading) => sum + reading[kind].length, 0);
      const open = await desk.journal.openAttempts();
      // What is intended may have left: whoever was to tell may be gone.
      const unknown = open.filter(({ state }) => state !== "placed");
      const latest = Math.max(...unknown.map(({ deadline }) => deadline + graceMs));
      const campaigns = await undecided(desk, named);
      const data: CampaignReconcileData = {
        records: readings.at(-1)?.records ?? 0,
        placed: count("placed"),
        ended: count("ended"),
        absent: count("absent"),
        unclear: count("unclear"),
        campaigns,
        singleCalls: named === undefined ? await singleCalls(desk, unknown) : [],
        undecided: unknown.length,
        waitUntil: unknown.length === 0 ? null : new Date(latest).toISOString(),
      };
      const isDecided =
        unknown.length + data.singleCalls.length === 0 && campaigns.every((each) => undecidedOf(each) === 0);
      return { data, exitCode: isDecided ? EXIT.done : EXIT.unknownOutcome };
    } finally {
      await dialer.close();
    }
  },
  present: presentReconcile,
};

/** A second time only if something is left that one more read may decide. */
async function readTwice(
  { io }: Pick<CommandContext, "io">,
  { journal }: CampaignDesk,
  dialer: Dialer,
  named: Campaign | undefined,
): Promise<readonly RecordReading[]> {
  const options = {
    signal: io.interrupted,
    ...(named === undefined ? {} : { campaign: named.id }),
  };
  const first = await dialer.reconcile(options);
  const open = await journal.openAttempts();
  if (open.every(({ missedReads }) => missedReads === 0)) return [first];
  await io.sleep(BETWEEN_READS_MS, io.interrupted);
  io.interrupted.throwIfAborted();
  return [first, await dialer.reconcile(options)];
}

async function singleCalls(
  { journal }: CampaignDesk,
  unknown: readonly Attempt[],
): Promise<readonly SingleCall[]> {
  return [...(await journal.undecidedAttempts()), ...unknown]
    .filter(({ contact }) => contact === undefined)
    .map(({ id: attemptId, state, agentId, callee, callerId, intendedAt }) => ({
      attemptId,
      state: state as SingleCall["state"],
      agentId,
      callee,
      callerId,
      at: new Date(intendedAt).toISOString(),
    }));
}

async function undecided(
  { journal }: CampaignDesk,
  named: Campaign | undefined,
): Promise<readonly CampaignSummary[]> {
  const summaries: CampaignSummary[] = [];
  for (const { id } of named === undefined ? await journal.campaigns() : [named]) {
    const campaign = await journal.findCampaign(id);
    if (campaign === undefined) continue;
    const summary = summaryOf(campaign, await journal.progress(id));
    if (named !== undefined || undecidedOf(summary) > 0) summaries.push(summary);
  }
  return summaries;
}
