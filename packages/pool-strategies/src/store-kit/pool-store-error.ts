const BRAND = Symbol.for("@dialpool/pool-strategies/pool-store-error");

/** The stable codes of what can go wrong with a store that keeps its state outside of the process. */
export type PoolStoreErrorCode =
  /** The engine cannot be reached, or the connection broke. See `applied`. */
  | "store_unavailable"
  /** Another process kept the state busy for longer than the store was told to wait. Nothing was changed. */
  | "store_busy"
  /** The disk, or the server's memory, is full. Nothing was changed. */
  | "store_full"
  /** The state may be read but not written. */
  | "store_read_only"
  /** The state is damaged, and cannot be trusted. */
  | "store_corrupt"
  /** The state was written by a version of the store that this one does not read. */
  | "store_version"
  /** The engine refused: a wrong password, or a right that is missing. */
  | "store_denied"
  /** The caller's own fragment of a journal failed. Nothing of its verb was done. */
  | "journal_failed"
  /** The caller's clock is too far off the server's. */
  | "clock_skew"
  /** An import needs a namespace in which nothing was kept yet. */
  | "namespace_not_empty"
  /** What was to be imported is not what an export gave, or ends too early. */
  | "import_invalid"
  /** The store was closed before. */
  | "store_closed";

/** What a {@link PoolStoreError} is made with besides its sentence. */
export interface PoolStoreErrorOptions {
  readonly cause?: unknown;
  /** Default `"no"`. */
  readonly applied?: "no" | "maybe";
}

/**
 * The state of a namespace could not be read or changed.
 *
 * No verb is ever applied by half. Where the connection broke after a verb was sent, it
 * may have been applied as a whole: `applied` is `"maybe"` then. A lease granted so is *held* until its deadline
 * and *unknown* after, so limits are never under-counted.
 */
export class PoolStoreError extends Error {
  readonly [BRAND] = true;
  readonly code: PoolStoreErrorCode;
  readonly applied: "no" | "maybe";

  constructor(
    code: PoolStoreErrorCode,
    message: string,
    { cause, applied = "no" }: PoolStoreErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.applied = applied;
  }

  override get name(): string {
    return "PoolStoreError";
  }
}

/**
 * Tells if a value is a {@link PoolStoreError}, even one from another copy of the package.
 *
 * @param code Only errors with this code.
 */
export function isPoolStoreError(value: unknown, code?: PoolStoreErrorCode): value is PoolStoreError {
  if (!(value instanceof Error) || !(BRAND in value)) return false;
  return code === undefined || ("code" in value && value.code === code);
}
