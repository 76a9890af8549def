import { SingleBar } from "cli-progress";
import type { CampaignProgress } from "../campaign/run-campaign.js";
import type { OutputStream } from "../io.js";

/** Shows where a campaign stands. */
export interface ProgressBar {
  update(progress: CampaignProgress): void;
  /** Prints a sentence without tearing the bar. */
  note(sentence: string): void;
  /** Takes the bar away and gives the cursor back; from then on there are only notes. */
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
    // All it does with a stream is to write to it and to ask for its width.
    stream: stream as unknown as NodeJS.WritableStream,
    format: "{bar} {percentage}% · {value}/{total} contacts · {live} live · {problems}{eta_formatted} left",
    hideCursor: true,
    clearOnComplete: true,
    // A rejected row is progress too; the counts say which is which.
    fps: 8,
  });
  let shown = { value: 0, payload: { live: 0, problems: "" } };
  let isStopped = false;
  const show = () => bar.start(total, shown.value, shown.payload);
  show();
  return {
    update({ placed, rejected, unknown, refused, live }) {
      const notPlaced = rejected + unknown + refused;
      const problems = notPlaced === 0 ? "" : `${notPlaced} not placed · `;
      shown = { value: placed + notPlaced, payload: { live, problems } };
      bar.update(shown.value, shown.payload);
    },
    note(sentence) {
      bar.stop();
      note(sentence);
      if (!isStopped) show();
    },
    stop() {
      isStopped = true;
      bar.stop();
    },
  };
}
