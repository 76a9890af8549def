import type { Connection } from "./connection.js";
import { ReadFault } from "./read-fault.js";

/** What SQLite answers for a file in which it finds nothing. */
const SOUND = "ok";
/** Lines that name no problem. */
const HEADING = /^\*\*\* in database .* \*\*\*$/;
/** A page that was not read tells nothing of what is in it. */
const UNREAD = /(?:unable to get the page|failed to get page \d+)(?:\. error code=(\d+))?/;
/** SQLITE_CORRUPT and SQLITE_NOTADB: what was read is wrong. */
const DAMAGED = new Set([11, 26]);
const SQLITE_IOERR = 10;

/**
 * Asks SQLite to check its pages.
 *
 * @param question A pragma: `integrity_check(…)` or `quick_check(…)`.
 * @returns Its findings, none for a sound file.
 * @throws ReadFault when pages could not be read: SQLite lists that among its findings, and it is no damage.
 */
export function problemsOf(connection: Connection, question: string): readonly string[] {
  const lines = connection
    .prepare(`PRAGMA ${question}`)
    .all()
    .flatMap(([text]) => String(text).split("\n"))
    .filter((line) => line !== SOUND && !HEADING.test(line));
  for (const line of lines) {
    const [unread, code = SQLITE_IOERR] = UNREAD.exec(line) ?? [];
    if (unread !== undefined && !DAMAGED.has(Number(code) & 255)) throw new ReadFault(line, Number(code));
  }
  return lines;
}
