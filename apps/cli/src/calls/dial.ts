import {
  type Attempt,
  type CallRequest,
  type CallResult,
  type Dialer,
  type FinishedCall,
  isDialerError,
} from "@dialpool/dialer";
import { type CampaignDesk, dialerOn } from "../campaign/campaign-desk.js";
import { readEveryMs } from "../campaign/loopback-api.js";
import { CliError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { EXIT } from "../exit-codes.js";
import { dialerPoolOf } from "../selection/dialer-pool.js";
import type { OpenPool } from "../selection/open-pool.js";

/** The dialer's own default: the vendor's least. */
const LEAST_CONCURRENCY = 5;
/** Reads of the records that may fail in a row before the end of a call is no longer waited for. */
const MAX_FAILED_READS = 10;

/** A call that left, or that something was in the way of. What was refused by the API, or never left, is thrown. */
export type Dialled = Exclude<CallResult, { readonly state: "rejected" | "suppressed" | "not_attached" }>;

/** Makes a dialer for one call. It shares room and pace with whatever campaigns are going on. */
export async function dialerForOne(
  context: CommandContext,
  desk: CampaignDesk,
  pool: OpenPool,
): Promise<{ readonly dialer: Dialer; readonly concurrency: number }> {
  const running = (await desk.journal.campaigns()).filter(({ state }) => state === "open");
  const concurrency = Math.max(LEAST_CONCURRENCY, ...running.map((campaign) => campaign.concurrency));
  const dialer = dialerOn(context, desk, {
    pool: dialerPoolOf(context, pool),
    concurrency,
    readEveryMs: readEveryMs(context.client().baseUrl),
  });
  return { dialer, concurrency };
}

/**
 * Places one call, once. An interrupt does not cut the request off: whether it rings would then be unknown.
 *
 * @throws CliError (exit 4) if the caller ID was detached meanwhile, (exit 130) if it was interrupted before it left; what the client says of a call that was not placed.
 */
export async function dial(
  { io, note }: Pick<CommandContext, "io" | "note">,
  dialer: Dialer,
  pool: Pick<OpenPool, "agentName">,
  request: CallRequest,
): Promise<Dialled> {
  const { interrupted } = io;
  const result = await dialer.call(request, { signal: interrupted }).catch((error: unknown) => {
    throw interrupted.aborted && error === interrupted.reason
      ? new CliError(EXIT.interrupted, "Interrupted: nobody was called.", { cause: error })
      : error;
  });
  switch (result.state) {
    case "rejected":
      if (result.isDetached) throw detached(result.callerId, pool, result.cause);
      throw result.cause instanceof Error ? result.cause : new CliError(EXIT.refused, result.reason);
    case "not_attached":
      throw detached(request.callerId ?? "", pool);
    case "suppressed":
      throw new CliError(EXIT.refused, "The callee is on the do-not-call list.");
    case "placed":
    case "unknown":
      if (result.unwritten !== undefined) note(warningOf(result.unwritten));
      return result;
    default:
      return result;
  }
}

/** How the waiting for a call ended. */
export type Waited =
  | { readonly state: "finished"; readonly call: FinishedCall }
  | { readonly state: "interrupted" | "gave_up" };

/** Waits for the end of a call. Never throws: its id must not be lost because a read failed. */
export async function waitForEnd(
  { interrupted }: Pick<CommandContext["io"], "interrupted">,
  { finished }: Extract<Dialled, { readonly state: "placed" | "unknown" }>,
): Promise<Waited> {
  try {
    const call = await finished({ signal: interrupted, maxFailedReads: MAX_FAILED_READS });
    return { state: "finished", call };
  } catch (error) {
    if (isDialerError(error, "config_invalid")) throw error;
    return { state: interrupted.aborted ? "interrupted" : "gave_up" };
  }
}

/** The campaign and line that an attempt is for; nothing for a single call. */
export async function contactOf(
  { journal }: CampaignDesk,
  { contact }: Attempt,
): Promise<{ readonly campaign: string | null; readonly line: number | null }> {
  if (contact === undefined) return { campaign: null, line: null };
  const campaign = await journal.findCampaign(contact.campaignId);
  return { campaign: campaign?.name ?? null, line: contact.line };
}

function detached(callerId: string, { agentName }: Pick<OpenPool, "agentName">, cause?: unknown): CliError {
  return new CliError(
    EXIT.refused,
    `${callerId} was detached from ${agentName} meanwhile, so the call was refused and nobody was called.`,
    { hint: "Run the command again to choose among the numbers that are attached now.", cause },
  );
}

function warningOf(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return `Warning: what became of the call could not be written down: ${why} It counts as one that may go on; the next call, or \`dialpool campaign reconcile\`, looks for its record.`;
}
