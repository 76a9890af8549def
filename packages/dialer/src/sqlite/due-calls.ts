import type { JournalFile } from "./journal-file.js";

/** Marks calls whose end a webhook announced, known or not: it may come before the answer that made them known. */
export function markDue(file: JournalFile, callIds: readonly string[], now: number): void {
  if (callIds.length === 0) return;
  file.write(({ sql }) => {
    for (const callId of callIds)
      sql.run("INSERT OR IGNORE INTO dialer_due_call (call_id, marked_at) VALUES (?, ?)", callId, now);
  });
}

/** Gives the marks and forgets them. Takes no lock when there are none. */
export function takeDue(file: JournalFile): readonly string[] {
  const any = file.read((sql) => sql.first("SELECT 1 FROM dialer_due_call LIMIT 1"));
  if (any === undefined) return [];
  return file.write(({ sql }) => {
    const marked = sql.all<{ call_id: string }>(
      "SELECT call_id FROM dialer_due_call ORDER BY marked_at, call_id",
    );
    sql.run("DELETE FROM dialer_due_call");
    return marked.map(({ call_id }) => call_id);
  });
}
