import type { Campaign, Dialer, RunEnd } from "@dialpool/dialer";
import type { CommandContext } from "../command.js";
import { createCampaignProgress } from "../present/campaign-progress.js";

/** Runs a campaign and shows where it stands. The first interrupt drains it. */
export async function runInView(
  { io, note }: CommandContext,
  dialer: Dialer,
  { id }: Campaign,
  maxWaitMs: number,
): Promise<RunEnd> {
  const view = createCampaignProgress(io, note);
  const onInterrupt = () => {
    // A second interrupt ends the process where it stands; the cursor must be back by then.
    view.stop();
    if (io.stderr.isTTY) note("Finishing what has begun. Ctrl-C again stops at once.");
  };
  io.interrupted.addEventListener("abort", onInterrupt, { once: true });
  try {
    return await dialer.campaigns.run(id, {
      signal: io.interrupted,
      maxWaitMs,
      onProgress: view.update,
      onNote: view.note,
    });
  } finally {
    io.interrupted.removeEventListener("abort", onInterrupt);
    view.stop();
  }
}
