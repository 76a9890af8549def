import { InvalidInputError, type Issue } from "./errors.js";
import { LINK_STEPS } from "./link-steps.js";
import { ORDER_NAMES } from "./orders/order-names.js";
import {
  type Check,
  isCount,
  isInstant,
  isListOf,
  isObject,
  isObjectOf,
  isOneOf,
  isOptional,
  isRecordOf,
  isText,
  isTupleOf,
} from "./shape.js";
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
  /** Calls by 15-minute slot since the epoch, oldest first; of the latest 28 hours. */
  readonly day: readonly SlotCount[];
  /** Calls by 1-minute slot, of the latest hour. */
  readonly hour: readonly SlotCount[];
  /** Sequence of its latest selection; 0 when there was none since it came into a pool. */
  readonly lastSequence: number;
  readonly lastSelectedAt?: number;
  readonly failuresInRow?: number;
  readonly restingUntil?: number;
  /** `null`: until it is lifted. */
  readonly quarantinedUntil?: number | null;
  /** Instants of its blocks, oldest first; the latest 16. */
  readonly blocks?: readonly number[];
}

/** A call that a callee is remembered by. */
export type CalleeCall = readonly [slug: string, sequence: number, at: number];

/** What is remembered of one callee. */
export interface CalleeUsage {
  readonly reached?: CalleeCall;
  readonly answered?: CalleeCall;
  /** Instants of its latest calls, oldest first; at most 16. */
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
  /** By slug, under `weighted-random`: weights other than 1 that the scores were made with. */
  readonly weights?: Readonly<Record<string, number>>;
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

const isSlotCounts = isListOf(isTupleOf(isCount, isCount));
const isCall = isTupleOf(isText, isCount, isInstant);

/** Fields of a {@link NumberRecord}. */
export const NUMBER_FIELDS = {
  day: isSlotCounts,
  hour: isSlotCounts,
  lastSequence: isCount,
  lastSelectedAt: isOptional(isInstant),
  failuresInRow: isOptional(isCount),
  restingUntil: isOptional(isInstant),
  quarantinedUntil: isOptional((value) => value === null || isInstant(value)),
  blocks: isOptional(isListOf(isInstant)),
} as const satisfies Record<keyof NumberRecord, Check>;

/** Fields of a {@link CalleeUsage}. */
export const CALLEE_FIELDS = {
  reached: isOptional(isCall),
  answered: isOptional(isCall),
  calls: isOptional(isListOf(isInstant)),
  used: isOptional(isObjectOf({ slugs: isListOf(isText), at: isInstant })),
} as const satisfies Record<keyof CalleeUsage, Check>;

const USAGE_FIELDS: Readonly<Record<keyof Usage, Check>> = {
  version: isOneOf([1]),
  now: isInstant,
  sequence: isCount,
  numbers: isRecordOf(isObjectOf(NUMBER_FIELDS)),
  turns: isObjectOf({
    order: isOneOf(ORDER_NAMES),
    parked: isListOf(isText),
    buckets: isRecordOf(
      isObjectOf({
        base: isInstant,
        picks: isCount,
        rate: isInstant,
        starts: isRecordOf(isInstant),
        weights: isOptional(isRecordOf(isInstant)),
      }),
    ),
    learned: isOptional(isListOf(isTupleOf(isText, isOneOf(LINK_STEPS), isInstant, isInstant, isInstant))),
  }),
  callees: isRecordOf(isObjectOf(CALLEE_FIELDS)),
  countsCallees: isOptional(isOneOf([true])),
};

/**
 * Reads a usage that was kept somewhere.
 *
 * @throws InvalidInputError when it is not one.
 */
export function parseUsage(input: unknown): Usage {
  const fields = isObject(input) ? input : {};
  const issues = Object.entries(USAGE_FIELDS)
    .filter(([key, isValue]) => !isValue(fields[key]))
    .map(([key]): Issue => {
      return {
        path: `usage.${key}`,
        message: "This is not what an earlier selection returned as its usage.",
      };
    });
  if (issues.length > 0) throw new InvalidInputError(issues);
  return input as Usage;
}
