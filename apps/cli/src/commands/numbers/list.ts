import { usageError } from "../../cli-error.js";
import type { CommandDefinition } from "../../command.js";
import { presentNumbers } from "../../present/numbers.js";

/** Flags of `numbers list`. */
export interface NumbersListFlags {
  readonly workspace?: string;
  readonly available?: boolean;
}

/** A number that the workspace owns. */
export interface WorkspaceNumber {
  readonly number: string;
  readonly sid: string | null;
  /** No inbound agent answers on it. */
  readonly isAvailable: boolean;
}

/** The JSON document of `numbers list`. */
export interface NumbersListData {
  readonly workspaceId: string;
  readonly onlyAvailable: boolean;
  readonly numbers: readonly WorkspaceNumber[];
}

/** `numbers list`: the numbers the workspace owns. */
export const numbersList: CommandDefinition<[], NumbersListFlags, NumbersListData> = {
  async run({ client, config, io }, flags) {
    const workspaceId = (flags.workspace ?? config.workspace)?.trim();
    if (!workspaceId) {
      throw usageError(
        "Which workspace? None is named.",
        "Add --workspace ID, or put workspace: ID into dialpool.yaml.",
      );
    }
    const onlyAvailable = flags.available === true;
    const params = { workspace: workspaceId, ...(onlyAvailable ? { is_available: true } : {}) };
    const numbers = await client().numbers.list(params, { signal: io.interrupted }).toArray();
    return {
      data: {
        workspaceId,
        onlyAvailable,
        numbers: numbers.map(({ number, sid, is_available: isAvailable }) => ({
          number,
          sid: sid ?? null,
          isAvailable,
        })),
      },
    };
  },
  present: presentNumbers,
};
