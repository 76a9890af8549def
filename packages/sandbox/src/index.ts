export type { Fault, Faults } from "./faults.js";
export { PROVIDERS, type SandboxOptions } from "./options.js";
export type { LoggedRequest } from "./request-log.js";
export { SEEDED } from "./seed.js";
export { type Sandbox, startSandbox } from "./server.js";
export type { SandboxCall } from "./state.js";
export type { CallOutcome, CallTimeline, OutcomeWeights } from "./telephony.js";
