/** What happens to an attempt in a dialing process, in this order. */
export const MOMENTS = ["writing", "begun", "sending", "sent", "answered", "applied"] as const;

/**
 * - `writing`: something of it is written, and not on disk.
 * - `begun`: it is on disk, with its lease.
 * - `sending`: its request is about to leave.
 * - `sent`: its request was handed to the network, some fractions of a millisecond ago.
 * - `answered`: its answer has come, and is not on disk.
 * - `applied`: its answer is on disk.
 */
export type Moment = (typeof MOMENTS)[number];

/** How a process is to die. */
export type Death =
  /** By its parent, so long after it was told to go on, ms. */
  | { readonly by: "clock"; readonly afterMs: number }
  /** By its own hand, when a moment comes for the `count`-th time, and `laterMs` after that. */
  | {
      readonly by: "moment";
      readonly moment: Moment;
      readonly count: number;
      readonly laterMs: number;
    };

/** Draws a death: half of them by the clock, half of them at a moment that matters. */
export function drawDeath(random: () => number, maxLifeMs: number): Death {
  if (random() < 0.5) return { by: "clock", afterMs: Math.floor(random() * maxLifeMs) };
  const moment = MOMENTS[Math.floor(random() * MOMENTS.length)] ?? "begun";
  const count = 1 + Math.floor(random() * 16);
  return { by: "moment", moment, count, laterMs: moment === "sent" ? random() * 3 : 0 };
}

/** What a process is told when it is to go on with a campaign. */
export interface Life {
  readonly path: string;
  readonly url: string;
  readonly apiKey: string;
  readonly agentId: string;
  readonly campaign: string;
  readonly onAbsent: "leave" | "redial";
  readonly startRate: number | null;
  readonly death: Death | null;
}

/** What it tells its parent. */
export type FromLife =
  | { readonly kind: "ready" }
  | { readonly kind: "ended"; readonly state: string; readonly stop?: string }
  | { readonly kind: "failed"; readonly message: string };
