import { expect, it } from "vitest";
import { BucketOrder } from "../../test/support/bucket-order.js";

it("gives every number once before any number again, the never used by slug", () => {
  const order = new BucketOrder("least-recently-used", { c: 1, a: 1, b: 1 });
  expect(order.takeMany(6).join(" ")).toBe("a b c a b c");
});

it("learns of calls from elsewhere, of numbers that are away too", () => {
  const order = new BucketOrder("least-recently-used", { a: 1, b: 1, c: 1 });
  order.used("a");
  order.remove("b");
  order.used("b");
  order.add("b");
  expect(order.takeMany(2).join(" ")).toBe("c a");
});

it("passes over those that are excluded, and leaves them their turn", () => {
  const order = new BucketOrder("least-recently-used", { a: 1, b: 1, c: 1 });
  expect(order.pick({ excluded: ["a", "b"] })).toBe("c");
  expect(order.pick({ excluded: ["a", "b", "c"] })).toBe("nobody");
  expect(order.takeMany(3).join(" ")).toBe("a b c");
});
