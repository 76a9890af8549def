import type { CallOutcome, E164, Policy, PoolNumber, Tags } from "../types.js";

/** One command of a random history. Instants are differences, so that histories can be cut shorter. */
export type Command =
  | LoadCommand
  | AcquireCommand
  | RecordCommand
  | SettleCommand
  | FlagCommand
  | QueryCommand;

/** Loads a pool, for the first time or again. */
export interface LoadCommand {
  readonly kind: "load";
  readonly poolId: string;
  readonly numbers: readonly AgedNumber[];
  readonly policy: Policy;
  /** Seed of what `random` answers. */
  readonly seed: number;
  /** Calls from before. */
  readonly earlier?: readonly EarlierCommand[];
}

/** A call from before its pool was loaded. */
export interface EarlierCommand extends Omit<RecordCommand, "kind"> {
  readonly callId: string;
}

/** A number whose `activeSince` is told as its age when the history begins. */
export interface AgedNumber extends Omit<PoolNumber, "activeSince"> {
  readonly ageMs?: number;
}

/** Asks for a call. */
export interface AcquireCommand {
  readonly kind: "acquire";
  readonly poolId: string;
  readonly callee: E164;
  readonly tags: Tags;
  /** What `random` answers, one after the other. */
  readonly draws: readonly [number, number];
  readonly holdMs?: number;
  readonly traceNumbers?: number;
}

/** Counts a call that was placed elsewhere. */
export interface RecordCommand {
  readonly kind: "record";
  readonly slug: string;
  readonly callee: E164;
  /** How long ago it was placed; below 0: later than now. */
  readonly agoMs: number;
  readonly outcome?: CallOutcome;
}

/** Settles a lease. */
export interface SettleCommand {
  readonly kind: "settle";
  /** 0 is the lease granted last, 1 the one before; what does not exist is an id that no store knows. */
  readonly back: number;
  readonly to: "placed" | "ended" | "released" | "unknown";
  readonly outcome?: CallOutcome;
}

/** Flags a number, or lifts its quarantine. */
export interface FlagCommand {
  readonly kind: "flag";
  readonly slug: string;
  /** For how long; `null`: until it is lifted. */
  readonly forMs: number | null | "lift";
}

/** Asks without asking for a call. */
export type QueryCommand = { readonly kind: "expire" } | { readonly kind: "usage"; readonly poolId: string };

/** A command, and how much time passes before it; a clock may also be set back. */
export interface Step {
  readonly afterMs: number;
  readonly command: Command;
}

/** What happens to a namespace, from its beginning on. */
export interface History {
  /** Epoch ms. */
  readonly startAt: number;
  readonly steps: readonly Step[];
}
