import { isCallOutcomeUnknownError, isSynthflowError } from "@dialpool/core";

/** How asking for a call ended, in words that are the same everywhere. */
export type Outcome = "placed" | `unknown: ${string}` | `not placed: ${string}` | `untyped: ${string}`;

/** Waits for a call that was asked for and says how that ended. An error that is none of the package's is `untyped`. */
export async function outcomeOf(asked: Promise<{ readonly call_id: string }>): Promise<Outcome> {
  try {
    const { call_id } = await asked;
    return typeof call_id === "string" && call_id !== "" ? "placed" : "untyped: no call id";
  } catch (error) {
    if (isCallOutcomeUnknownError(error)) return `unknown: ${reasonOf(error.cause)}`;
    return isSynthflowError(error) ? `not placed: ${reasonOf(error)}` : `untyped: ${String(error)}`;
  }
}

/** Why a scenario cancels a request. */
export class OwnReason extends Error {}

function reasonOf(error: unknown): string {
  if (!isSynthflowError(error)) return String(error);
  return error.cause instanceof OwnReason ? `${error.code} for a reason of one's own` : error.code;
}
