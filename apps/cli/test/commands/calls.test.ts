import { describe, expect, it } from "vitest";
import { A, CALLEE } from "../support/calls.js";
import { useSandbox } from "../support/cli.js";

const sandbox = useSandbox({ speed: 1000 });

describe("calls", () => {
  it("list shows the records, and that there are more", async () => {
    const agentId = await sandbox.agentWith([A]);
    for (const phone of [CALLEE, "+12125550190", CALLEE]) {
      await sandbox.client().calls.create({ model_id: agentId, phone, name: "Ann", from_phone_number: A });
    }
    const all = await sandbox.cli(["calls", "list", "--agent", agentId, "--since", "1h"]);
    expect(all.stdout.trim().split("\n")).toHaveLength(4);
    expect(all.stdout).toMatch(/^Started \(UTC\) +Status +From +To +Seconds +Call\n/);
    const cut = await sandbox.cli(["calls", "list", "--agent", agentId, "--limit", "2"]);
    expect(cut.stdout).toContain("The first 2 calls; --limit shows more.");
    const to = await sandbox.cli(["calls", "list", "--agent", agentId, "--to", "+1 212 555 0190", "--json"]);
    expect(to.json()).toMatchObject({ calls: [{ callee: "+12125550190", callerId: A }], isCut: false });
  });

  it("show gives one record", async () => {
    const agentId = await sandbox.agentWith([A]);
    const { call_id: callId } = await sandbox
      .client()
      .calls.create({ model_id: agentId, phone: CALLEE, name: "Ann", from_phone_number: A });
    const { stdout } = await sandbox.cli(["calls", "show", callId]);
    expect(stdout).toContain(callId);
    expect(stdout).toMatch(/From +\+14155550101\nTo +\+14155550199\n/);
    expect((await sandbox.cli(["calls", "show", callId, "--json"])).json()).toMatchObject({
      callId,
      record: { call_id: callId },
    });
  });
});
