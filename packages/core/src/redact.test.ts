import { describe, expect, it } from "vitest";
import { createRedactor } from "./redact.js";

describe("a redactor", () => {
  const secret = 'sk_"12\\345';
  const redactor = createRedactor(secret);

  it.each([
    ["bare", `key ${secret}, again ${secret}`, "key [API key], again [API key]"],
    ["written as JSON", JSON.stringify({ key: secret }), '{"key":"[API key]"}'],
    ["absent", "nothing to see", "nothing to see"],
  ])("takes the secret out of text where it is %s", (_, text, expected) => {
    expect(redactor.text(text)).toBe(expected);
  });

  it.each([
    [{ a: [{ b: `x${secret}` }] }, { a: [{ b: "x[API key]" }] }],
    [{ [secret]: 1 }, { "[API key]": 1 }],
    [`x${secret}`, "x[API key]"],
  ])("takes it out of %j", (value, expected) => {
    expect(redactor.value(value)).toEqual(expected);
  });

  it.each([[{ a: 1 }], [[]], [null], [undefined], [7]])("gives %j back as it is", (value) => {
    expect(redactor.value(value)).toBe(value);
  });

  it("leaves words alone that are too short for a key", () => {
    const short = createRedactor("ok");
    expect(short.text("ok")).toBe("ok");
    expect(short.value({ status: "ok" })).toEqual({ status: "ok" });
  });
});
