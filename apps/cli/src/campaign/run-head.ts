import type { Campaign } from "@dialpool/dialer";
import type { CommandContext } from "../command.js";
import { listName } from "../contacts/contact-list.js";
import type { OpenPool } from "../selection/open-pool.js";
import type { CampaignRules } from "./campaign-rules.js";
import type { CampaignRunFlags } from "./run-flags.js";

const DEFAULT_START_RATE = 1;
const DEFAULT_CONCURRENCY = 5;

/** Whether a list is called for the first time, gone on with, or called all over again. */
export type RunMode = "started" | "resumed" | "restarted";

/** What a run is about; part of every document of `campaign run`. */
export interface RunHead {
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
  /** What somebody should know before anybody is called, as sentences. */
  readonly warnings: readonly string[];
}

/** What a run is about, before it begins. */
export function headOf({
  context,
  flags,
  rules,
  pool,
  known,
  file,
  warnings,
}: {
  readonly context: CommandContext;
  readonly flags: CampaignRunFlags;
  readonly rules: CampaignRules;
  readonly pool: OpenPool;
  readonly known: Campaign | undefined;
  readonly file: string | undefined;
  readonly warnings: readonly string[];
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
    warnings,
  };
}
