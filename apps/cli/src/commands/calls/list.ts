import type { CallStatus } from "@dialpool/core";
import { type CallSummary, summarizeCall } from "../../calls/call-summary.js";
import type { CommandDefinition } from "../../command.js";
import { parseSince } from "../../options/since.js";
import { presentCalls } from "../../present/calls.js";
import { requirePhone } from "../../selection/phone.js";
import { resolveAgentId } from "../../selection/read-agent.js";

const MAX_PAGE = 100;

/** Flags of `calls list`. */
export interface CallsListFlags {
  readonly agent?: string;
  readonly limit: number;
  readonly status?: CallStatus;
  readonly since?: string;
  readonly to?: string;
  readonly defaultCountry?: string;
}

/** The JSON document of `calls list`. */
export interface CallsListData {
  readonly agentId: string;
  /** In the API's order. */
  readonly calls: readonly CallSummary[];
  /** True if there may be more than were asked for. */
  readonly isCut: boolean;
}

/** `calls list`: an agent's call records. */
export const callsList: CommandDefinition<[], CallsListFlags, CallsListData> = {
  async run(context, flags) {
    const { io, config } = context;
    const agentId = resolveAgentId(context, flags.agent);
    const { limit, status, since, to } = flags;
    const records = await context
      .client()
      .calls.list(
        {
          model_id: agentId,
          // One more than is shown tells if there are more.
          limit: Math.min(limit + 1, MAX_PAGE),
          ...(status === undefined ? {} : { call_status: status }),
          ...(since === undefined ? {} : { from_date: parseSince(since, io.now()) }),
          ...(to === undefined
            ? {}
            : { lead_phone_number: requirePhone(to, "--to", flags.defaultCountry ?? config.defaultCountry) }),
        },
        { signal: io.interrupted },
      )
      .toArray({ limit: limit + 1 });
    return {
      data: { agentId, calls: records.slice(0, limit).map(summarizeCall), isCut: records.length > limit },
    };
  },
  present: presentCalls,
};
