import type { Books } from "../engine/books.js";
import type { Findings } from "./check-state.js";

/** What is remembered of callees names numbers that are known, and can be read. Nobody is named in full. */
export function checkCallees({ connection, namespace }: Books, findings: Findings): void {
  const problems: readonly (readonly [sql: string, message: string])[] = [
    [
      `SELECT callee FROM callee WHERE (reached_number IS NOT NULL AND reached_number NOT IN (SELECT number FROM number))
        OR (answered_number IS NOT NULL AND answered_number NOT IN (SELECT number FROM number))`,
      "is remembered with a number that is not known",
    ],
    [
      "SELECT callee FROM callee WHERE NOT json_valid(coalesce(calls, '[]')) OR NOT json_valid(coalesce(used, '[]'))",
      "has instants or used numbers that cannot be read",
    ],
    [
      "SELECT callee FROM callee WHERE written > (SELECT callee_writes FROM namespace) OR written < 1",
      "was written to at a count that was never reached",
    ],
    [
      "SELECT callee FROM callee WHERE reached_sequence > (SELECT sequence FROM namespace) OR answered_sequence > (SELECT sequence FROM namespace)",
      "was reached by a sequence that was never given",
    ],
  ];
  for (const [sql, message] of problems)
    for (const [callee] of connection.prepare(`${sql} LIMIT 100`).all())
      findings.add("leases", `The callee ending in ${String(callee).slice(-2)} ${message}.`);
  const count = connection.prepare("SELECT count(*) FROM callee").get()?.[0] as number;
  if (count !== namespace.callees)
    findings.add("counts", `There should be ${namespace.callees} callees, and there are ${count}.`);
}
