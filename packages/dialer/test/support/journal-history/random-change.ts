import * as fc from "fast-check";
import type { ContactMove } from "../../../src/journal.js";
import { START } from "./history-pool.js";
import type { RandomChange } from "./step.js";

/** Final states of a contact. */
export const FINALS = ["finished", "rejected", "suppressed", "refused", "absent", "unclear"] as const;

const move: fc.Arbitrary<ContactMove> = fc.oneof(
  fc.record({
    to: fc.constant("queued" as const),
    dueAt: fc.constantFrom(START, START + 2000, START + 90_000),
    waitsFor: fc.constantFrom("turn", "hours", "number", "callee", "retry"),
  }),
  fc.record({ to: fc.constantFrom(...FINALS) }),
  fc.record({ to: fc.constantFrom(...FINALS), reason: fc.constantFrom("busy line", "gone") }),
);

/** What is learned: of an attempt, or of a contact that waits. */
export const change: fc.Arbitrary<RandomChange> = fc.record({
  kind: fc.constantFrom(
    "placed",
    "placed",
    "ended",
    "ended",
    "rejected",
    "unknown",
    "unknown",
    "missed",
    "absent",
    "absent",
    "unclear",
    "contact",
  ),
  attempt: fc.nat({ max: 20 }),
  call: fc.nat({ max: 12 }),
  status: fc.nat({ max: 2 }),
  redial: fc.boolean(),
  move: fc.option(move, { nil: undefined }),
  campaign: fc.constantFrom(0, 0, 1, 1, 2),
  line: fc.nat({ max: 3 }),
});
