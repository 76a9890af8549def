import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { basename } from "node:path";

/** What SQLite keeps beside a file. */
const BESIDE = ["-wal", "-shm", "-journal"] as const;
const FORM = /^\.new-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}(?:-wal|-shm|-journal)?$/;

/** Drafts of this process: whatever else has its number is of an earlier one. */
const own = new Set<string>();

/** A name for a file that is to be named `path` once it is filled. It says which process fills it. */
export function draftOf(path: string): string {
  const draft = `${path}.new-${thisHost()}-${process.pid}-${randomBytes(4).toString("hex")}`;
  own.add(basename(draft));
  return draft;
}

/** A draft, and what SQLite keeps beside it. */
export function filesOf(draft: string): readonly string[] {
  return [draft, ...BESIDE.map((end) => `${draft}${end}`)];
}

/**
 * Whether a file is a draft of this path, or beside one, whose process is surely gone. One of another host, or of another
 * container, is not.
 */
export function isLeft(fileName: string, path: string): boolean {
  const wanted = basename(path);
  if (!fileName.startsWith(wanted)) return false;
  const [, host, processId] = FORM.exec(fileName.slice(wanted.length)) ?? [];
  if (host !== thisHost()) return false;
  if (Number(processId) === process.pid) return !own.has(fileName.replace(/-(?:wal|shm|journal)$/, ""));
  return !isRunning(Number(processId));
}

function thisHost(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
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
