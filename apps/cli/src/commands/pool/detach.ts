import type { AttachedPhoneNumber } from "@dialpool/core";
import { CliError, usageError } from "../../cli-error.js";
import type { CommandContext, CommandDefinition } from "../../command.js";
import { EXIT } from "../../exit-codes.js";
import { type DetachResult, detachNumbers } from "../../pool/detach-numbers.js";
import { presentDetach } from "../../present/pool.js";
import { plural } from "../../present/words.js";
import { findNumber } from "../../selection/find-number.js";
import { type AgentPool, readAgent, resolveAgentId } from "../../selection/read-agent.js";

/** Flags of `pool detach`. */
export interface PoolDetachFlags {
  readonly agent?: string;
  readonly yes?: boolean;
}

/** The JSON document of `pool detach`. */
export interface PoolDetachData {
  readonly agentId: string;
  readonly agentName: string;
  readonly results: readonly DetachResult[];
  readonly poolSize: number;
}

/** `pool detach NUMBER|SLUG…`: takes numbers out of the pool, then looks if they are gone. */
export const poolDetach: CommandDefinition<[readonly string[]], PoolDetachFlags, PoolDetachData> = {
  async run(context, flags, texts) {
    const agentId = resolveAgentId(context, flags.agent);
    const client = context.client();
    const pool = await readAgent(client, agentId, context.io.interrupted);
    const numbers = [...new Set(texts.map((text) => requireAttached(pool, text)))];
    if (numbers.length === pool.attached.length) await confirmEmptying(context, pool, flags.yes === true);
    const tried = await detachNumbers(client, agentId, numbers, context.io.interrupted);
    const after = await readAgent(client, agentId);
    const results = tried.map(
      (result): DetachResult =>
        result.outcome === "detached" && findNumber(after.attached, result.slug) !== undefined
          ? { ...result, outcome: "failed", reason: "the API said ok, and it is still attached" }
          : result,
    );
    const isComplete = results.every(({ outcome }) => outcome === "detached");
    return {
      data: { agentId, agentName: pool.agentName, results, poolSize: after.attached.length },
      exitCode: isComplete ? EXIT.done : EXIT.partial,
    };
  },
  present: presentDetach,
};

function requireAttached({ agentId, agentName, attached }: AgentPool, text: string): AttachedPhoneNumber {
  const number = findNumber(attached, text);
  if (number !== undefined) return number;
  throw new CliError(
    EXIT.refused,
    `${text} is not attached to ${agentName}, whose pool has ${plural(attached.length, "number")}. Nothing was detached.`,
    { hint: `See them with: dialpool pool show --agent ${agentId}` },
  );
}

async function confirmEmptying(
  { io }: CommandContext,
  { agentName }: AgentPool,
  isAgreed: boolean,
): Promise<void> {
  if (isAgreed) return;
  const consequence = `This leaves the pool of ${agentName} empty`;
  if (io.confirm === undefined) throw usageError(`${consequence}.`, "Add --yes if that is meant.");
  if (!(await io.confirm(`${consequence}. Detach all the same?`))) {
    throw new CliError(EXIT.interrupted, "Nothing was detached.");
  }
}
