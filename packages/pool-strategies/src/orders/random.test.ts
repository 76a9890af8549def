import { expect, it } from "vitest";
import { bucketOrder } from "../../test/support/bucket-order.js";

it("takes the number whose rank among the available ones the draw names", () => {
  const order = bucketOrder("random", { a: 1, b: 1, c: 1, d: 1 });
  expect([0, 0.2499, 0.25, 0.5, 0.75, 0.9999].map((draw) => order.take(draw)).join(" ")).toBe("a a b c d d");
  order.remove("b");
  expect([0, 0.34, 0.67].map((draw) => order.take(draw)).join(" ")).toBe("a c d");
  order.add("b");
  expect(order.take(0.25)).toBe("b");
});
