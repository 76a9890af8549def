import { describe, expect, it } from "vitest";
import { BucketOrder } from "../../test/support/bucket-order.js";
import type { CustomOrder, RankedCandidate, RankingContext } from "../extensions.js";
import { createGenerator, hashDraw } from "./hash.js";

function bucket(order: CustomOrder): BucketOrder {
  return new BucketOrder({ name: "custom", use: "mine" }, { a: 1, b: 2, c: 3 }, { orders: { mine: order } });
}

describe("a custom order", () => {
  it("is shown the candidates by slug, those at a limit too, and the call", () => {
    const seen: [readonly RankedCandidate[], RankingContext][] = [];
    const order = bucket((candidates, context) => {
      seen.push([candidates, context]);
      return ["b", "a"];
    });
    order.remove("b");
    const call = {
      callee: "+12125550123",
      tags: { brand: "acme" },
      place: { country: "US" },
      link: { name: "brand=acme/any", step: "any" },
      now: 1_795_514_400_000,
    } as const;
    expect(order.pick({ ...call, draws: [0.25] })).toBe("a");
    const [candidates, { random, ...context }] = seen[0] ?? [[], { random: () => 0 }];
    expect(context).toEqual(call);
    expect(candidates).toEqual([
      { slug: "a", weight: 1, number: { number: "+14155550100", sid: null, slug: "a" } },
      { slug: "b", weight: 2, number: { number: "+14155550100", sid: null, slug: "b" } },
      { slug: "c", weight: 3, number: { number: "+14155550100", sid: null, slug: "c" } },
    ]);
    const expected = createGenerator(hashDraw(0.25));
    expect([random(), random(), random()].every((number) => number > 0 && number < 1)).toBe(true);
    expect([expected(), expected(), expected(), expected()].at(-1)).toBe(random());
  });

  it("may name a slug twice, or none at all", () => {
    const order = bucket(() => ["c", "c", "a"]);
    expect(order.pick({ excluded: ["c"] })).toBe("a");
    expect(bucket(() => []).takeMany(4)).toEqual(["a", "b", "c", "a"]);
  });

  it("must name numbers of the link", () => {
    expect(() => bucket(() => ["z"]).take(0)).toThrow(
      'order.mine: It ranked "z", which is no number of the link "any". Answer slugs of the candidates only.',
    );
  });

  it("must be registered", () => {
    const use = () =>
      new BucketOrder({ name: "custom", use: "other" }, { a: 1 }, { orders: { mine: () => [] } });
    expect(use).toThrow('order.use: "other" is not registered. Registered: mine.');
  });
});
