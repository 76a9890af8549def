import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slugKeyOf, slugOfKey } from "./slug-key.js";

const slug = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      "a",
      "\ud7fe",
      "\ud7ff",
      "\ud800\udc00",
      "\udbff\udfff",
      "\udc00",
      "\ue000",
      "\uffff",
    ),
  }),
);

describe("slugKeyOf", () => {
  it("sorts by bytes as slugs do by code units", () => {
    fc.assert(
      fc.property(slug, slug, (a, b) => {
        const byBytes = Buffer.compare(Buffer.from(slugKeyOf(a)), Buffer.from(slugKeyOf(b)));
        expect(byBytes).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it("is undone by slugOfKey, also after a way through UTF-8", () => {
    fc.assert(
      fc.property(slug, (each) => {
        expect(slugOfKey(Buffer.from(slugKeyOf(each)).toString())).toBe(each);
      }),
    );
  });

  it("leaves ordinary slugs as they are", () => {
    expect(slugKeyOf("pn-4155550123")).toBe("pn-4155550123");
    expect(slugKeyOf("số-điện-thoại")).toBe("số-điện-thoại");
  });
});
