import { resolve } from "node:path";
import type { PoolStore } from "@dialpool/pool-strategies";
import { type CampaignPlan, chooseContacts, createRunId } from "../../campaign/campaign-plan.js";
import { type CampaignReport, exitCodeOfCampaign, reportCampaign } from "../../campaign/campaign-report.js";
import { openResults, type ResultsWriter, readResultsIfAny } from "../../campaign/results-file.js";
import { runCampaign } from "../../campaign/run-campaign.js";
import { usageError } from "../../cli-error.js";
import type { CommandContext, CommandDefinition, Outcome } from "../../command.js";
import { loadContacts } from "../../contacts/load-contacts.js";
import type { ContactList } from "../../contacts/read-contacts.js";
import { presentCampaignReport } from "../../present/campaign.js";
import { createProgressBar } from "../../present/progress-bar.js";
import { type OpenPool, openPool } from "../../selection/open-pool.js";
import type { HistoryFlag } from "../../selection/seed-history.js";
import { openPoolState } from "../../store/pool-state.js";

/** Flags of `campaign run`. */
export interface CampaignRunFlags {
  readonly agent?: string;
  readonly policy?: string;
  readonly results?: string;
  /** Calls started per second. */
  readonly startRate: number;
  /** Calls going on at once. */
  readonly concurrency: number;
  readonly defaultCountry?: string;
  readonly tag?: Readonly<Record<string, string>>;
  readonly variableColumns?: readonly string[];
  readonly again?: boolean;
  readonly resume?: boolean;
  readonly dryRun?: boolean;
  /** False for `--no-wait`. */
  readonly wait: boolean;
  /** For how long a contact waits for a caller ID, ms. */
  readonly maxWait: number;
  readonly history?: HistoryFlag;
}

/** `campaign run CONTACTS.csv`: dials a list, each contact at most once. */
export const campaignRun: CommandDefinition<[string], CampaignRunFlags, CampaignReport> = {
  async run(context, flags, file) {
    const { io } = context;
    if (file === "-" && flags.results === undefined)
      throw usageError("A list from standard input needs --results FILE, to know it again.");
    const list = await loadContacts(context, file, flags);
    const resultsFile = resolve(io.cwd, flags.results ?? `${file}.results.jsonl`);
    const pool = await openPool(context, flags);
    const planFrom = (events: Parameters<typeof chooseContacts>[1]): CampaignPlan => ({
      ...chooseContacts(list, events, {
        again: flags.again === true,
        resume: flags.resume === true,
        resultsFile,
      }),
      run: createRunId(io.now()),
      agentId: pool.agentId,
      list,
      startRate: flags.startRate,
      concurrency: flags.concurrency,
      tags: flags.tag ?? {},
      variableColumns: checkColumns(list, flags.variableColumns ?? []),
      waitForEnd: flags.wait,
      maxWaitMs: flags.maxWait,
    });
    if (flags.dryRun) {
      const { events } = await readResultsIfAny(resultsFile);
      const data = reportCampaign(planFrom(events), resultsFile);
      return { data, exitCode: exitCodeOfCampaign(data) };
    }
    const results = await openResults(resultsFile);
    try {
      const plan = planFrom(results.before.events);
      if (results.before.damagedLines > 0) {
        context.note(`${resultsFile}: ${results.before.damagedLines} line(s) cut short were passed over.`);
      }
      const { store } = await openPoolState(context, pool, { history: flags.history });
      return await dial(context, plan, { ...pool, store }, results);
    } finally {
      await results.close();
    }
  },
  present: presentCampaignReport,
};

async function dial(
  context: CommandContext,
  plan: CampaignPlan,
  pool: OpenPool & { readonly store: PoolStore },
  results: ResultsWriter,
): Promise<Outcome<CampaignReport>> {
  const { io } = context;
  const bar = createProgressBar(io.stderr, plan.contacts.length, context.note);
  const onInterrupt = () => {
    // A second interrupt ends the process where it stands; the cursor must be back by then.
    bar.stop();
    if (io.stderr.isTTY) context.note("Finishing what has begun. Ctrl-C again stops at once.");
  };
  io.interrupted.addEventListener("abort", onInterrupt, { once: true });
  try {
    const end = await runCampaign(plan, {
      client: context.client(),
      store: pool.store,
      definition: pool.definition,
      reloadPool: pool.reload,
      results,
      clock: io,
      interrupted: io.interrupted,
      onProgress: bar.update,
      note: bar.note,
    });
    const data = reportCampaign(plan, results.file, end);
    return { data, exitCode: exitCodeOfCampaign(data) };
  } finally {
    io.interrupted.removeEventListener("abort", onInterrupt);
    bar.stop();
  }
}

function checkColumns(list: ContactList, columns: readonly string[]): readonly string[] {
  const names = columns.map((column) => column.toLowerCase());
  const missing = names.find((name) => !list.columnNames.includes(name));
  if (missing !== undefined) {
    throw usageError(
      `${list.source} has no column «${missing}» to send as a variable; it has: ${list.columnNames.join(", ")}.`,
    );
  }
  return names;
}
