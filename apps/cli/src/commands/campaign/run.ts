import type { Campaign, CampaignProgress, ContactSource, Dialer, RunEnd } from "@dialpool/dialer";
import { type CallerIdLoad, loadOfCampaign } from "../../campaign/area-match.js";
import { type CampaignDesk, dialerOn, openDesk, openDeskIfAny } from "../../campaign/campaign-desk.js";
import { exitCodeOfRun } from "../../campaign/campaign-exit-code.js";
import type { CampaignPlan } from "../../campaign/campaign-plan.js";
import { type CampaignRules, type RuleFlags, readRules } from "../../campaign/campaign-rules.js";
import { type CampaignSummary, summaryOf } from "../../campaign/campaign-summary.js";
import { confirmPlan, mustAsk } from "../../campaign/confirm-plan.js";
import { agentOf, knownCampaign, nameTaken, requireToRun } from "../../campaign/known-campaign.js";
import { readEveryMs } from "../../campaign/loopback-api.js";
import { planOfCampaign, planOfList } from "../../campaign/plan-campaign.js";
import { runInView } from "../../campaign/run-in-view.js";
import { usageError } from "../../cli-error.js";
import type { CommandContext, CommandDefinition, Outcome } from "../../command.js";
import { type ListFlags, listName, type ReportedRow, readList } from "../../contacts/contact-list.js";
import { EXIT } from "../../exit-codes.js";
import { presentCampaignRun } from "../../present/campaign-run.js";
import { joinNumberSettings } from "../../selection/join-number-settings.js";
import { loadPolicy } from "../../selection/load-policy.js";
import { type OpenPool, openPool } from "../../selection/open-pool.js";
import type { HistoryFlag } from "../../selection/seed-history.js";
import { openPoolState } from "../../store/pool-state.js";

/** Rows that are no contacts, listed in the document at most; `campaign report` has all of them. */
const MAX_ROWS = 1000;
const DEFAULT_START_RATE = 1;
const DEFAULT_CONCURRENCY = 5;

/** Flags of `campaign run`. */
export interface CampaignRunFlags extends ListFlags, RuleFlags {
  readonly agent?: string;
  /** Other agents that rows may name. */
  readonly rowAgents?: readonly string[];
  readonly policy?: string;
  readonly tag?: Readonly<Record<string, string>>;
  readonly history?: HistoryFlag;
  readonly name?: string;
  readonly again?: boolean;
  /** Calls started per second. */
  readonly startRate?: number;
  /** Calls going on at once. */
  readonly concurrency?: number;
  /** For how long the run waits for somebody to become due, ms. */
  readonly maxWait: number;
  readonly onAbsent: "leave" | "redial";
  /** How long after an attempt its record may still show up, ms. */
  readonly reconcileAfter?: number;
  readonly webhookUrl?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Whether a list is called for the first time, gone on with, or called all over again. */
export type RunMode = "started" | "resumed" | "restarted";

/** What a run is about; part of every document of `campaign run`. */
interface RunHead {
  readonly mode: RunMode;
  /** The list's file; `null` if the campaign was named instead. */
  readonly source: string | null;
  /** Where the journal and the pool state are. */
  readonly store: string;
  readonly agentId: string;
  readonly agentName: string;
  /** Numbers to call from. */
  readonly callerIdCount: number;
  readonly startRate: number | null;
  readonly concurrency: number;
  /** A preset, a file or `off`; `null` if the campaign goes on with those it was made with. */
  readonly callingHours: string | null;
}

/** The JSON document of `campaign run`. */
export type CampaignRunData = RunHead &
  (
    | { readonly dryRun: true; readonly plan: CampaignPlan }
    | {
        readonly dryRun: false;
        readonly campaign: CampaignSummary;
        readonly end: RunEnd["state"];
        /** Why it ended before its campaign did; `null` when it did not. */
        readonly stopped: { readonly kind: string; readonly message: string } | null;
        /** The first thousand. */
        readonly invalid: readonly ReportedRow[];
        readonly duplicates: readonly ReportedRow[];
        readonly callerIds: readonly CallerIdLoad[];
      }
  );

/** `campaign run [CONTACTS]`: calls a list, or goes on with it; nobody is called twice. */
export const campaignRun: CommandDefinition<[string | undefined], CampaignRunFlags, CampaignRunData> = {
  async run(context, flags, file) {
    const { baseUrl } = context.client();
    const rules = await readRules(context, flags, baseUrl);
    if (file === "-" && !flags.dryRun && mustAsk(baseUrl, flags))
      throw usageError(
        "The list is on standard input, so nobody can be asked.",
        "Look at it with --dry-run, then add --yes.",
      );
    return flags.dryRun
      ? await showPlan(context, flags, rules, file)
      : await dial(context, flags, rules, file);
  },
  present: presentCampaignRun,
};

/** Reads the list and tells what a run would do. Writes nothing. */
async function showPlan(
  context: CommandContext,
  flags: CampaignRunFlags,
  rules: CampaignRules,
  file: string | undefined,
): Promise<Outcome<CampaignRunData>> {
  const desk = await openDeskIfAny(context);
  const known = desk === undefined ? undefined : await knownCampaign(context, desk, flags, file);
  if (known !== undefined) requireToRun(known, nameOf(file));
  const pool = await openPool(context, { ...flags, agent: agentOf(context, flags, known) });
  const head = headOf({ context, flags, rules, pool, known, file });
  const plan =
    known !== undefined && desk !== undefined
      ? await planOfCampaign(context, desk, known, head.startRate)
      : await planOfList(context, file ?? "-", flags, rules, head.startRate);
  return {
    data: { ...head, dryRun: true, plan },
    exitCode: plan.contacts + plan.suppressed === 0 && known === undefined ? EXIT.usage : EXIT.done,
  };
}

async function dial(
  context: CommandContext,
  flags: CampaignRunFlags,
  rules: CampaignRules,
  file: string | undefined,
): Promise<Outcome<CampaignRunData>> {
  const desk = await openDesk(context);
  const known = await knownCampaign(context, desk, flags, file);
  if (known !== undefined) requireToRun(known, nameOf(file));
  const pool = await openPool(context, { ...flags, agent: agentOf(context, flags, known) });
  const others = await Promise.all(
    (flags.rowAgents ?? []).map((agent) => openPool(context, { ...flags, agent })),
  );
  const head = headOf({ context, flags, rules, pool, known, file });
  if (mustAsk(context.client().baseUrl, flags)) {
    const plan =
      known === undefined
        ? await planOfList(context, file ?? "-", flags, rules, head.startRate)
        : await planOfCampaign(context, desk, known, head.startRate);
    await confirmPlan(context.io, context.note, head, plan);
  }
  for (const each of [pool, ...others]) await openPoolState(context, each, { history: flags.history });
  const dialer = dialerOn(context, desk, {
    pool: [pool, ...others].map((each) => poolOf(context, each)),
    startRate: head.startRate,
    concurrency: head.concurrency,
    onAbsent: flags.onAbsent,
    readEveryMs: readEveryMs(context.client().baseUrl),
    ...(flags.reconcileAfter === undefined ? {} : { graceMs: flags.reconcileAfter }),
    ...(rules.doNotCall === undefined ? {} : { doNotCall: rules.doNotCall }),
    ...(flags.webhookUrl === undefined ? {} : { webhookUrl: flags.webhookUrl }),
  });
  try {
    const { campaign, mode } =
      known === undefined
        ? await importList(context, dialer, flags, rules, file)
        : await goOn(context, dialer, flags, known);
    const end = await runInView(context, dialer, campaign, flags.maxWait);
    const data = await dataOf({ ...head, mode }, desk, dialer, campaign, end);
    return { data, exitCode: exitCodeOfRun(end) };
  } finally {
    await dialer.close();
  }
}

async function importList(
  context: CommandContext,
  dialer: Dialer,
  flags: CampaignRunFlags,
  { hours, retries, doNotCall }: CampaignRules,
  file = "-",
): Promise<{ readonly campaign: Campaign; readonly mode: RunMode }> {
  const policy = await loadPolicy(context, flags.policy);
  const { name, again, tag: tags } = flags;
  const reading: ContactSource = readList(
    context,
    file,
    policy,
    flags,
    doNotCall === undefined ? {} : { doNotCall },
  );
  const { outcome, campaign } = await dialer.campaigns.import(reading, {
    retries,
    ...(hours === undefined ? {} : { hours }),
    ...(tags === undefined ? {} : { tags }),
    ...(name === undefined ? {} : { name }),
    ...(again === undefined ? {} : { again }),
  });
  if (outcome === "created") return { campaign, mode: again ? "restarted" : "started" };
  if (outcome === "name_taken") throw nameTaken(campaign.name);
  requireToRun(campaign, nameOf(file));
  return await goOn(context, dialer, flags, campaign);
}

/** What the flags say of the pace holds from now on; the rest is as the campaign was made. */
async function goOn(
  { note }: CommandContext,
  dialer: Dialer,
  { startRate, concurrency, callingHours, retries, tag }: CampaignRunFlags,
  campaign: Campaign,
): Promise<{ readonly campaign: Campaign; readonly mode: RunMode }> {
  if (callingHours !== undefined || retries !== undefined || tag !== undefined)
    note("Note: calling hours, retries and tags stay as they were when the campaign was made.");
  const pace = {
    ...(startRate === undefined ? {} : { startRate }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
  const changed =
    Object.keys(pace).length === 0 ? campaign : await dialer.campaigns.changePace(campaign.id, pace);
  return { campaign: changed, mode: "resumed" };
}

async function dataOf(
  head: RunHead,
  desk: CampaignDesk,
  dialer: Dialer,
  { id }: Campaign,
  { state: end, stop, progress }: RunEnd,
): Promise<CampaignRunData> {
  const { campaign } = await dialer.campaigns.status(id);
  return {
    ...head,
    dryRun: false,
    campaign: summaryOf(campaign, progress),
    end,
    stopped: stop === undefined ? null : { kind: stop.kind, message: stop.message },
    invalid: await rowsOf(desk, id, progress, "invalid"),
    duplicates: await rowsOf(desk, id, progress, "duplicate"),
    callerIds: await loadOfCampaign(desk.journal, id),
  };
}

async function rowsOf(
  { journal }: CampaignDesk,
  id: string,
  { invalid, duplicates }: CampaignProgress,
  state: "invalid" | "duplicate",
): Promise<readonly ReportedRow[]> {
  if ((state === "invalid" ? invalid : duplicates) === 0) return [];
  const rows = await journal.rows(id, { states: [state], afterLine: 0, limit: MAX_ROWS });
  return rows.map(({ line, reason = "" }) => ({ line, reason }));
}

function headOf({
  context,
  flags,
  rules,
  pool,
  known,
  file,
}: {
  readonly context: CommandContext;
  readonly flags: CampaignRunFlags;
  readonly rules: CampaignRules;
  readonly pool: OpenPool;
  readonly known: Campaign | undefined;
  readonly file: string | undefined;
}): RunHead {
  return {
    mode: known !== undefined ? "resumed" : flags.again ? "restarted" : "started",
    source: file === undefined ? null : listName(file),
    store: context.state.shown(),
    agentId: pool.agentId,
    agentName: pool.agentName,
    callerIdCount: pool.numbers.length,
    startRate: flags.startRate ?? (known === undefined ? DEFAULT_START_RATE : known.startRate),
    concurrency: flags.concurrency ?? known?.concurrency ?? DEFAULT_CONCURRENCY,
    callingHours: known === undefined ? rules.hoursShown : null,
  };
}

/** The pool as the dialer reads it again and again: with what the configuration says of its numbers. */
function poolOf({ config }: CommandContext, { agentId, policy }: OpenPool) {
  return {
    agentId,
    policy,
    describe: (attached: Parameters<typeof joinNumberSettings>[0][number]) =>
      joinNumberSettings([attached], config.numbers).numbers[0] ?? attached,
  };
}

function nameOf(file: string | undefined): string {
  return file === undefined ? "The campaign" : listName(file);
}
