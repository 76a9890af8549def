export { dataDate } from "./generated/area-codes.js";
export { northAmerica } from "./north-america.js";
