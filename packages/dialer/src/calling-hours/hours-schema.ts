import type { Schema } from "@dialpool/pool-strategies/store-kit";

/** Days of the week as they are counted: 0 is Sunday. */
export const WEEKDAYS = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const;

/** Names for several days, and which. A day's own name goes before them, the smaller group before the larger. */
export const DAY_GROUPS = {
  weekend: [0, 6],
  weekdays: [1, 2, 3, 4, 5],
  daily: [0, 1, 2, 3, 4, 5, 6],
} as const;

const window: Schema = {
  type: "string",
  pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
  examples: ["08:00-21:00", "18:30-24:00"],
};
const windows: Schema = { anyOf: [window, { type: "array", items: window }] };

const hours: Schema = {
  type: "object",
  properties: Object.fromEntries([...Object.keys(DAY_GROUPS), ...WEEKDAYS].map((day) => [day, windows])),
  additionalProperties: false,
  minProperties: 1,
};
const holidays: Schema = {
  type: "array",
  items: {
    type: "string",
    pattern: "^([0-9]{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    examples: ["2026-12-25", "12-25"],
  },
};

/** What a place's own entry may say. */
const region: Schema = {
  type: "object",
  properties: { hours, holidays },
  additionalProperties: false,
  minProperties: 1,
};

/** What calling hours may say, but for `extraAreaCodes`, which the geography reads. */
export const hoursSchema: Schema = {
  type: "object",
  properties: {
    preset: { type: "string", enum: ["us-federal"] },
    hours,
    holidays: { ...holidays, default: [] },
    regions: { type: "object", additionalProperties: region, default: {} },
    unknownZone: {
      anyOf: [
        { type: "string", enum: ["refuse"] },
        { type: "array", items: { type: "string", minLength: 1 }, minItems: 1, uniqueItems: true },
      ],
      default: "refuse",
    },
  },
  additionalProperties: false,
};
