import { access, type FileHandle, open, readFile } from "node:fs/promises";
import { lock } from "proper-lockfile";
import { CliError, usageError } from "../cli-error.js";
import { EXIT } from "../exit-codes.js";
import type { ResultEvent } from "./result-event.js";
import { formatOf, type ResultsFormat } from "./results-format.js";

/** A lock older than this belongs to a process that is gone. */
const STALE_LOCK_MS = 15_000;

/** What a results file holds. */
export interface Results {
  readonly events: readonly ResultEvent[];
  /** Lines that could not be read, e.g. one cut short when the machine died. */
  readonly damagedLines: number;
}

/** A results file that this process alone appends to. */
export interface ResultsWriter {
  readonly file: string;
  /** What it held when it was opened. */
  readonly before: Results;
  /** Appends events. Resolves when they are on the disk, not merely in its cache. */
  append(...events: readonly ResultEvent[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Reads a results file.
 *
 * @throws CliError (exit 2) if it is not there, or is not a results file.
 */
export async function readResults(file: string): Promise<Results> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw usageError(`Cannot read the results file ${file}: ${reasonOf(cause)}.`);
  }
  return decode(text, file);
}

/** Like {@link readResults}; a file that is not there yet holds nothing. */
export async function readResultsIfAny(file: string): Promise<Results> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  return isThere ? await readResults(file) : { events: [], damagedLines: 0 };
}

/**
 * Opens a results file for appending, makes it if it is new, and locks it
 * against other runs. It holds phone numbers, so others may not read it (0600).
 *
 * @throws CliError if another run has it, it cannot be written, or it is some other kind of file.
 */
export async function openResults(file: string): Promise<ResultsWriter> {
  const handle = await openForAppend(file);
  try {
    let lost: Error | undefined;
    const unlock = await lockFile(file, (error) => {
      lost = error;
    });
    try {
      const text = await readFile(file, "utf8");
      const before = decode(text, file);
      const format = formatOf(file);
      if (text === "") await writeDurably(handle, format.head);
      // A line cut short must not swallow the next one.
      else if (!text.endsWith("\n")) await writeDurably(handle, "\n");
      return createWriter({ file, handle, before, format, unlock, lostLock: () => lost });
    } catch (error) {
      await unlock();
      throw error;
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
}

interface OpenFile {
  readonly file: string;
  readonly handle: FileHandle;
  readonly before: Results;
  readonly format: ResultsFormat;
  unlock(): Promise<void>;
  /** Set when the lock went to somebody else, e.g. after the machine slept. */
  lostLock(): Error | undefined;
}

function createWriter({ file, handle, before, format, unlock, lostLock }: OpenFile): ResultsWriter {
  let last: Promise<void> = Promise.resolve();
  return {
    file,
    before,
    append(...events) {
      const text = events.map((event) => format.encode(event)).join("");
      // One write at a time, in the order asked for; a failed one fails its own caller only.
      const written = last.then(() => {
        const cause = lostLock();
        if (cause !== undefined) {
          throw new CliError(
            EXIT.internal,
            `The lock on ${file} was lost, so another run may be writing to it.`,
            { cause },
          );
        }
        return writeDurably(handle, text);
      });
      last = written.catch(() => undefined);
      return written;
    },
    async close() {
      await last;
      await handle.close();
      if (lostLock() === undefined) await unlock();
    },
  };
}

async function writeDurably(handle: FileHandle, text: string): Promise<void> {
  if (text === "") return;
  await handle.appendFile(text);
  await handle.datasync();
}

async function openForAppend(file: string): Promise<FileHandle> {
  try {
    return await open(file, "a", 0o600);
  } catch (cause) {
    throw usageError(
      `Cannot write the results file ${file}: ${reasonOf(cause)}.`,
      "Name another one with --results FILE.",
    );
  }
}

async function lockFile(file: string, onCompromised: (error: Error) => void): Promise<() => Promise<void>> {
  try {
    return await lock(file, { stale: STALE_LOCK_MS, realpath: false, onCompromised });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ELOCKED") throw cause;
    throw new CliError(EXIT.retryLater, `Another run is writing to ${file}.`, {
      hint: `Wait for it to end. If it was killed, try again in ${STALE_LOCK_MS / 1000} seconds.`,
      cause,
    });
  }
}

function decode(text: string, file: string): Results {
  const results = formatOf(file).decode(text);
  if (results.events.length === 0 && results.damagedLines > 0) {
    throw usageError(
      `${file} is not a results file of dialpool; it is left as it is.`,
      "Name another one with --results FILE.",
    );
  }
  return results;
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file or folder";
  if (code === "EACCES") return "permission is denied";
  if (code === "EISDIR") return "it is a folder";
  return message;
}
