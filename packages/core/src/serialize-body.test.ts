import { afterEach, expect, it, vi } from "vitest";
import { serializeBody } from "./serialize-body.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

it("makes JSON text of a body", () => {
  expect(serializeBody({ phone: "+14155550123" })).toBe('{"phone":"+14155550123"}');
});

it("makes a body of it that cannot be sent twice, where the runtime is Deno", async () => {
  vi.stubGlobal("Deno", {});
  const body = serializeBody({ phone: "+14155550123" });
  expect(body).toBeInstanceOf(Blob);
  expect(await (body as Blob).text()).toBe('{"phone":"+14155550123"}');
});
