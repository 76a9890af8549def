import type { SandboxContext } from "../context.js";
import type { SimulatedCall } from "./call.js";
import type { RecordView } from "./call-record.js";

/** What a call's record shows at an instant. */
export function viewOf({ options, workspace }: SandboxContext, call: SimulatedCall, now: number): RecordView {
  const { clockOffsetMs, echoVariables } = options;
  const isRecorded = workspace.agent(call.agentId)?.settings.is_recording ?? false;
  return { now, clockOffsetMs, echoVariables, isRecorded };
}
