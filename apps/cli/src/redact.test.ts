import { expect, it } from "vitest";
import { createRedactor } from "./redact.js";

it("takes every occurrence of a secret out", () => {
  const { keepSecret, redact } = createRedactor();
  keepSecret(" sk-0123456789 ");
  expect(redact("a sk-0123456789 b sk-0123456789")).toBe("a [secret] b [secret]");
});

it("leaves text alone for a secret too short to be one", () => {
  const { keepSecret, redact } = createRedactor();
  keepSecret("test");
  expect(redact("the latest")).toBe("the latest");
});
