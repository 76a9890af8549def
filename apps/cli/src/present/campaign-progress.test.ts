import type { CampaignProgress, Pace } from "@dialpool/dialer";
import { expect, it } from "vitest";
import { createCampaignProgress, progressText } from "./campaign-progress.js";

const PROGRESS: CampaignProgress = {
  total: 10,
  byState: {
    queued: 3,
    open: 2,
    finished: 4,
    rejected: 1,
    suppressed: 0,
    refused: 0,
    absent: 0,
    unclear: 0,
  },
  waiting: { turn: 0, hours: 1, number: 2, callee: 0, retry: 0 },
  nextDueAt: Date.parse("2026-11-24T15:02:10Z"),
  outcomes: { answered: 4 },
  attempts: 7,
  invalid: 0,
  duplicates: 0,
  open: { intended: 0, placed: 2, unknown: 0 },
};
const PACE: Pace = { startRate: 5, currentRate: 2.5, measuredRate: 2.417 };

/** A view on a terminal that remembers what it was sent. */
function viewOnTerminal() {
  const written: string[] = [];
  const write = (text: string) => {
    written.push(text);
  };
  const view = createCampaignProgress({ stderr: { isTTY: true, columns: 100, write }, now: () => 0 }, write);
  return { view, textSince: (mark: number) => written.slice(mark).join(""), mark: () => written.length };
}

it("says how far it is, how fast it goes, and who waits for what until when", () => {
  expect(progressText(PROGRESS, PACE)).toBe(
    "5/10 contacts · 2 live · pace 5/s, 2.5 now, 2.42 measured · 1 wait for their hours, 2 wait for a number until 2026-11-24 15:02:10 UTC · 1 not called",
  );
});

it("says why nobody is called when other calls take the places", () => {
  expect(progressText(PROGRESS, PACE, { concurrency: 6, byOthers: 4 })).toBe(
    "5/10 contacts · 2 live · no place free: other calls of the file take 4 of 6 · pace 5/s, 2.5 now, 2.42 measured · 1 wait for their hours, 2 wait for a number until 2026-11-24 15:02:10 UTC · 1 not called",
  );
});

it.each([
  ["there is a place", { concurrency: 7, byOthers: 4 }],
  ["the campaign itself takes them all", { concurrency: 2, byOthers: 0 }],
])("says nothing of others when %s", (_when, places) => {
  expect(progressText(PROGRESS, PACE, places)).toBe(progressText(PROGRESS, PACE));
});

it("stands where it stood after a note", () => {
  const { view, textSince, mark } = viewOnTerminal();
  view.update(PROGRESS, PACE);
  const before = mark();
  view.note("A number was detached.");
  view.stop();

  expect(textSince(before)).toContain("A number was detached.");
  expect(textSince(before)).toContain("5/10 contacts · 2 live");
});

it("gives the cursor back when it stops, and stays away after that", () => {
  const { view, textSince, mark } = viewOnTerminal();
  view.stop();
  expect(textSince(0)).toContain("\u001b[?25h");

  const before = mark();
  view.note("A number was detached.");
  view.update(PROGRESS, PACE);
  expect(textSince(before)).toBe("A number was detached.");
});

it("prints a line a minute where there is no terminal", () => {
  const lines: string[] = [];
  let now = 0;
  const stderr = { isTTY: false, write: () => {} };
  const view = createCampaignProgress({ stderr, now: () => now }, (line) => lines.push(line));
  for (now = 0; now < 150_000; now += 500) view.update(PROGRESS, PACE);
  expect(lines).toEqual([progressText(PROGRESS, PACE), progressText(PROGRESS, PACE)]);
});
