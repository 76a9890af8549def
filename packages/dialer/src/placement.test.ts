import { describe, expect, it } from "vitest";
import { placementOf, placeOnce } from "./placement.js";

const failure = (fields: object) => Object.assign(new Error("It failed."), fields);

describe("placementOf", () => {
  it.each([400, 401, 403, 404, 422, 429])("takes an answer %i as proof that nothing was placed", (status) => {
    expect(placementOf(failure({ status, code: `api_${status}`, retryAfterMs: 2000 }))).toMatchObject({
      kind: "rejected",
      status,
      reason: "It failed.",
      retryAfterMs: 2000,
    });
  });

  it("takes a request that never left as proof", () => {
    expect(placementOf(failure({ code: "connection_failed", sent: "no" })).kind).toBe("not_sent");
    expect(placementOf(failure({ code: "config_invalid" })).kind).toBe("not_sent");
  });

  it.each<[what: string, thrown: unknown]>([
    [
      "a call of unknown outcome, whatever else it carries",
      failure({ code: "call_outcome_unknown", status: 400, sent: "no" }),
    ],
    ["a server's failure", failure({ status: 500, code: "api_500" })],
    ["a status that nobody listed", failure({ status: 409, code: "api_409" })],
    ["a status without the code that goes with it", failure({ status: 400 })],
    ["a connection that may have carried the request", failure({ code: "connection_failed", sent: "maybe" })],
    ["a fault in code", new TypeError("x is not a function")],
    ["something that is no error", "boom"],
    ["nothing", undefined],
  ])("leaves %s unknown", (_, thrown) => {
    expect(placementOf(thrown).kind).toBe("unknown");
  });
});

describe("placeOnce", () => {
  const request = { model_id: "agent", phone: "+14155550123", name: "Ada" };

  it("asks for one try within its time", async () => {
    const seen: unknown[] = [];
    const calls = {
      create: async (...given: unknown[]) => {
        seen.push(given);
        return { call_id: "call-1" } as never;
      },
      list: () => [] as never,
    };
    expect(await placeOnce({ calls }, request, 5000)).toEqual({ kind: "placed", callId: "call-1" });
    expect(seen).toEqual([[request, { retries: 0, timeoutMs: 5000 }]]);
  });

  it("does not know what became of a call that got no id", async () => {
    const calls = { create: async () => ({ call_id: "" }) as never, list: () => [] as never };
    expect((await placeOnce({ calls }, request, 5000)).kind).toBe("unknown");
  });
});
