import * as fc from "fast-check";
import { change } from "./random-change.js";
import type { Step } from "./step.js";

const small = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("import" as const),
      rows: fc.array(fc.tuple(small, fc.boolean()), { maxLength: 6 }),
      digest: fc.nat({ max: 2 }),
      name: fc.option(fc.nat({ max: 1 }), { nil: undefined }),
      again: fc.boolean(),
      end: fc.constantFrom("seal", "seal", "seal", "discard", "leave"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("change" as const),
      campaign: small,
      change: fc.record(
        {
          wish: fc.constantFrom("run", "run", "run", "pause", "abort"),
          startRate: fc.constantFrom(null, 2, 50),
          concurrency: fc.integer({ min: 1, max: 5 }),
        },
        { requiredKeys: [] },
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("begin" as const),
      calls: fc.array(fc.tuple(fc.constantFrom(0, 0, 1, 1, 2), fc.nat({ max: 3 })), {
        minLength: 1,
        maxLength: 4,
      }),
      concurrency: fc.integer({ min: 1, max: 6 }),
      poolId: fc.oneof(
        { weight: 9, arbitrary: fc.constant("agent") },
        { weight: 1, arbitrary: fc.constant("not loaded") },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("call" as const), phone: small, repeatId: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("apply" as const),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
      attempt: fc.option(fc.nat({ max: 3 }), { nil: undefined, freq: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(500, 1000, 2000, 30_000, 60_001),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("expire" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("ask again" as const), campaign: small }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("pace" as const),
      startRate: fc.constantFrom(null, 1, 5, 50),
      ifNone: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("slow" as const),
      retryAfterMs: fc.constantFrom(undefined, 300, 5000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("slot" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("mark" as const), calls: fc.array(small, { maxLength: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("take" as const) }) },
);

/** Two lists with some of the same people, so that there is something to call. */
const first: fc.Arbitrary<readonly Step[]> = fc.constant(
  [0, 1].map((digest) => ({
    do: "import",
    rows: [0, 1, 2, 3].map((phone) => [phone + digest, true] as const),
    digest,
    name: undefined,
    again: false,
    end: "seal",
  })),
);

/** Random steps, for a `HistoryPlayer`. */
export const history: fc.Arbitrary<readonly Step[]> = fc
  .tuple(first, fc.array(step, { minLength: 5, maxLength: 40, size: "max" }))
  .map(([opening, steps]) => [...opening, ...steps]);
