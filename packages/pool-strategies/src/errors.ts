const BRAND = Symbol.for("@dialpool/pool-strategies/error");

/** One thing that is wrong with an input. */
export interface Issue {
  /** Where, e.g. `"route.localPresence.0"`; empty for the input as a whole. */
  readonly path: string;
  /** A sentence: what is wrong and what would be right. */
  readonly message: string;
}

/** The stable codes of this package's errors. */
export type PoolStrategiesErrorCode = "policy_invalid" | "input_invalid" | "pool_not_loaded";

/**
 * Base of every error that this package throws.
 *
 * Errors mean a broken promise, such as a wrong argument. «No number may be
 * used now» is no error: it is a refusal, and a value.
 */
export abstract class PoolStrategiesError extends Error {
  abstract readonly code: PoolStrategiesErrorCode;
  /** Marks the error for {@link isPoolStrategiesError}, in whichever copy of the package it was made. */
  readonly [BRAND] = true;

  override get name(): string {
    return this.constructor.name;
  }
}

/** The policy does not say what a policy may say, or does not fit the pool. Fix the policy. */
export class PolicyError extends PoolStrategiesError {
  readonly code = "policy_invalid";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(`The policy is not valid. ${sentencesOf(issues)}`);
    this.issues = issues;
  }
}

/** An argument is not what the function takes. Fix the call. */
export class InvalidInputError extends PoolStrategiesError {
  readonly code = "input_invalid";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(sentencesOf(issues));
    this.issues = issues;
  }
}

/** A number was asked of a pool that this store does not know. Call `load` first. */
export class PoolNotLoadedError extends PoolStrategiesError {
  readonly code = "pool_not_loaded";
  readonly poolId: string;

  constructor(poolId: string) {
    super(`The pool "${poolId}" is not loaded. Call load() with its numbers and policy first.`);
    this.poolId = poolId;
  }
}

/**
 * Tells if a value is an error of this package, even one from another copy of it.
 *
 * @param code Only errors with this code.
 * @example isPoolStrategiesError(error, "policy_invalid")
 */
export function isPoolStrategiesError(
  value: unknown,
  code?: PoolStrategiesErrorCode,
): value is PoolStrategiesError {
  if (!(value instanceof Error) || !(BRAND in value)) return false;
  return code === undefined || ("code" in value && value.code === code);
}

/** Throws {@link InvalidInputError} for one argument. */
export function rejectInput(path: string, message: string): never {
  throw new InvalidInputError([{ path, message }]);
}

/** Issues as the sentences of an error's message. */
export function sentencesOf(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join(" ");
}
