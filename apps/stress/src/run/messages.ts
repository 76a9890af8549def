import type { StressPlan } from "../plan/plan.js";

/** What the parent tells a process. */
export type ToWorker =
  | { readonly kind: "work"; readonly plan: StressPlan; readonly process: number; readonly life: number }
  /** The namespace is elsewhere now. */
  | { readonly kind: "moved"; readonly store: string };

/** What a process tells the parent. */
export type FromWorker = { readonly kind: "done" } | { readonly kind: "broken"; readonly message: string };
