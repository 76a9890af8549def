import type { Settlement } from "@dialpool/pool-strategies";
import type { AttemptState, ContactMove, JournalChange } from "../journal.js";
import { type AttemptRow, type AttemptStanding, correctionsOf } from "./attempt-rows.js";

/** A change that is about an attempt. */
export type AttemptChange = Exclude<JournalChange, { readonly kind: "contact" }>;

/** What a change makes of an attempt. */
export interface AttemptStep {
  /** The columns that change. */
  readonly row: Partial<AttemptRow>;
  /** What becomes of its lease; absent: nothing. */
  readonly settle?: Pick<Settlement, "to" | "outcome">;
  /** What becomes of its contact, if it is the contact's latest; absent: nothing. */
  readonly move?: ContactMove | { readonly to: "open" };
}

const OPEN: readonly AttemptState[] = ["intended", "placed", "unknown"];
/** Where a call may still show up. */
const FINDABLE: readonly AttemptState[] = ["intended", "unknown", "absent", "unclear"];

/** Whether an attempt in this state holds its callee's place. */
export function isOpenState(state: AttemptState): boolean {
  return OPEN.includes(state);
}

/** What a change makes of an attempt; `undefined` when it changes nothing: a repeat, or a step back. Pure. */
export function attemptStep(
  attempt: AttemptStanding,
  change: AttemptChange,
  now: number,
): AttemptStep | undefined {
  const { state } = attempt;
  switch (change.kind) {
    case "placed":
      if (!FINDABLE.includes(state)) return undefined;
      return {
        row: { state: "placed", call_id: change.callId, placed_at: change.at, reason: null },
        settle: { to: "placed" },
        ...(isOpenState(state) ? {} : { move: { to: "open" } }),
      };
    case "rejected": {
      if (state !== "intended" && state !== "unknown") return undefined;
      const { reason } = change;
      return {
        row: { state: "rejected", reason },
        settle: { to: "released" },
        move: change.contact ?? { to: "rejected", reason },
      };
    }
    case "unknown":
      if (state !== "intended") return undefined;
      return { row: { state: "unknown", reason: change.reason }, settle: { to: "unknown" } };
    case "ended":
      return endedStep(attempt, change);
    case "missed":
      if (state !== "unknown" || change.at <= (attempt.missed_at ?? Number.NEGATIVE_INFINITY))
        return undefined;
      return { row: { missed_reads: attempt.missed_reads + 1, missed_at: change.at } };
    case "absent":
      return absentStep(attempt, change, now);
    case "unclear": {
      if (state !== "unknown") return undefined;
      const { reason } = change;
      return { row: { state: "unclear", reason }, move: change.contact ?? { to: "unclear", reason } };
    }
    default:
      return change satisfies never;
  }
}

/** The first final status wins; a different one is kept, and counts nothing again. */
function endedStep(
  attempt: AttemptStanding,
  { status, outcome, at, contact }: Extract<AttemptChange, { readonly kind: "ended" }>,
): AttemptStep | undefined {
  if (attempt.state === "rejected") return undefined;
  if (attempt.state !== "ended")
    return {
      row: { state: "ended", status, outcome, ended_at: at, reason: null },
      settle: { to: "ended", outcome },
      move: contact ?? { to: "finished" },
    };
  const corrections = correctionsOf(attempt);
  if (status === attempt.status || corrections.includes(status)) return undefined;
  return { row: { corrections: JSON.stringify([...corrections, status]) } };
}

function absentStep(
  attempt: AttemptStanding,
  { redial, contact }: Extract<AttemptChange, { readonly kind: "absent" }>,
  now: number,
): AttemptStep | undefined {
  const isLeft = attempt.state === "absent" && attempt.redialled === 0;
  if (attempt.state !== "unknown" && !(isLeft && redial)) return undefined;
  if (!redial) return { row: { state: "absent" }, move: contact ?? { to: "absent" } };
  return {
    row: { state: "absent", redialled: 1 },
    settle: { to: "released" },
    move: contact ?? { to: "queued", dueAt: now, waitsFor: "retry" },
  };
}
