import { LOCAL_PRESENCE_STEPS } from "./routes/local-presence.js";
import type { LinkStep } from "./types.js";

/** Every step a link may belong to. A step's code, where it is kept as a number, is its position here plus 1. */
export const LINK_STEPS = ["rule", ...LOCAL_PRESENCE_STEPS, "custom"] as const satisfies readonly LinkStep[];
