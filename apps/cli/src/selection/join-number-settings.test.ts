import { expect, it } from "vitest";
import { joinNumberSettings } from "./join-number-settings.js";

const attached = [
  { number: "+14155550123", slug: "14155550123", sid: null },
  { number: "+16285550123", slug: "16285550123", sid: "PN1" },
];

it("joins settings with numbers in any spelling", () => {
  const { numbers } = joinNumberSettings(attached, {
    "+1 415 555 0123": { weight: 2 },
    "16285550123": { tags: { brand: "acme" } },
  });
  expect(numbers).toEqual([
    { ...attached[0], weight: 2 },
    { ...attached[1], tags: { brand: "acme" } },
  ]);
});

it("names what is configured and not attached", () => {
  expect(joinNumberSettings(attached, { "+1 212 555 0123": {} }).notAttached).toEqual(["+1 212 555 0123"]);
});

it("leaves the numbers as they are without settings", () => {
  expect(joinNumberSettings(attached)).toEqual({ numbers: attached, notAttached: [] });
});
