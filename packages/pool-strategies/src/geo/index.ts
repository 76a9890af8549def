export type { Point } from "./area-code-table.js";
export { createGeography, type GeographyOptions, geography } from "./create-geography.js";
export type { ExtraAreaCode, ExtraAreaCodes, OverlayAreaCode, OwnAreaCode } from "./extra-area-codes.js";
export { dataDate } from "./generated/area-codes.js";
export { timeZonesOf } from "./time-zones.js";
