import { describe, expect, it } from "vitest";
import { SEEDED } from "../src/index.js";
import { FOREVER, readOne } from "./support/call-records.js";
import { startTestSandbox } from "./support/test-sandbox.js";

describe("voice-call", () => {
  it("answers the call's id and when it is expected to ring", async () => {
    const { place } = await startTestSandbox();
    expect((await place()).body).toEqual({
      status: "ok",
      response: { answer: "Call placed", call_id: expect.any(String) },
      eta: expect.any(Number),
    });
  });

  it("calls from the number that is asked for", async () => {
    const { sandbox, place } = await startTestSandbox();
    await place({ from_phone_number: "+12125550103" });
    expect(sandbox.calls.map(({ from }) => from)).toEqual(["+12125550103"]);
  });

  it("calls from the agent's own number by default, and from the first attached if it has none", async () => {
    const { sandbox, send, place } = await startTestSandbox();
    await place();
    await send("DELETE", `/assistants/${SEEDED.agentId}/phone_numbers/16286666348`);
    await place();
    expect(sandbox.calls.map(({ from }) => from)).toEqual(["+16286666348", "+14155550100"]);
  });

  it.each([
    [
      "a caller ID of the workspace that is not attached",
      { from_phone_number: "+12131231214" },
      400,
      "+12131231214 is not attached",
    ],
    ["a caller ID of nobody", { from_phone_number: "+14155550199" }, 400, "+14155550199 is not attached"],
    ["an agent without numbers", { model_id: SEEDED.emptyAgentId }, 400, "no phone number attached"],
    ["an inbound agent", { model_id: SEEDED.inboundAgentId }, 400, "outbound assistants"],
    ["an unknown agent", { model_id: "nobody" }, 404, "Assistant not found"],
    ["a missing name", { name: undefined }, 422, "field required"],
    [
      "variables of the wrong shape",
      { custom_variables: [{ key: "plan" }] },
      422,
      '["body","custom_variables",0,"value"]',
    ],
  ])("refuses %s and places nothing", async (_, changes, status, text) => {
    const { sandbox, place } = await startTestSandbox();
    const answer = await place(changes);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
    expect(sandbox.calls).toEqual([]);
  });

  it("accepts a callee that is no number; the call fails on the line", async () => {
    const api = await startTestSandbox();
    const placed = await api.place({ phone: "not a number" });
    api.advance(FOREVER);
    expect(await readOne(api, placed)).toMatchObject({
      status: "failed",
      error_message: "Telephony - 400 - Invalid phone number",
    });
  });
});
