import { CliError, usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { EXIT } from "../exit-codes.js";
import type { OpenStore } from "./open-store.js";

/**
 * Opens the pool state for a command that is about it. Makes nothing.
 *
 * @throws CliError (exit 2) if none is kept, (exit 4) if there is none yet.
 */
export async function requireStore({ state }: Pick<CommandContext, "state">): Promise<OpenStore> {
  requireKept(state);
  const open = await state.openIfAny();
  if (open !== undefined) return open;
  throw nothingKept(state.shown());
}

/** There is no state, or one without a pool. */
export function nothingKept(shown: string): CliError {
  return new CliError(EXIT.refused, `There is no pool state at ${shown} yet.`, {
    hint: "The first call makes it; `dialpool store rebuild --agent ID` makes it from the call records now.",
  });
}

/** @throws CliError (exit 2) with `--store memory`. */
export function requireKept({ isKept }: Pick<CommandContext["state"], "isKept">): void {
  if (isKept()) return;
  throw usageError(
    "No pool state is kept: the store is memory.",
    "Name a file or a Redis address with --store or DIALPOOL_STORE.",
  );
}

/** What a store that does not know a pool means. */
export function poolUnknown(agentId: string, shown: string): CliError {
  return new CliError(EXIT.refused, `Nothing is known of the agent ${agentId} in ${shown} yet.`, {
    hint: `The first call makes its pool known; \`dialpool store rebuild --agent ${agentId}\` does it now.`,
  });
}
