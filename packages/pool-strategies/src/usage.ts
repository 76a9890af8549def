import * as v from "valibot";
import { InvalidInputError } from "./errors.js";
import type { SlotCount } from "./limits/rolling-window.js";
import { ORDER_NAMES } from "./orders/order-names.js";
import type { OrderName } from "./types.js";

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
  /** By slug; numbers that never carried a call are left out. */
  readonly numbers: Readonly<Record<string, NumberRecord>>;
  readonly turns: Turns;
  /** Slug of the number each callee was last called from, oldest record first. */
  readonly callees: Readonly<Record<string, string>>;
}

/** What one number carried. */
export interface NumberRecord {
  /** Calls that count in the rolling day: 15-minute slots since the epoch, oldest first. */
  readonly calls: readonly SlotCount[];
  /** Sequence of its latest selection; 0 when it was not in the pool since. */
  readonly lastSequence: number;
  readonly lastSelectedAt?: number;
}

/** Whose turn it is in a pool. */
export interface Turns {
  /** The order that these turns belong to; another order starts afresh. */
  readonly order: OrderName;
  /** Slugs of the numbers at a limit: free again, they claim no turn from the time they were away. */
  readonly parked: readonly string[];
  /** By bucket name. */
  readonly buckets: Readonly<Record<string, BucketTurns>>;
}

/** Virtual time of a round-robin bucket: `base + picks / rate`, and each number's next span. */
export interface BucketTurns {
  readonly base: number;
  readonly picks: number;
  /** Total weight at which the picks were made, in millionths. */
  readonly rate: number;
  /** By slug. */
  readonly starts: Readonly<Record<string, number>>;
}

const isInstant = (value: unknown) => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isText = (value: unknown) => typeof value === "string";

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
  numbers: v.record(
    v.string(),
    v.object({
      calls: v.array(v.tuple([count, v.pipe(count, v.minValue(1))])),
      lastSequence: count,
      lastSelectedAt: v.exactOptional(instant),
    }),
  ),
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
  }),
  callees: recordOf<string>(isText, "slugs"),
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
