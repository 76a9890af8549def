import { expect, it } from "vitest";
import { bucketOrder } from "../../test/support/bucket-order.js";

it("gives every number once before any number again, the never used by slug", () => {
  const order = bucketOrder("least-recently-used", { c: 1, a: 1, b: 1 });
  const taken = Array.from({ length: 6 }, (_, index) => {
    const name = order.take();
    order.used(name, index + 1);
    return name;
  });
  expect(taken.join(" ")).toBe("a b c a b c");
});

it("learns of calls from elsewhere, of numbers that are away too", () => {
  const order = bucketOrder("least-recently-used", { a: 1, b: 1, c: 1 });
  order.used("a", 1);
  order.remove("b");
  order.used("b", 2);
  order.add("b");
  expect(order.take()).toBe("c");
  order.used("c", 3);
  expect(order.take()).toBe("a");
});
