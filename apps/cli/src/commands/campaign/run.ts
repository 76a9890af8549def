import type { Campaign } from "@dialpool/dialer";
import { goOn, importList } from "../../campaign/begin-campaign.js";
import { type CampaignDesk, dialerOn, openDesk, openDeskIfAny } from "../../campaign/campaign-desk.js";
import { exitCodeOfRun } from "../../campaign/campaign-exit-code.js";
import { type CampaignRules, readRules } from "../../campaign/campaign-rules.js";
import { confirmPlan, mustAsk } from "../../campaign/confirm-plan.js";
import { withKeptPolicy } from "../../campaign/kept-policy.js";
import { requireSameRules } from "../../campaign/kept-rules.js";
import { agentOf, knownCampaign, requireToRun } from "../../campaign/known-campaign.js";
import { readEveryMs } from "../../campaign/loopback-api.js";
import { planOfCampaign, planOfList } from "../../campaign/plan-campaign.js";
import type { CampaignRunFlags } from "../../campaign/run-flags.js";
import { headOf } from "../../campaign/run-head.js";
import { runInView } from "../../campaign/run-in-view.js";
import { type CampaignRunData, reportOf } from "../../campaign/run-report.js";
import { usageError } from "../../cli-error.js";
import type { CommandContext, CommandDefinition, Outcome } from "../../command.js";
import { EXIT } from "../../exit-codes.js";
import { presentCampaignRun } from "../../present/campaign-run.js";
import { dialerPoolOf } from "../../selection/dialer-pool.js";
import { type OpenPool, openPool } from "../../selection/open-pool.js";
import { newKeyWarning } from "../../store/new-key-warning.js";
import { openPoolState } from "../../store/pool-state.js";

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

/** The campaign that is to go on, if it may; `undefined` if there is none. */
async function campaignToGoOn(
  context: CommandContext,
  desk: CampaignDesk | undefined,
  {
    flags,
    rules,
    file,
  }: {
    readonly flags: CampaignRunFlags;
    readonly rules: CampaignRules;
    readonly file: string | undefined;
  },
): Promise<Campaign | undefined> {
  const known = await knownCampaign(context, desk, flags, file);
  if (known === undefined || desk === undefined) return undefined;
  requireToRun(known, file, (await desk.journal.progress(known.id)).invalid);
  requireSameRules(known, flags, rules);
  return known;
}

/** The pool, and what somebody should know before anybody is called from it. */
async function poolToCall(
  context: CommandContext,
  flags: CampaignRunFlags,
  known: Campaign | undefined,
  desk: CampaignDesk | undefined,
): Promise<{ readonly pool: OpenPool; readonly warnings: readonly string[] }> {
  const read = await openPool(context, { ...flags, agent: agentOf(context, flags, known) });
  const { config } = context;
  const { pool, warnings } = await withKeptPolicy({ config, flags }, read, known, desk);
  return { pool, warnings: [...(await warningsBefore(context, desk)), ...warnings] };
}

function rowAgentPools(context: CommandContext, flags: CampaignRunFlags): Promise<readonly OpenPool[]> {
  return Promise.all((flags.rowAgents ?? []).map((agent) => openPool(context, { ...flags, agent })));
}

/** A file with a campaign in it was begun before, and whoever began it was warned. */
async function warningsBefore(
  { state }: CommandContext,
  desk: CampaignDesk | undefined,
): Promise<readonly string[]> {
  if (desk !== undefined && (await desk.journal.campaigns()).length > 0) return [];
  const warning = newKeyWarning(await state.filesOfOtherKeys(), {
    missing: "No campaign",
    consequence:
      "lists that were called with the old one are not known here, and everybody on them would be called again",
  });
  return warning === undefined ? [] : [warning];
}

/** Reads the list and tells what a run would do. Writes nothing. */
async function showPlan(
  context: CommandContext,
  flags: CampaignRunFlags,
  rules: CampaignRules,
  file: string | undefined,
): Promise<Outcome<CampaignRunData>> {
  const desk = await openDeskIfAny(context);
  const known = await campaignToGoOn(context, desk, { flags, rules, file });
  const { pool, warnings } = await poolToCall(context, flags, known, desk);
  const others = await rowAgentPools(context, flags);
  const agents = [pool, ...others].map(({ agentId }) => agentId);
  const head = headOf({ context, flags, rules, pool, known, file, warnings });
  const plan =
    known !== undefined && desk !== undefined
      ? await planOfCampaign(context, desk, known, rules, head.startRate)
      : await planOfList(context, file ?? "-", flags, rules, { startRate: head.startRate, agents });
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
  // Nothing is made before somebody has agreed.
  const there = await openDeskIfAny(context);
  const known = await campaignToGoOn(context, there, { flags, rules, file });
  const { pool, warnings } = await poolToCall(context, flags, known, there);
  const others = await rowAgentPools(context, flags);
  const agents = [pool, ...others].map(({ agentId }) => agentId);
  const head = headOf({ context, flags, rules, pool, known, file, warnings });
  if (mustAsk(context.client().baseUrl, flags)) {
    const plan =
      known === undefined || there === undefined
        ? await planOfList(context, file ?? "-", flags, rules, { startRate: head.startRate, agents })
        : await planOfCampaign(context, there, known, rules, head.startRate);
    await confirmPlan(context.io, context.note, head, plan);
  } else for (const warning of warnings) context.note(`Warning: ${warning}`);
  const desk = there ?? (await openDesk(context));
  for (const each of [pool, ...others]) await openPoolState(context, each, { history: flags.history });
  const dialer = dialerOn(context, desk, {
    pool: [pool, ...others].map((each) => dialerPoolOf(context, each)),
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
        ? await importList(context, dialer, flags, { agentId: pool.agentId, rules, file })
        : await goOn(context, dialer, flags, known, { rules, file });
    const end = await runInView(context, { journal: desk.journal, dialer }, campaign, {
      mode,
      maxWaitMs: flags.maxWait,
    });
    const data = await reportOf({ ...head, mode }, desk, dialer, campaign, end);
    return { data, exitCode: exitCodeOfRun(end) };
  } finally {
    await dialer.close();
  }
}
