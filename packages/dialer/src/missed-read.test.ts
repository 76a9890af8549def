import { expect, it } from "vitest";
import type { Attempt } from "./journal.js";
import { afterMissedRead, type MissedRead } from "./missed-read.js";

const NOON = Date.UTC(2026, 5, 1, 12);
const ATTEMPT: Attempt = {
  id: "attempt",
  contact: { campaignId: "campaign", line: 7 },
  agentId: "agent",
  callee: "+14155550123",
  callerId: "+16285550100",
  slug: "16285550100",
  leaseId: "lease",
  state: "unknown",
  intendedAt: NOON,
  deadline: NOON + 45_000,
  missedReads: 1,
  corrections: [],
};
const READ: MissedRead = { candidates: 0, readAt: NOON + 105_000, graceMs: 60_000, redial: false };

it.each<[what: string, attempt: Partial<Attempt>, read: Partial<MissedRead>, becomes: object | undefined]>([
  ["within the time of grace, nothing", {}, { readAt: READ.readAt - 1 }, undefined],
  ["the first such read is counted", { missedReads: 0 }, {}, { kind: "missed", at: READ.readAt }],
  ["the second one makes it absent", {}, {}, { kind: "absent", redial: false, contact: { to: "absent" } }],
  [
    "or has it called again",
    {},
    { redial: true },
    { kind: "absent", redial: true, contact: { to: "queued", waitsFor: "retry" } },
  ],
  [
    "with a record that may be its call it is unclear",
    {},
    { candidates: 1, redial: true },
    { kind: "unclear", contact: { to: "unclear" } },
  ],
  [
    "one that was left is called again if that is wanted now",
    { state: "absent" },
    { redial: true },
    { kind: "absent", contact: { to: "queued" } },
  ],
  ["one that was left stays so else", { state: "absent" }, {}, undefined],
  [
    "nor is it called again with a record that may be its call",
    { state: "absent" },
    { redial: true, candidates: 1 },
    undefined,
  ],
  ["one that is unclear stays so", { state: "unclear" }, { redial: true }, undefined],
])("%s", (_, attempt, read, becomes) => {
  const changes = afterMissedRead({ ...ATTEMPT, ...attempt }, { ...READ, ...read });
  if (becomes === undefined) expect(changes).toEqual([]);
  else expect(changes).toMatchObject([{ attemptId: "attempt", ...becomes }]);
});
