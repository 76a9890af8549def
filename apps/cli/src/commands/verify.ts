import type { Verification, VerifiedAttempt } from "@dialpool/dialer";
import { type CallerIdLoad, loadOfCampaign } from "../campaign/area-match.js";
import { type CampaignDesk, dialerOn, requireDesk, someAgentOf } from "../campaign/campaign-desk.js";
import { undecidedOf } from "../campaign/campaign-summary.js";
import { findCampaign } from "../campaign/find-campaign.js";
import type { CommandContext, CommandDefinition } from "../command.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { presentVerification } from "../present/verification.js";

/** How often the records are read again while some are missing, ms. */
const READ_AGAIN_MS = 1000;

/** Flags of `verify`. */
export interface VerifyFlags {
  /** Seconds to wait for records that are not there yet. */
  readonly wait: number;
}

/** A call that is not, or cannot yet be seen to be, as it was asked for. */
export interface OddCall {
  /** Of the list; `null` for a single call. */
  readonly line: number | null;
  readonly callee: string;
  readonly callerId: string;
  readonly callId: string;
  /** What the record shows instead; empty when there is no record. */
  readonly differences: NonNullable<VerifiedAttempt["differences"]>;
}

/** What `verify` found; its JSON document. */
export interface VerifyData {
  readonly store: string;
  /** `null`: every campaign of the file. */
  readonly campaign: string | null;
  /** Attempts that were placed. */
  readonly checked: number;
  readonly match: number;
  readonly different: readonly OddCall[];
  /** They may still show up. */
  readonly withoutRecord: readonly OddCall[];
  /** Calls of the same agents and time that the API has and this file has not. */
  readonly unknownCalls: Verification["unknownCalls"];
  /** Attempts of whom nobody knows whether they were placed. */
  readonly undecided: number;
  readonly callerIds: readonly CallerIdLoad[];
}

/** `verify [CAMPAIGN]`: compares every placed attempt with the vendor's record of its call. */
export const verify: CommandDefinition<[string | undefined], VerifyFlags, VerifyData> = {
  async run(context, { wait }, name) {
    const desk = await requireDesk(context);
    const campaign = name === undefined ? undefined : await findCampaign(context, desk, name);
    const { different, withoutRecord, unknownCalls, matches } = await verifyUntil(
      context,
      desk,
      campaign,
      wait,
    );
    const data: VerifyData = {
      store: desk.store.shown,
      campaign: campaign?.name ?? null,
      checked: matches + different.length + withoutRecord.length,
      match: matches,
      different: await oddCalls(desk, different),
      withoutRecord: await oddCalls(desk, withoutRecord),
      unknownCalls,
      undecided: await undecidedAttempts(desk, campaign?.id),
      callerIds: await loadOfCampaign(desk.journal, campaign?.id),
    };
    return { data, exitCode: exitCodeOf(data) };
  },
  present: presentVerification,
};

/** Reads until every record is there, or the time is over. */
async function verifyUntil(
  context: CommandContext,
  desk: CampaignDesk,
  campaign: { readonly id: string; readonly agentId: string } | undefined,
  waitSeconds: number,
): Promise<Verification> {
  const { io } = context;
  const agentId = campaign?.agentId ?? (await someAgentOf(desk));
  const dialer = dialerOn(context, desk, { pool: { agentId } });
  const query = campaign === undefined ? {} : { campaignId: campaign.id };
  try {
    for (let attempt = 0; ; attempt++) {
      const found = await dialer.verify(query, io.interrupted);
      if (found.withoutRecord.length === 0 || attempt * READ_AGAIN_MS >= waitSeconds * 1000) return found;
      await io.sleep(READ_AGAIN_MS, io.interrupted);
      io.interrupted.throwIfAborted();
    }
  } finally {
    await dialer.close();
  }
}

async function oddCalls(
  { journal }: CampaignDesk,
  attempts: readonly VerifiedAttempt[],
): Promise<readonly OddCall[]> {
  const calls: OddCall[] = [];
  for (const { attemptId, callId, differences = [] } of attempts) {
    const attempt = await journal.attempt(attemptId);
    if (attempt === undefined) continue;
    const { contact, callee, callerId } = attempt;
    calls.push({ line: contact?.line ?? null, callee, callerId, callId, differences });
  }
  return calls;
}

async function undecidedAttempts({ journal }: CampaignDesk, campaignId: string | undefined): Promise<number> {
  if (campaignId !== undefined) return undecidedOf(await journal.progress(campaignId));
  const open = await journal.openAttempts();
  const unknown = open.filter(({ state }) => state === "unknown").length;
  return unknown + (await journal.undecidedAttempts()).length;
}

function exitCodeOf({ different, unknownCalls, undecided, withoutRecord }: VerifyData): ExitCode {
  if (different.length + unknownCalls.length > 0) return EXIT.partial;
  if (undecided > 0) return EXIT.unknownOutcome;
  return withoutRecord.length > 0 ? EXIT.retryLater : EXIT.done;
}
