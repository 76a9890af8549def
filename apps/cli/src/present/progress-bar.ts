import { SingleBar } from "cli-progress";
import type { CampaignProgress } from "../campaign/run-campaign.js";
import type { OutputStream } from "../io.js";

/** Shows where a campaign stands. */
export interface ProgressBar {
  update(progress: CampaignProgress): void;
  /** Prints a sentence without tearing the bar. */
  note(sentence: string): void;
  stop(): void;
}

/** A bar on a terminal; nothing at all elsewhere. */
export function createProgressBar(
  stream: OutputStream,
  total: number,
  note: (sentence: string) => void,
): ProgressBar {
  if (!stream.isTTY) return { update: () => {}, note, stop: () => {} };
  const bar = new SingleBar({
    stream: process.stderr,
    format: "{bar} {percentage}% · {value}/{total} contacts · {live} live · {problems}{eta_formatted} left",
    hideCursor: true,
    clearOnComplete: true,
    // A rejected row is progress too; the counts say which is which.
    fps: 8,
  });
  bar.start(total, 0, { live: 0, problems: "" });
  return {
    update(progress) {
      const { placed, rejected, unknown, refused, live } = progress;
      const problems = rejected + unknown + refused;
      bar.update(placed + problems, { live, problems: problems === 0 ? "" : `${problems} not placed · ` });
    },
    note(sentence) {
      bar.stop();
      note(sentence);
      bar.start(total, 0, { live: 0, problems: "" });
    },
    stop: () => bar.stop(),
  };
}
