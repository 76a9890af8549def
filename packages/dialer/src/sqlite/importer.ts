import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { pid } from "node:process";

/** Tells this process from a later one that has its number. */
const INSTANCE = randomUUID();

/** Who imports a list: this process. */
export function thisImporter(): string {
  return JSON.stringify([hostname(), pid, INSTANCE]);
}

/** Whether the process that imported a list is surely gone. One of another host, or of another container, is not. */
export function isGone(importer: string): boolean {
  const [host, process, instance] = JSON.parse(importer) as [string, number, string];
  if (host !== hostname()) return false;
  if (process === pid) return instance !== INSTANCE;
  return !isRunning(process);
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // It runs, and is another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
