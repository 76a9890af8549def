import type { OrderName } from "@dialpool/pool-strategies";

/** What a run does. Handed to every process as JSON. */
export interface StressPlan {
  /** Where the namespace is kept: `sqlite:FILE`, `redis://…`, or `redis-cluster://HOST:PORT`. */
  readonly store: string;
  /** Where logs and the clock are kept. */
  readonly folder: string;
  readonly processes: number;
  /** Acquires of all processes together. */
  readonly acquires: number;
  readonly seed: number;
  /** Orders of the two pools. */
  readonly orders: readonly [OrderName, OrderName];
  /**
   * `"plain"`: orders and limits alone, for which the auditor has laws of its own. `"full"`: affinity, tags, local
   * presence, rest, quarantine and calendar windows as well; there the reference alone says what is right.
   */
  readonly policies: "plain" | "full";
  /** How far the clock of each process is off, ms; the first process has the first, and round again. */
  readonly skewsMs: readonly number[];
  /** `"work"`: time moves with the acquires of all processes; `"real"`: it is the machine's. */
  readonly clock: "work" | "real";
  /** How durable a commit of SQLite is. What a process wrote outlives it either way. */
  readonly synchronous: "full" | "normal";
  readonly troubles: Troubles;
}

/** What is done to the processes, and to the server, while they work. */
export interface Troubles {
  /** Kills a process by chance and starts it again, so often: after so many ms, or when so many shares of the work are done. */
  readonly kills?: { readonly everyMs: number } | { readonly times: number };
  /** What is done to the server, and at which shares of the work, 0 to 1. */
  readonly server?: readonly { readonly at: number; readonly what: ServerTrouble }[];
}

export type ServerTrouble =
  /** `CLIENT PAUSE` for half a second. */
  | "pause"
  /** `SCRIPT FLUSH`. */
  | "flush-scripts"
  /** Killed as by a crash, and started on what it left. */
  | "crash"
  /** Killed; its replica takes over. */
  | "failover"
  /** The Cluster's slot with the namespace moves to another master. */
  | "move-slot";

/** No two processes' clocks are more than four seconds apart. */
export const SKEWS_MS: readonly number[] = [0, 2_000, -2_000, 700, -1_300, 1_999, -450, 0];

/** What each part of a plan is where nothing is said. */
export const PLAN_DEFAULTS = {
  processes: 8,
  acquires: 200_000,
  seed: 1,
  orders: ["weighted-round-robin", "least-recently-used"],
  skewsMs: SKEWS_MS,
  clock: "work",
  policies: "plain",
  synchronous: "full",
  troubles: {},
} as const satisfies Partial<StressPlan>;
