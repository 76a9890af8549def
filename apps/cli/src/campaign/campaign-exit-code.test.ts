import type { CampaignProgress, RunEnd } from "@dialpool/dialer";
import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { expect, it } from "vitest";
import { EXIT } from "../exit-codes.js";
import { exitCodeOfRun } from "./campaign-exit-code.js";

const NOBODY = {
  queued: 0,
  open: 0,
  finished: 0,
  rejected: 0,
  suppressed: 0,
  refused: 0,
  absent: 0,
  unclear: 0,
};

function endOf(
  end: Pick<RunEnd, "state" | "stop">,
  byState: Partial<CampaignProgress["byState"]> = {},
  unknown = 0,
): RunEnd {
  const states = { ...NOBODY, ...byState };
  return {
    ...end,
    progress: {
      total: Object.values(states).reduce((sum, count) => sum + count, 0),
      byState: states,
      waiting: { turn: 0, hours: 0, number: 0, callee: 0, retry: 0 },
      outcomes: {},
      attempts: 0,
      invalid: 0,
      duplicates: 0,
      open: { intended: 0, placed: 0, unknown },
    },
  };
}

const stopped = (kind: NonNullable<RunEnd["stop"]>["kind"], cause?: unknown) =>
  ({ state: "stopped", stop: { kind, message: "It stopped.", cause } }) as const;

it.each([
  ["everybody was called", endOf({ state: "finished" }, { finished: 3 }), EXIT.done],
  ["nobody else was to be called", endOf({ state: "finished" }, { finished: 1, suppressed: 2 }), EXIT.done],
  ["the list has nobody to call", endOf({ state: "finished" }), EXIT.usage],
  ["the API refused one", endOf({ state: "finished" }, { finished: 2, rejected: 1 }), EXIT.partial],
  ["nobody could be called", endOf({ state: "finished" }, { refused: 2 }), EXIT.refused],
  ["somebody waits", endOf({ state: "waiting" }, { finished: 2, queued: 1 }), EXIT.retryLater],
  ["one may have been called", endOf({ state: "finished" }, { finished: 2, absent: 1 }), EXIT.unknownOutcome],
  ["two records may be it", endOf({ state: "finished" }, { unclear: 1 }), EXIT.unknownOutcome],
  ["one is not known yet", endOf({ state: "undecided" }, { open: 1 }, 1), EXIT.unknownOutcome],
  ["it was interrupted", endOf(stopped("interrupted"), { queued: 1 }), EXIT.interrupted],
  ["it was interrupted with one unknown", endOf(stopped("interrupted"), {}, 1), EXIT.interrupted],
  ["it was aborted", endOf(stopped("aborted"), { queued: 1 }), EXIT.partial],
  ["it was aborted when everybody was called", endOf(stopped("aborted"), { finished: 3 }), EXIT.done],
  [
    "it was aborted, and the only ones left were rejected",
    endOf(stopped("aborted"), { finished: 1, rejected: 1 }),
    EXIT.partial,
  ],
  ["it was aborted with one unknown", endOf(stopped("aborted"), { open: 1 }, 1), EXIT.unknownOutcome],
  ["the API is away", endOf(stopped("unreachable"), { queued: 1 }), EXIT.retryLater],
  ["the API is away with one unknown", endOf(stopped("unreachable"), {}, 1), EXIT.unknownOutcome],
  ["the key is refused", endOf(stopped("credentials"), { queued: 1 }), EXIT.config],
  [
    "the disk is full",
    endOf(stopped("failed", new PoolStoreError("store_full", "The disk is full.")), { queued: 1 }),
    EXIT.retryLater,
  ],
  ["our own code fails", endOf(stopped("failed", new TypeError("x")), { queued: 1 }), EXIT.internal],
])("when %s", (_, end, exitCode) => expect(exitCodeOfRun(end)).toBe(exitCode));
