import type { SandboxContext } from "./context.js";
import { type SimulatedCall, statusOf } from "./telephony/call.js";
import { variablesOf } from "./telephony/call-record.js";
import type { SimulatedStatus } from "./telephony/timeline.js";

/** A call that really was placed, whatever its caller was told. Instants are of the caller's clock. */
export interface PlacedCall {
  readonly callId: string;
  readonly agentId: string;
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly placedAt: number;
  readonly endsAt: number;
  readonly status: SimulatedStatus;
}

/** Every call placed so far, in order, as things stand now. */
export function placedCalls(context: SandboxContext): readonly PlacedCall[] {
  const now = context.now();
  return context.switchboard.calls.map((call) => placedCall(call, now));
}

function placedCall(call: SimulatedCall, now: number): PlacedCall {
  return {
    callId: call.id,
    agentId: call.agentId,
    from: call.from,
    to: call.to,
    name: call.request.name,
    variables: variablesOf(call),
    placedAt: call.placedAt,
    endsAt: call.timeline.endsAt,
    status: statusOf(call, now),
  };
}
