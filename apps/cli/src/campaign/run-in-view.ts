import type { Campaign, CampaignProgress, Dialer, Pace, RunEnd } from "@dialpool/dialer";
import type { CommandContext } from "../command.js";
import { createCampaignProgress } from "../present/campaign-progress.js";
import type { CampaignDesk } from "./campaign-desk.js";
import { createPlaceWatch } from "./places.js";
import type { RunMode } from "./run-head.js";

/** Said when a second interrupt ends a run. */
function lastWords(mode: RunMode): string {
  const again = mode === "restarted" ? "The same command without --again" : "The same command";
  return `Calls that were under way are known as intended, and are not placed again. ${again} finds out what became of them and goes on; \`dialpool campaign reconcile\` only finds out.`;
}

/** Runs a campaign and shows where it stands. The first interrupt drains it. */
export async function runInView(
  { io, note }: CommandContext,
  { journal, dialer }: Pick<CampaignDesk, "journal"> & { readonly dialer: Dialer },
  { id }: Campaign,
  { mode, maxWaitMs }: { readonly mode: RunMode; readonly maxWaitMs: number },
): Promise<RunEnd> {
  const view = createCampaignProgress(io, note);
  const placesOf = createPlaceWatch(journal, { id });
  const show = (progress: CampaignProgress, pace: Pace) => {
    placesOf(progress).then(
      (places) => view.update(progress, pace, places),
      // A journal that cannot be read ends the run, which says so.
      () => view.update(progress, pace),
    );
  };
  const onInterrupt = () => {
    // A second interrupt ends the process where it stands; the cursor must be back by then.
    view.stop();
    if (io.stderr.isTTY) note("Finishing what has begun. Ctrl-C again stops at once.");
  };
  io.interrupted.addEventListener("abort", onInterrupt, { once: true });
  io.setLastWords?.(lastWords(mode));
  try {
    return await dialer.campaigns.run(id, {
      signal: io.interrupted,
      maxWaitMs,
      onProgress: show,
      onNote: view.note,
    });
  } finally {
    io.interrupted.removeEventListener("abort", onInterrupt);
    io.setLastWords?.("");
    view.stop();
  }
}
