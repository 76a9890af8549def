import fc from "fast-check";
import type { PoolDefinition } from "../../src/store.js";
import type { E164, OrderName, PoolNumber, Tags } from "../../src/types.js";
import { calleeOf, DAY, HOUR, MINUTE, numberOf, SLOT } from "./numbers.js";

/** One step of a random history. Times are differences, so that histories can be cut shorter. */
export type Command =
  | { readonly kind: "record"; readonly slug: string; readonly callee: E164; readonly ago: number }
  | { readonly kind: "load"; readonly pool: PoolDefinition }
  | {
      readonly kind: "acquire";
      readonly poolId: string;
      readonly callee: E164;
      readonly tags: Tags;
      readonly draw: number;
    }
  | {
      readonly kind: "settle";
      readonly back: number;
      readonly to: "placed" | "ended" | "released" | "unknown";
    }
  | { readonly kind: "expire" }
  | { readonly kind: "usage"; readonly poolId: string };

/** A command, and how much time passes before it; a clock may also be set back. */
export interface Step {
  readonly after: number;
  readonly command: Command;
}

const ORDERS: readonly OrderName[] = ["round-robin", "weighted-round-robin", "random", "least-recently-used"];
const POOL_IDS = ["pool-a", "pool-b"];
const AREA_CODES = ["415", "212", "604"];

const brands = fc.constantFrom<Tags>({}, { brand: "acme" }, { brand: "zeta" }, { brand: ["acme", "zeta"] });
const limit = fc.constantFrom(0, 1, 2, 3, 5, null);

const poolNumber = fc
  .record({
    areaCode: fc.constantFrom(...AREA_CODES, "800"),
    line: fc.integer({ min: 0, max: 2 }),
    tags: brands,
    weight: fc.constantFrom(0.01, 0.3, 1, 2, 5, 1000),
    own: fc.option(limit, { nil: undefined, freq: 4 }),
  })
  .map(
    ({ areaCode, line, tags, weight, own }): PoolNumber =>
      numberOf(areaCode, line, {
        tags,
        weight,
        ...(own === undefined ? {} : { limits: { maxCallsPerDay: own } }),
      }),
  );

/** A pool of any order and route, with low limits. */
export const pool = fc.record({
  poolId: fc.constantFrom(...POOL_IDS),
  numbers: fc.uniqueArray(poolNumber, { selector: ({ slug }) => slug, maxLength: 8 }),
  policy: fc.record({
    affinity: fc.constantFrom("sticky", "off"),
    route: fc.record({
      tags: fc.constantFrom<string[]>([], ["brand"]),
      localPresence: fc.constantFrom<PoolDefinition["policy"]["route"]["localPresence"]>(
        ["any"],
        ["area-code", "country", "any"],
        ["area-code"],
        ["country", "any"],
      ),
    }),
    order: fc.constantFrom(...ORDERS),
    limits: fc.record({ maxCallsPerDay: fc.constantFrom(1, 2, 3, null) }),
  }),
}) satisfies fc.Arbitrary<PoolDefinition>;

const callee = fc
  .record({ areaCode: fc.constantFrom(...AREA_CODES), line: fc.integer({ min: 50, max: 52 }) })
  .map(({ areaCode, line }) => calleeOf(areaCode, line));
const acquire = fc.record({
  kind: fc.constant("acquire" as const),
  poolId: fc.constantFrom(...POOL_IDS),
  callee,
  tags: brands,
  draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});
const record = fc.record({
  kind: fc.constant("record" as const),
  slug: poolNumber.map(({ slug }) => slug),
  callee,
  ago: fc.constantFrom(-MINUTE, 0, SLOT, 5 * HOUR, DAY, 2 * DAY),
});
const settle = fc.record({
  kind: fc.constant("settle" as const),
  back: fc.integer({ min: -1, max: 12 }),
  to: fc.constantFrom("placed", "ended", "released", "unknown"),
});

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 12, arbitrary: acquire },
  { weight: 10, arbitrary: settle },
  { weight: 1, arbitrary: record },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("load" as const), pool }) },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: "expire" }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("usage" as const), poolId: fc.constantFrom(...POOL_IDS) }),
  },
);

/** A random history of up to `maxLength` steps. */
export function history(maxLength: number): fc.Arbitrary<readonly Step[]> {
  const after = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(0, 1, MINUTE) },
    { weight: 2, arbitrary: fc.constantFrom(SLOT, HOUR, 5 * HOUR, -MINUTE) },
    { weight: 1, arbitrary: fc.constantFrom(DAY, DAY + SLOT) },
  );
  return fc.array(fc.record({ after, command }), { minLength: 1, maxLength, size: "max" });
}
