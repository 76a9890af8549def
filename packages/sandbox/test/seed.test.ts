import { describe, expect, it } from "vitest";
import { startTestSandbox, type TestSandbox } from "./support/test-sandbox.js";

describe("a seed", () => {
  it("gives the same calls in whatever order they are placed", async () => {
    const [one, other] = [await startTestSandbox({ seed: 7 }), await startTestSandbox({ seed: 7 })];
    const phones = ["+14155550101", "+14155550102", "+14155550103"];
    for (const phone of phones) await one.place({ phone });
    for (const phone of [...phones].reverse()) await other.place({ phone });
    const byCallee = (api: TestSandbox) =>
      api.sandbox.calls.map(({ to, callId, endsAt }) => [to, callId, endsAt]).sort();
    expect(byCallee(one)).toEqual(byCallee(other));
  });

  it("gives other calls than another seed", async () => {
    const [one, other] = [await startTestSandbox({ seed: 7 }), await startTestSandbox({ seed: 8 })];
    await one.place();
    await other.place();
    expect(one.sandbox.calls[0]?.callId).not.toBe(other.sandbox.calls[0]?.callId);
  });
});
