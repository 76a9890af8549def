import { describe, expect, it } from "vitest";
import { CALL, callees, openDesk } from "./desk.js";
import { showing } from "./showing.js";

const MINUTE = 60_000;

describe("verifying", () => {
  it("finds what matches, what differs, what has no record yet and what is not ours", async () => {
    const desk = await openDesk();
    const name = await desk.importList(callees(3));
    await desk.dialer.campaigns.run(name);
    const headers = { authorization: `Bearer ${desk.sandbox.apiKey}`, "content-type": "application/json" };
    const body = JSON.stringify({ model_id: desk.sandbox.agentId, phone: "+14155550199", name: "Eve" });
    await fetch(`${desk.sandbox.url}/calls`, { method: "POST", headers, body });
    // What the agent does hours later has nothing to do with the campaign.
    desk.passTime(120 * MINUTE);
    await fetch(`${desk.sandbox.url}/calls`, { method: "POST", headers, body });
    expect(await desk.dialer.verify()).toMatchObject({
      matches: 3,
      different: [],
      withoutRecord: [],
      unknownCalls: [{ callId: desk.sandbox.calls[3]?.callId, agentId: desk.sandbox.agentId }],
    });
  });

  it("takes no call for somebody else's that may be of an attempt whose outcome is unknown", async () => {
    const desk = await openDesk({ echoVariables: false }, { graceMs: 60_000 });
    await desk.dialer.call({ phone: "+12125550124", name: "Bo" });
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "after-handling" });
    expect((await desk.dialer.call(CALL)).state).toBe("unknown");
    expect(desk.sandbox.calls).toHaveLength(2);
    expect(await desk.dialer.verify()).toMatchObject({ matches: 1, unknownCalls: [] });
  });

  it("takes what a record does not say yet for no difference, and for no match either", async () => {
    const desk = await openDesk();
    const call = await desk.dialer.call(CALL);
    if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
    const blank = { phone_number_from: "", agent_phone_number: null };
    const reader = desk.another({ client: showing(desk, call.callId, blank) });
    expect(await reader.verify()).toMatchObject({
      matches: 0,
      different: [],
      withoutRecord: [{ verdict: "no_record", callId: call.callId }],
    });
  });

  it("says so when the vendor has no record yet", async () => {
    const desk = await openDesk({ listDelayMs: 600_000 });
    await desk.dialer.call(CALL);
    expect(await desk.dialer.verify()).toMatchObject({
      matches: 0,
      withoutRecord: [{ verdict: "no_record" }],
    });
  });
});
