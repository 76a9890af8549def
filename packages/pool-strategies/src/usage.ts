import * as v from "valibot";
import { InvalidInputError } from "./errors.js";
import { LINK_STEPS } from "./link-steps.js";
import { ORDER_NAMES } from "./orders/order-names.js";
import type { LinkStep, OrderName } from "./types.js";

/**
 * What selection must remember between two calls, as plain JSON: keep it as it
 * is and pass it to the next `selectCallerId`.
 *
 * Its fields are this package's affair and follow `version`; only the fact that
 * it survives `JSON.stringify` and `JSON.parse` unchanged is promised.
 */
export interface Usage {
  readonly version: 1;
  /** Highest instant seen, epoch ms. */
  readonly now: number;
  /** Selections so far. */
  readonly sequence: number;
  /** By slug; numbers of which nothing counts are left out. */
  readonly numbers: Readonly<Record<string, NumberRecord>>;
  readonly turns: Turns;
  /** By callee, the one written to longest ago first. */
  readonly callees: Readonly<Record<string, CalleeUsage>>;
  /** Whether instants of calls are kept of callees: since a policy first limited their frequency. */
  readonly countsCallees?: true;
}

/** Calls of one slot: the slot's number since the epoch, and how many. */
export type SlotCount = readonly [slot: number, calls: number];

/** What one number carried. */
export interface NumberRecord {
  /** Calls by 15-minute slot since the epoch, oldest first. */
  readonly day: readonly SlotCount[];
  /** Calls by 1-minute slot, of the latest hour. */
  readonly hour: readonly SlotCount[];
  /** Sequence of its latest selection; 0 when it was not in the pool since. */
  readonly lastSequence: number;
  readonly lastSelectedAt?: number;
  readonly failuresInRow?: number;
  readonly restingUntil?: number;
  /** `null`: until it is lifted. */
  readonly quarantinedUntil?: number | null;
  /** Instants of blocks, oldest first. */
  readonly blocks?: readonly number[];
}

/** A call that a callee is remembered by. */
export type CalleeCall = readonly [slug: string, sequence: number, at: number];

/** What is remembered of one callee. */
export interface CalleeUsage {
  readonly reached?: CalleeCall;
  readonly answered?: CalleeCall;
  /** Instants of its latest calls, oldest first. */
  readonly calls?: readonly number[];
  /** Slugs used for it under the policy `fresh`, the latest last, and when that was. */
  readonly used?: { readonly slugs: readonly string[]; readonly at: number };
}

/** Whose turn it is in a pool. */
export interface Turns {
  /** The order that these turns belong to; another order starts afresh. */
  readonly order: OrderName;
  /** Slugs of the numbers at a limit: free again, they claim no turn from the time they were away. */
  readonly parked: readonly string[];
  /** By bucket name. */
  readonly buckets: Readonly<Record<string, BucketTurns>>;
  readonly learned?: Learned;
}

/** Virtual time of a bucket, `base + picks / rate`, and where each number stands in it. */
export interface BucketTurns {
  readonly base: number;
  readonly picks: number;
  /** Total weight at which the picks were made, in millionths. */
  readonly rate: number;
  /** By slug. Under `weighted-random`: the score of a number that is free, what is left on the clock of one that is not. */
  readonly starts: Readonly<Record<string, number>>;
}

/** What the learning order knows: decayed counts of a number's ended calls at a step, and up to when they are decayed. */
export type LearnedCount = readonly [
  slug: string,
  step: LinkStep,
  answered: number,
  attempted: number,
  at: number,
];
export type Learned = readonly LearnedCount[];

const isInstant = (value: unknown) => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown) => typeof value === "string";
const isSlotCount = (value: unknown) =>
  Array.isArray(value) && value.length === 2 && value.every(isCount) && value[1] > 0;
const isCall = (value: unknown) =>
  Array.isArray(value) && value.length === 3 && isText(value[0]) && isCount(value[1]) && isInstant(value[2]);
const isOr = (isValue: (value: unknown) => boolean) => (value: unknown) => value === undefined || isValue(value);
const isListOf = (isValue: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(isValue);
const isObjectOf = (shape: Readonly<Record<string, (value: unknown) => boolean>>) => (value: unknown) =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(shape).every(([key, isValue]) => isValue((value as Record<string, unknown>)[key]));

const isNumberRecord = isObjectOf({
  day: isListOf(isSlotCount),
  hour: isListOf(isSlotCount),
  lastSequence: isCount,
  lastSelectedAt: isOr(isInstant),
  failuresInRow: isOr(isCount),
  restingUntil: isOr(isInstant),
  quarantinedUntil: isOr((value) => value === null || isInstant(value)),
  blocks: isOr(isListOf(isInstant)),
});
const isCalleeUsage = isObjectOf({
  reached: isOr(isCall),
  answered: isOr(isCall),
  calls: isOr(isListOf(isInstant)),
  used: isOr(isObjectOf({ slugs: isListOf(isText), at: isInstant })),
});
const isLearnedCount = (value: unknown) =>
  Array.isArray(value) &&
  value.length === 5 &&
  isText(value[0]) &&
  (LINK_STEPS as readonly unknown[]).includes(value[1]) &&
  value.slice(2).every(isInstant);

/** A record checked by one loop: it may have thousands of entries, and is checked with every call. */
const recordOf = <Value>(isValue: (value: unknown) => boolean, expected: string) =>
  v.custom<Readonly<Record<string, Value>>>(
    (input) =>
      typeof input === "object" &&
      input !== null &&
      !Array.isArray(input) &&
      Object.values(input).every(isValue),
    `Expected an object of ${expected}`,
  );

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const instant = v.pipe(v.number(), v.finite(), v.minValue(0));
const usageSchema = v.object({
  version: v.literal(1),
  now: instant,
  sequence: count,
  numbers: recordOf<NumberRecord>(isNumberRecord, "what numbers carried"),
  turns: v.object({
    order: v.picklist(ORDER_NAMES),
    parked: v.array(v.string()),
    buckets: v.record(
      v.string(),
      v.object({
        base: instant,
        picks: count,
        rate: instant,
        starts: recordOf<number>(isInstant, "instants"),
      }),
    ),
    learned: v.exactOptional(v.custom<Learned>(isListOf(isLearnedCount), "Expected a list of counts")),
  }),
  callees: recordOf<CalleeUsage>(isCalleeUsage, "what is remembered of callees"),
  countsCallees: v.exactOptional(v.literal(true)),
}) satisfies v.GenericSchema<unknown, Usage>;

/**
 * Reads a usage that was kept somewhere.
 *
 * @throws InvalidInputError when it is not one.
 */
export function parseUsage(input: unknown): Usage {
  const result = v.safeParse(usageSchema, input);
  // The input itself: the schema's copy leaves out keys such as "constructor", and a slug may be called so.
  if (result.success) return input as Usage;
  const issues = result.issues.map((issue) => {
    const path = ["usage", v.getDotPath(issue)].filter((part) => part !== null).join(".");
    return {
      path,
      message: `This is not what an earlier selection returned as its usage: ${issue.message}.`,
    };
  });
  throw new InvalidInputError(issues);
}
