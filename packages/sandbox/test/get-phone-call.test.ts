import { describe, expect, it } from "vitest";
import { SEEDED } from "../src/index.js";
import { FOREVER, readOne } from "./support/call-records.js";
import { START, startTestSandbox } from "./support/test-sandbox.js";

describe("get-phone-call", () => {
  it("shows a call in every phase of its life", async () => {
    const api = await startTestSandbox({ outcomes: { completed: 1 } });
    const placed = await api.place();
    const seen = new Set<unknown>();
    for (let second = 0; second < 240; second += 1) {
      seen.add((await readOne(api, placed)).status);
      api.advance(1_000);
    }
    expect([...seen]).toEqual(["pending", "ringing", "in-progress", "completed"]);
  });

  it("gives a single record with status, and all that is documented", async () => {
    const api = await startTestSandbox({ outcomes: { completed: 1 } });
    const variables = [{ key: "plan", value: "annual" }];
    const placed = await api.place({ custom_variables: variables, lead_timezone: "America/New_York" });
    api.advance(FOREVER);
    const record = await readOne(api, placed);
    expect(record).toMatchObject({
      model_id: SEEDED.agentId,
      status: "completed",
      type_of_call: "outbound",
      phone_number_from: "+16286666348",
      phone_number_to: "+14155550123",
      lead_phone_number: "+14155550123",
      name: "John Doe",
      lead_name: "John Doe",
      start_time: String(START),
      timezone: "America/New_York",
      end_call_reason: "human_ended_call",
      telephony_hangup: "callee",
      telephony_disconnect_reason: "callee_hangup",
      telephony_start: "2026-11-24T15:00:00.000Z",
      error_message: null,
      prompt_variables: { plan: "annual" },
    });
    expect(record).not.toHaveProperty("call_status");
    expect(record.duration).toBe(Math.round(Number(record.telephony_duration) / 1_000));
    expect(Number(record.telephony_ringing_duration)).toBeGreaterThan(0);
    expect(record.transcript).toContain("John Doe");
    expect(record.recording_url).toContain(String(record.call_id));
  });

  it("tells nothing of the end before it came", async () => {
    const api = await startTestSandbox({ outcomes: { failed: 1 } });
    expect(await readOne(api, await api.place())).toMatchObject({
      status: "pending",
      duration: null,
      end_call_reason: null,
      error_message: null,
      telephony_end: null,
    });
  });

  it("names the error of a failed call", async () => {
    const error = { code: 403, text: "Caller ID unauthorized" };
    const api = await startTestSandbox({ outcomeOf: () => ({ status: "failed", error }) });
    const placed = await api.place();
    api.advance(FOREVER);
    expect(await readOne(api, placed)).toMatchObject({
      status: "failed",
      error_message: "Telephony - 403 - Caller ID unauthorized",
      duration: 0,
    });
  });

  it("keeps variables to itself where they are not echoed", async () => {
    const api = await startTestSandbox({ echoVariables: false });
    const placed = await api.place({ custom_variables: [{ key: "plan", value: "annual" }] });
    expect(await readOne(api, placed)).toMatchObject({ prompt_variables: {} });
    expect(api.sandbox.calls[0]?.variables).toEqual({ plan: "annual" });
  });

  it("runs calls faster, with the lengths that they would have", async () => {
    const slow = await startTestSandbox({ outcomes: { completed: 1 } });
    const fast = await startTestSandbox({ outcomes: { completed: 1 }, speed: 20 });
    const placed = [await slow.place(), await fast.place()] as const;
    const [slowCall] = slow.sandbox.calls;
    const [fastCall] = fast.sandbox.calls;
    expect((fastCall?.endsAt ?? 0) - START).toBeCloseTo(((slowCall?.endsAt ?? 0) - START) / 20);
    slow.advance(FOREVER);
    fast.advance(FOREVER);
    expect((await readOne(fast, placed[1])).duration).toBe((await readOne(slow, placed[0])).duration);
  });

  it("answers 404 for an unknown call", async () => {
    const { send } = await startTestSandbox();
    expect(await send("GET", "/calls/nothing")).toMatchObject({
      status: 404,
      body: { detail: { description: "Call not found" } },
    });
  });
});
