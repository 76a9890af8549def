import type { Books } from "../engine/books.js";
import type { Findings } from "./check-state.js";

/** Each problem, as a statement that answers the lease's sequence and what more there is to say. */
const PROBLEMS: readonly (readonly [sql: string, message: string])[] = [
  [
    "SELECT sequence FROM calls WHERE state NOT IN ('held', 'unknown', 'placed', 'ended', 'released', 'recorded', 'lost')",
    "has a state that there is not",
  ],
  [
    "SELECT sequence FROM calls WHERE live > 0 AND state NOT IN ('held', 'unknown', 'placed')",
    "counts as in flight, and is over",
  ],
  [
    "SELECT sequence FROM calls WHERE live = 0 AND live_until > :now AND state IN ('held', 'unknown', 'placed')",
    "does not count as in flight, and is not over",
  ],
  ["SELECT sequence FROM calls WHERE live NOT IN (0, 1, 2)", "is neither live nor over"],
  ["SELECT sequence FROM calls WHERE live > 0 AND live_until <= :now", "should have stopped being live"],
  [
    `SELECT sequence FROM (SELECT sequence, live_until < max(live_until) OVER (ORDER BY sequence) AS is_early FROM calls WHERE live = 1)
      WHERE is_early`,
    "stops being live before one that was granted earlier, and is not marked as such",
  ],
  [
    `SELECT calls.sequence FROM calls CROSS JOIN namespace WHERE live = 1
      AND (calls.sequence < first_live OR (state = 'held' AND calls.sequence < first_held))`,
    "is live or held, and is passed over",
  ],
  [
    `SELECT sequence FROM calls WHERE state IN ('held', 'unknown', 'placed')
      AND (callee IS NULL OR at IS NULL OR number IS NULL OR pool IS NULL)`,
    "is open, and lacks its pool, number, callee or instant",
  ],
  [
    `SELECT sequence FROM calls WHERE number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM number WHERE number.number = calls.number)`,
    "belongs to a number that is not known",
  ],
  [
    `SELECT sequence FROM calls WHERE pool IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pool WHERE pool.pool = calls.pool)`,
    "belongs to a pool that is not known",
  ],
  [
    "SELECT sequence FROM calls WHERE sequence > (SELECT sequence FROM namespace) OR sequence < 1",
    "has a sequence that was never given",
  ],
  [
    "SELECT sequence FROM calls WHERE at > entered_at OR entered_at > :now",
    "was entered at an instant that is still to come, or before it was placed",
  ],
];

/** Every lease belongs to a number and a pool that are known, and is live exactly as long as it should be. */
export function checkLeases({ connection, namespace }: Books, findings: Findings): void {
  for (const [sql, message] of PROBLEMS) {
    const times = sql.split(":now").length - 1;
    const parameters = Array.from({ length: times }, () => namespace.now);
    const rows = connection.prepare(`${sql.replaceAll(":now", "?")} LIMIT 100`).all(...parameters);
    for (const [sequence] of rows) findings.add("leases", `lease-${String(sequence)} ${message}.`);
  }
}
