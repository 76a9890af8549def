import { type Client, isApiError } from "@dialpool/core";
import { CliError } from "../cli-error.js";
import { EXIT } from "../exit-codes.js";
import type { OpenStore } from "./open-store.js";

/** Agents that are asked for before the key is held to know none of them. */
const MAX_AGENTS_ASKED = 5;

/**
 * Makes sure, before a pool comes into a store, that the pools that are there already are of the same
 * workspace: the API key in force can see one of their agents. So calls on a sandbox are never
 * counted among those of the real workspace, wherever the store was named.
 *
 * @throws CliError (exit 3) if it can see none of them.
 */
export async function checkSameWorkspace(
  client: Pick<Client, "agents">,
  { shown }: Pick<OpenStore, "shown">,
  poolIds: readonly string[],
): Promise<void> {
  const asked = poolIds.slice(0, MAX_AGENTS_ASKED);
  for (const agentId of asked) if (await isVisible(client, agentId)) return;
  if (asked.length === 0) return;
  throw new CliError(
    EXIT.config,
    `${shown} keeps the pools of another workspace: this API key sees none of their agents (${asked[0]}${asked.length > 1 ? ", …" : ""}).`,
    { hint: "Name another file or namespace with --store, or leave it out: every workspace has its own." },
  );
}

async function isVisible(client: Pick<Client, "agents">, agentId: string): Promise<boolean> {
  try {
    await client.agents.get(agentId);
    return true;
  } catch (error) {
    if (isApiError(error) && [400, 403, 404, 422].includes(error.status)) return false;
    throw error;
  }
}
