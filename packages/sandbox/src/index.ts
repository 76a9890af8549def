export {
  isSandboxError,
  ListenError,
  SandboxConfigError,
  SandboxError,
  SimulatedConnectionError,
} from "./errors.js";
export type { EventOptions, SentEvent } from "./event-sender.js";
export {
  FAULT_KINDS,
  type Fault,
  type FaultDecision,
  type FaultKind,
  type Faults,
  type PlannedFault,
} from "./faults.js";
export { DEFAULT_LIMITS, type Provider, type SandboxOptions } from "./options.js";
export type { PlacedCall } from "./placed-call.js";
export type { PostCallMessage } from "./post-call-event.js";
export type { LoggedRequest } from "./request-log.js";
export { createSandbox, type Sandbox } from "./sandbox.js";
export { SEEDED } from "./seed/ids.js";
export { type RunningSandbox, type StartOptions, startSandbox } from "./server.js";
export type { AgentRecord } from "./state/agents.js";
export type { NumberRecord } from "./state/numbers.js";
export type { Workspace } from "./state/workspace.js";
export type { CallLimits } from "./telephony/limits.js";
export {
  type CallOutcome,
  DEFAULT_OUTCOME_WEIGHTS,
  ENDED_STATUSES,
  type EndedStatus,
  type OutcomeWeights,
  type TelephonyError,
} from "./telephony/outcomes.js";
export type { CallIntent } from "./telephony/switchboard.js";
export type { SimulatedStatus } from "./telephony/timeline.js";
export type { OperationId } from "./wire-types.js";
