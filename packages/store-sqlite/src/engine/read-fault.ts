import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { engineCodeOf } from "./store-errors.js";
import { MACHINE } from "./until-free.js";

/** How long to wait before what could not be read is read again, ms. */
const PAUSE_MS = 20;

/** SQLite could not read a page, and told so among other things. */
export class ReadFault extends Error {
  /** As libsql tells results that it has no name for. */
  readonly code: string;

  constructor(message: string, result: number) {
    super(message);
    this.code = `UNKNOWN_SQLITE_ERROR_${result}`;
  }
}

/** Whether the file could not be read, which says nothing of what is in it. */
export function isReadFault(error: unknown): boolean {
  return engineCodeOf(isPoolStoreError(error) ? error.cause : error)?.startsWith("SQLITE_IOERR") === true;
}

/**
 * Does what reads a file, and once more where it could not be read: another process may have been changing its log, and a disk may have been
 * away for a moment.
 */
export function readAgain<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!isReadFault(error)) throw error;
    MACHINE.pause(PAUSE_MS);
    return work();
  }
}
