import { describe, expect, it } from "vitest";
import type { CampaignRunData } from "../campaign/run-report.js";
import { presentCampaignRun } from "./campaign-run.js";
import { createStyle } from "./style.js";

type Ended = Extract<CampaignRunData, { readonly dryRun: false }>;
type Campaign = Ended["campaign"];

const NOBODY: Campaign["byState"] = {
  queued: 0,
  open: 0,
  finished: 0,
  rejected: 0,
  suppressed: 0,
  refused: 0,
  absent: 0,
  unclear: 0,
};

function textOf(
  byState: Partial<Campaign["byState"]>,
  run: Partial<Pick<Ended, "stopped" | "end" | "source" | "mode">> = {},
  wish: Campaign["wish"] = "run",
  outcomes: Campaign["outcomes"] = { answered: byState.finished ?? 0 },
): string {
  const states = { ...NOBODY, ...byState };
  const campaign: Campaign = {
    name: "spring",
    id: "id",
    digest: "sha256:0",
    agentId: "agent",
    state: "open",
    wish,
    startRate: 1,
    concurrency: 5,
    createdAt: "2026-11-24T15:00:00.000Z",
    contacts: Object.values(states).reduce((sum, count) => sum + count, 0),
    byState: states,
    waiting: { turn: states.queued, hours: 0, number: 0, callee: 0, retry: 0 },
    outcomes,
    attempts: states.finished + states.open,
    invalid: 0,
    duplicates: 0,
    open: { intended: 0, placed: states.open, unknown: 0 },
    nextDueAt: null,
    exhausted: [],
  };
  const data: Ended = {
    mode: "started",
    source: "list.csv",
    store: "/home/ann/spring.db",
    agentId: "agent",
    agentName: "Ann's agent",
    callerIdCount: 1,
    startRate: 1,
    concurrency: 5,
    callingHours: "off",
    warnings: [],
    dryRun: false,
    campaign,
    end: "stopped",
    stopped: null,
    invalid: [],
    duplicates: [],
    callerIds: [],
    ...run,
  };
  return presentCampaignRun(data, createStyle({ isTTY: false, write: () => {} }, {}));
}

const aborted = { stopped: { kind: "aborted", message: "The campaign was aborted." } } as const;
const interrupted = { stopped: { kind: "interrupted", message: "Interrupted." } } as const;

describe("a run that was aborted", () => {
  it("is no early stop when everybody had been called", () => {
    const text = textOf({ finished: 3 }, aborted, "abort");
    expect(text).toContain("\nThe campaign was aborted. Nobody was left to be called.\n");
    expect(text).not.toContain("Stopped early");
    expect(text).toMatch(/\nCheck the caller IDs against the call records: dialpool verify spring$/);
  });

  it("tells who is left out, and how to take it back", () => {
    const text = textOf({ finished: 3, queued: 2 }, aborted, "abort");
    expect(text).toContain("\nStopped early: The campaign was aborted.\n");
    expect(text).toMatch(
      /\n2 contacts will not be called; this takes that back: dialpool campaign resume spring$/,
    );
  });

  it("tells how to learn of the calls that it was not to see to their end", () => {
    expect(textOf({ finished: 3, open: 1 }, interrupted, "abort")).toMatch(
      /\nLearn how calls end that nobody follows: dialpool campaign reconcile spring$/,
    );
  });
});

it("tells of an end that says nothing as another, for nothing is unknown of the call", () => {
  const text = textOf({ finished: 2 }, { end: "finished" }, "run", { answered: 1, unknown: 1 });
  expect(text).toContain("\n2 called: 1 answered, 1 other.\n");
});

describe("a run that was interrupted", () => {
  it.each([
    [{ queued: 2, open: 1 }, {}, "2 contacts are still to be called. The same command goes on."],
    [
      { queued: 1 },
      { mode: "restarted" },
      "1 contact is still to be called. The same command without --again goes on.",
    ],
    [
      { queued: 1 },
      { source: "standard input" },
      "1 contact is still to be called. The same command with --name spring instead of the list goes on.",
    ],
    [{ open: 1 }, {}, "1 call goes on. The same command sees how it ends."],
    [{ open: 2 }, {}, "2 calls go on. The same command sees how they end."],
  ] as const)("tells how to go on with %j, %j", (byState, run, advice) => {
    const text = textOf({ finished: 1, ...byState }, { ...interrupted, ...run });
    expect(text.split("\n").at(-1)).toBe(advice);
  });
});
