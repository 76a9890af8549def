import type { AttachPhoneNumbers } from "@dialpool/core";
import { type E164, isE164 } from "@dialpool/pool-strategies";
import { canonicalNumber } from "@dialpool/pool-strategies/transfer";
import { usageError } from "../../cli-error.js";
import type { CommandDefinition } from "../../command.js";
import { EXIT } from "../../exit-codes.js";
import { presentAttach } from "../../present/pool.js";
import { findNumber } from "../../selection/find-number.js";
import { readAgent, resolveAgentId } from "../../selection/read-agent.js";

/** Flags of `pool attach`. */
export interface PoolAttachFlags {
  readonly agent?: string;
  readonly slug?: readonly string[];
}

/** The JSON document of `pool attach`. */
export interface PoolAttachData {
  readonly agentId: string;
  readonly agentName: string;
  readonly added: readonly string[];
  readonly alreadyAttached: readonly string[];
  /** Asked for, not refused by the API, and still not in the pool. */
  readonly missing: readonly string[];
  readonly poolSize: number;
}

/** `pool attach NUMBER… | --slug SLUG…`: adds numbers to the pool, then looks if they are there. */
export const poolAttach: CommandDefinition<[readonly string[]], PoolAttachFlags, PoolAttachData> = {
  async run(context, { agent, slug: slugs = [] }, numbers) {
    const body = attachBody(numbers, slugs);
    const agentId = resolveAgentId(context, agent);
    const client = context.client();
    const before = await readAgent(client, agentId, context.io.interrupted);
    await client.agents.attachPhoneNumbers(agentId, body);
    const after = await readAgent(client, agentId);
    const asked = body.phone_numbers ?? body.phone_number_slugs;
    const data: PoolAttachData = {
      agentId,
      agentName: after.agentName,
      added: asked.flatMap((text) =>
        findNumber(before.attached, text) ? [] : (findNumber(after.attached, text)?.number ?? []),
      ),
      alreadyAttached: asked.flatMap((text) => findNumber(before.attached, text)?.number ?? []),
      missing: asked.filter((text) => findNumber(after.attached, text) === undefined),
      poolSize: after.attached.length,
    };
    return { data, exitCode: data.missing.length > 0 ? EXIT.partial : EXIT.done };
  },
  present: presentAttach,
};

/** The API takes one of two forms; so does the command. */
function attachBody(numbers: readonly string[], slugs: readonly string[]): AttachPhoneNumbers {
  if (numbers.length > 0 && slugs.length > 0) {
    throw usageError(
      "Attach takes either numbers or slugs, not both.",
      "Run it twice: once with the numbers, once with --slug.",
    );
  }
  if (slugs.length > 0) return { phone_number_slugs: [...new Set(slugs)] };
  if (numbers.length > 0) return { phone_numbers: [...new Set(numbers.map(requireE164))] };
  throw usageError(
    "Attach which numbers? None is named.",
    "Name numbers like +14155550123, or slugs with --slug.",
  );
}

/** A number of one's own is written in full: no country is filled in for it. */
function requireE164(text: string): E164 {
  const number = canonicalNumber(text);
  if (isE164(number) && text.trim().startsWith("+")) return number;
  throw usageError(
    `"${text}" is not a phone number in E.164 form, such as +14155550123.`,
    isE164(number)
      ? `Write ${number}, or --slug ${text}.`
      : "Attach an imported identifier by its slug: --slug SLUG.",
  );
}
