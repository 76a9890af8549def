export {
  type CallingHours,
  type CallingHoursInput,
  type DayWindows,
  type HoursInput,
  parseCallingHours,
  type RegionHoursInput,
  type Weekday,
  type WeekHours,
} from "./calling-hours.js";
export {
  type CalleeWhereabouts,
  type CallingWindow,
  type ClosedReason,
  callingWindow,
  callingZonesOf,
} from "./calling-window.js";
