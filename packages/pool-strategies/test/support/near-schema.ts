import fc from "fast-check";
import type { Schema } from "../../src/schema.js";

/** What stands in a wrong place now and then. */
const STRAY_VALUES: readonly unknown[] = [
  null,
  true,
  "",
  "x",
  "custom",
  "Sticky",
  -1,
  0,
  0.5,
  17,
  2 ** 53,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  [],
  [[]],
  {},
  { name: "custom" },
  JSON.parse('{ "__proto__": 1 }'),
  { constructor: "x" },
];

/** Values that a schema allows, or nearly: now and then a part is out of place, at the edge or missing. */
export function nearSchema(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 60, arbitrary: insideSchema(schema) },
    { weight: 1, arbitrary: fc.constantFrom(...STRAY_VALUES) },
  );
}

function insideSchema(schema: Schema): fc.Arbitrary<unknown> {
  const { type, anyOf, enum: names, items = {}, minimum, exclusiveMinimum = 0, maximum = 1 } = schema;
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(nearSchema));
  if (names !== undefined) return fc.constantFrom(...names);
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 1, max: 16 }) },
        { weight: 1, arbitrary: fc.constantFrom(0, 1.5, minimum, maximum, maximum + 1) },
      );
    case "number":
      return fc.oneof(
        fc.double({ min: minimum ?? exclusiveMinimum, max: Math.min(maximum, 1e3), noNaN: true }),
        fc.constantFrom(minimum, exclusiveMinimum, maximum, maximum + 1),
      );
    case "array":
      return fc.array(nearSchema(items), { maxLength: 3 });
    case "object":
      return objectNear(schema);
    default:
      return fc.constantFrom("a", "b", "brand", "+1", "+44", "+4420", "US", "GB", "Europe/London", "");
  }
}

function objectNear({ properties, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
  if (properties === undefined) {
    const keys = fc.constantFrom("brand", "constructor", "__proto__");
    const entries = fc.array(fc.tuple(keys, nearSchema(additionalProperties || {})), { maxLength: 2 });
    return entries.map((own) => Object.fromEntries(own));
  }
  const known = Object.entries(properties).map(([key, property]) =>
    fc.option(
      nearSchema(property).map((value): [string, unknown] => [key, value]),
      { nil: undefined, freq: required.includes(key) ? 40 : 2 },
    ),
  );
  const stray = fc
    .constantFrom("modes", "use", "toString", "__proto__")
    .map((key): [string, unknown] => [key, "x"]);
  const strays = fc.oneof({ weight: 40, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: stray });
  return fc
    .tuple(...known, strays)
    .map((entries) => Object.fromEntries(entries.filter((entry) => entry !== undefined)));
}
