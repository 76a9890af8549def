import { PoolStoreError } from "./pool-store-error.js";

/**
 * Throws because a record is not what an export gave.
 *
 * @param position From 1 on: the line, where records are written one a line.
 * @param what What is wrong, as sentences; begins with the name of the field, where it is one.
 */
export function rejectRecord(position: number, what: string, cause?: unknown): never {
  throw new PoolStoreError("import_invalid", `Record ${position} cannot be imported. ${what}`, { cause });
}
