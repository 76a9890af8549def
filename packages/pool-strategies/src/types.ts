// What selection is told, and what it answers: a file for each topic. Begin with `pool-number` and `policy`.

export type * from "./types/affinity-rules.js";
export type * from "./types/call-outcome.js";
export type * from "./types/limit-rules.js";
export type * from "./types/order-rules.js";
export type * from "./types/place.js";
export type * from "./types/policy.js";
export type * from "./types/pool-number.js";
export type * from "./types/reasons.js";
export type * from "./types/route-rules.js";
export type * from "./types/selection.js";
export type * from "./types/trace.js";
