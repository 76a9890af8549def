import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fieldOf,
  fieldsOf,
  fillIn,
  hasShape,
  type RowDetails,
  rowOf,
  shapeOf,
  wideShapeOf,
} from "./row-shape.js";

/** Names that are easily mistaken for others. */
const name = fc.oneof(
  fc.constantFrom("", ".", "tags", "tags.a", "a.b", "__proto__", "toString", "1", "name"),
  fc.string(),
);
const text = fc.string({ unit: "binary" });
const named = <Value>(value: fc.Arbitrary<Value>) =>
  fc
    .uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 4 })
    .map((pairs) => Object.fromEntries(pairs));

const row: fc.Arbitrary<RowDetails> = fc.record(
  {
    name: text,
    agentId: text,
    callerId: text,
    timeZone: text,
    region: text,
    tags: named(fc.oneof(text, fc.array(text, { maxLength: 2 }))),
    variables: named(text),
  },
  { requiredKeys: ["name"], noNullPrototype: true },
);

/** What comes back when a row was written down in a shape. */
function throughShape(given: RowDetails, shape: ReturnType<typeof shapeOf>): RowDetails {
  const values: unknown[] = [];
  fillIn(values, 0, given, shape);
  const fields = JSON.parse(JSON.stringify(fieldsOf(shape))) as string[];
  expect(values).toHaveLength(fields.length);
  const back = rowOf(fields.map(fieldOf), JSON.parse(JSON.stringify(values)) as unknown[]);
  // Equality of objects passes over a key `__proto__`; texts do not.
  expect(JSON.stringify([back.tags, back.variables])).toBe(JSON.stringify([given.tags, given.variables]));
  return back;
}

describe("the shape of a row", () => {
  it("gives every row back as it was", () => {
    fc.assert(
      fc.property(row, (given) => {
        expect(throughShape(given, shapeOf(given))).toStrictEqual(given);
        expect(throughShape(given, wideShapeOf(given))).toStrictEqual(given);
      }),
    );
  });

  it("fits its own row, and another one only if that comes back from it too", () => {
    fc.assert(
      fc.property(row, row, (one, other) => {
        expect(hasShape(one, shapeOf(one))).toBe(true);
        for (const shape of [shapeOf(one), wideShapeOf(one)])
          if (hasShape(other, shape)) expect(throughShape(other, shape)).toStrictEqual(other);
      }),
    );
  });

  it("is the same for rows that have the same fields, and tells which", () => {
    const one = {
      name: "Ann",
      callerId: "+14155550100",
      tags: { brand: "acme" },
      variables: { order: "1", "a.b": "2" },
    };
    const other = { ...one, name: "Ben", tags: { brand: "globex" } };
    expect(hasShape(other, shapeOf(one))).toBe(true);
    expect(fieldsOf(shapeOf(one))).toEqual([
      "name",
      "callerId",
      "tags.brand",
      "variables.order",
      "variables.a.b",
    ]);
    expect(hasShape({ ...other, tags: {} }, shapeOf(one))).toBe(false);
    expect(fieldsOf(wideShapeOf(one))).toEqual(["name", "callerId", "tags", "variables"]);
  });
});
