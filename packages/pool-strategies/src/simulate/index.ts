export {
  DEFAULT_OUTCOMES,
  type OutcomeChances,
  SECONDS_BY_OUTCOME,
  type SimulatedCall,
  type SimulatedContact,
  type SimulateOptions,
} from "./options.js";
export type {
  Coverage,
  MatchCount,
  NumberLoad,
  Peak,
  RefusalCount,
  SimulationReport,
  Sizing,
  UncoveredArea,
  Waits,
} from "./report.js";
export { simulate } from "./simulate.js";
