import { type AttachedPhoneNumber, type Client, isApiError } from "@dialpool/core";

/** What became of one number. */
export interface DetachResult {
  readonly number: string;
  readonly slug: string;
  readonly outcome: "detached" | "failed" | "not_tried";
  /** A clause or a sentence; absent when it was detached. */
  readonly reason?: string;
}

/**
 * Detaches numbers one after the other; the API takes one at a time.
 *
 * A refusal of one leaves the others to be tried. Any other failure (the API is
 * away) ends it, and the rest is *not tried*; so does an interrupt.
 *
 * @throws The first error, if not a single number was detached.
 */
export async function detachNumbers(
  client: Pick<Client, "agents">,
  agentId: string,
  numbers: readonly AttachedPhoneNumber[],
  interrupted: AbortSignal,
): Promise<readonly DetachResult[]> {
  const results: DetachResult[] = [];
  let firstError: unknown;
  let isOver = false;
  for (const { number, slug } of numbers) {
    if (isOver || interrupted.aborted) {
      results.push({
        number,
        slug,
        outcome: "not_tried",
        reason: interrupted.aborted ? "interrupted" : "an earlier one failed",
      });
      continue;
    }
    try {
      await client.agents.detachPhoneNumber(agentId, slug);
      results.push({ number, slug, outcome: "detached" });
    } catch (error) {
      firstError ??= error;
      isOver = !isApiError(error) || error.status === 401 || error.status >= 500;
      results.push({
        number,
        slug,
        outcome: "failed",
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
  if (firstError !== undefined && results.every(({ outcome }) => outcome !== "detached")) throw firstError;
  return results;
}
