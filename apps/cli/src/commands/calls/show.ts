import type { Call } from "@dialpool/core";
import { type CallSummary, summarizeCall } from "../../calls/call-summary.js";
import type { CommandDefinition } from "../../command.js";
import { presentCallRecord } from "../../present/calls.js";

/** The JSON document of `calls show`. */
export interface CallShowData extends CallSummary {
  /** The record as the API gave it. */
  readonly record: Call;
}

/** `calls show CALL_ID`: one call record. */
export const callsShow: CommandDefinition<[string], object, CallShowData> = {
  async run({ client, io }, _flags, callId) {
    const record = await client().calls.get(callId, { signal: io.interrupted });
    return { data: { ...summarizeCall(record), record } };
  },
  present: presentCallRecord,
};
