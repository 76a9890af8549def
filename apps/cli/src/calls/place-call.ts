import { type CreateCallRequest, isApiError, isCallOutcomeUnknownError } from "@dialpool/core";
import { CliError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { EXIT } from "../exit-codes.js";
import type { OpenPool } from "../selection/open-pool.js";

/**
 * Places one call, once. An interrupt does not cut the request off: whether it
 * rings would then be unknown.
 *
 * @returns The call's id.
 * @throws CliError that says so if the caller ID was detached meanwhile (exit 4) or the outcome is unknown (exit 7).
 */
export async function placeCall(
  { client }: Pick<CommandContext, "client">,
  pool: Pick<OpenPool, "agentName" | "reload">,
  request: CreateCallRequest & { readonly from_phone_number: string },
): Promise<string> {
  try {
    const { call_id: callId } = await client().calls.create(request, { retries: 0 });
    return callId;
  } catch (error) {
    if (isCallOutcomeUnknownError(error)) {
      throw new CliError(EXIT.unknownOutcome, error.message, {
        hint: `Find it with: dialpool calls list --agent ${request.model_id} --to ${request.phone} --since 10m`,
        cause: error,
      });
    }
    if (isApiError(error) && error.status === 400 && (await isDetached(pool, request.from_phone_number))) {
      throw new CliError(
        EXIT.refused,
        `${request.from_phone_number} was detached from ${pool.agentName} meanwhile, so the call was refused and nobody was called.`,
        { hint: "Run the command again to choose among the numbers that are attached now.", cause: error },
      );
    }
    throw error;
  }
}

/** Reads the pool again. If that fails, the refusal of the call remains what there is to tell. */
async function isDetached({ reload }: Pick<OpenPool, "reload">, callerId: string): Promise<boolean> {
  try {
    const { numbers } = await reload();
    return numbers.every(({ number }) => number !== callerId);
  } catch {
    return false;
  }
}
