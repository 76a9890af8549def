import type { Books } from "../engine/books.js";

/** What the store keeps, but for the row of the namespace. Tables of the user's own are left alone. */
const TABLES = [
  "pool",
  "number",
  "carried",
  "pool_number",
  "parked",
  "score_due",
  "bucket",
  "seat",
  "free_count",
  "learned",
  "calls",
  "callee",
] as const;

/** Forgets the whole namespace, its time included. */
export function clearNamespace({ connection, namespace }: Books): void {
  for (const table of TABLES) connection.prepare(`DELETE FROM ${table}`).run();
  connection.prepare("DELETE FROM state WHERE id <> 0").run();
  namespace.read(0);
  namespace.restore(0, 0, false);
}
