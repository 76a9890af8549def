import type { CampaignProgress, Pace } from "@dialpool/dialer";
import { SingleBar } from "cli-progress";
import { ownOpen, type Places } from "../campaign/places.js";
import type { Io } from "../io.js";
import { instant, plural } from "./words.js";

/** Where nobody watches, a line is printed this often, ms. */
const LINE_EVERY_MS = 60_000;

/** Shows where a campaign stands. */
export interface CampaignProgressView {
  /** @param places Given when nobody is called although somebody's turn has come. */
  update(progress: CampaignProgress, pace: Pace, places?: Places): void;
  /** Prints a sentence without tearing the bar. */
  note(sentence: string): void;
  /** Takes the bar away and gives the cursor back; from then on there are only notes. */
  stop(): void;
}

/** A bar on a terminal; elsewhere a line a minute. */
export function createCampaignProgress(
  { stderr: stream, now }: Pick<Io, "stderr" | "now">,
  note: (sentence: string) => void,
): CampaignProgressView {
  if (!stream.isTTY) return progressLines(now, note);
  const bar = new SingleBar({
    // All it does with a stream is to write to it and to ask for its width.
    stream: stream as unknown as NodeJS.WritableStream,
    format: "{bar} {text}",
    barsize: 20,
    hideCursor: true,
    clearOnComplete: true,
    fps: 8,
  });
  let shown = { total: 1, value: 0, text: "" };
  let isStopped = false;
  const show = () => bar.start(shown.total, shown.value, { text: shown.text });
  show();
  return {
    update(progress, pace, places) {
      if (isStopped) return;
      const value = finalOf(progress);
      shown = { total: Math.max(1, progress.total), value, text: progressText(progress, pace, places) };
      bar.setTotal(shown.total);
      bar.update(value, { text: shown.text });
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

function progressLines(now: () => number, note: (sentence: string) => void): CampaignProgressView {
  let nextAt = now() + LINE_EVERY_MS;
  return {
    update(progress, pace, places) {
      if (now() < nextAt) return;
      nextAt = now() + LINE_EVERY_MS;
      note(progressText(progress, pace, places));
    },
    note,
    stop: () => {},
  };
}

/** `120/238 contacts · 9 live · pace 15/s, 14.8 measured · 12 wait for a number until 15:02:10 UTC`. */
export function progressText(progress: CampaignProgress, pace: Pace, places?: Places): string {
  const { byState, open } = progress;
  const notCalled = byState.rejected + byState.refused;
  const unknown = open.unknown + byState.absent + byState.unclear;
  return [
    `${finalOf(progress)}/${plural(progress.total, "contact")}`,
    `${open.intended + open.placed} live`,
    ...placesTexts(progress, places),
    paceText(pace),
    ...waitingTexts(progress),
    ...(notCalled === 0 ? [] : [`${notCalled} not called`]),
    ...(unknown === 0 ? [] : [`${unknown} unknown`]),
  ].join(" · ");
}

function finalOf({ total, byState }: CampaignProgress): number {
  return total - byState.queued - byState.open;
}

/** Why nobody is called when it is because of others; those of other campaigns and single calls share the places. */
function placesTexts(progress: CampaignProgress, places: Places | undefined): readonly string[] {
  if (places === undefined || places.byOthers <= 0) return [];
  const { concurrency, byOthers } = places;
  if (ownOpen(progress) + byOthers < concurrency) return [];
  return [`no place free: other calls of the file take ${byOthers} of ${concurrency}`];
}

/** What was asked for, what it is now if the API slowed it down, and what was measured. */
function paceText({ startRate, currentRate, measuredRate }: Pace): string {
  const asked = startRate === null ? "unlimited" : `${round(startRate)}/s`;
  const now = currentRate === null || currentRate === startRate ? "" : `, ${round(currentRate)} now`;
  return `pace ${asked}${now}, ${round(measuredRate)} measured`;
}

const WAITS = {
  hours: "wait for their hours",
  number: "wait for a number",
  callee: "wait because of other calls to them",
  retry: "wait to be called again",
} as const;

function waitingTexts({ waiting, nextDueAt }: CampaignProgress): readonly string[] {
  const reasons = Object.entries(WAITS).flatMap(([reason, text]) => {
    const count = waiting[reason as keyof typeof WAITS];
    return count === 0 ? [] : [`${count} ${text}`];
  });
  if (reasons.length === 0 || waiting.turn > 0 || nextDueAt === undefined) return reasons;
  return [`${reasons.join(", ")} until ${instant(new Date(nextDueAt).toISOString())} UTC`];
}

function round(rate: number): number {
  return Math.round(rate * 100) / 100;
}
