import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LogEntry } from "./entries.js";

/** What every log of a run ends its name with. */
export const LOG_ENDING = ".jsonl";

/** The entries of one log. A last line that its process was killed in the middle of is no entry. */
export function readLog(path: string): readonly LogEntry[] {
  const lines = readFileSync(path, "utf8").split("\n");
  // Whole lines end in a line feed, so what follows the last one is empty, or cut off.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as LogEntry);
}

/** The entries of all logs in a folder, by when they were written. */
export function readLogs(folder: string): readonly LogEntry[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(LOG_ENDING));
  const entries = names.sort().flatMap((name) => readLog(join(folder, name)));
  return entries.sort((a, b) => a.at - b.at);
}
