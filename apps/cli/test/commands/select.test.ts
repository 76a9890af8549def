import { describe, expect, it } from "vitest";
import type { SelectData } from "../../src/commands/select.js";
import { A, B, CALLEE, useCalls } from "../support/calls.js";

const { sandbox, callsOf } = useCalls();

describe("select", () => {
  it("chooses and calls nobody", async () => {
    const agentId = await sandbox.agentWith([A, B], "Acme sales");
    const args = [
      "select",
      "--agent",
      agentId,
      "--phone",
      "(212) 555-0190",
      "--default-country",
      "US",
      "--policy",
      "localPresence",
    ];
    const { exitCode, stdout } = await sandbox.cli(args);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Agent +Acme sales\nCallee +\+12125550190\nCaller ID +\+12125550103\nWhy +same area code/,
    );
    expect(await callsOf(agentId)).toEqual([]);
  });

  it("gives number, link, reasons and sentence as JSON", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    const { json } = await sandbox.cli([
      "select",
      "--agent",
      agentId,
      "--phone",
      CALLEE,
      "--policy",
      "localPresence",
      "--json",
    ]);
    expect(json()).toMatchObject({
      version: 1,
      ok: true,
      callerId: A,
      link: "ac:415",
      reasons: { affinity: "none", skipped: [] },
      explanation: expect.stringContaining("same area code"),
    });
  });

  it("shows what was seen of each link and number with --explain", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    await sandbox
      .client()
      .calls.create({ model_id: agentId, phone: CALLEE, name: "Ann", from_phone_number: A });
    const config = `agent: ${agentId}\npolicy: { affinity: "off", route: { localPresence: [area-code, country, any] }, limits: { maxCallsPerDay: 1 } }\n`;
    const args = ["select", "--phone", "+14155550190", "--explain"];
    const { stdout } = await sandbox.cli(args, { config });
    expect(stdout).toMatch(/\nCaller ID +\+12125550103\nWhy +same country as the callee \(country:US\)/);
    expect(stdout).toMatch(/\nAffinity +none\nOrder +round-robin\n\nLink +Step +What was seen\n/);
    expect(stdout).toMatch(
      /\nac:415 +area code +its only number is at a limit; the next is free at \d{4}-[^\n]* UTC\n {2}\+14155550101 +at its daily limit, free at \d{4}-[^\n]* UTC\n/,
    );
    expect(stdout).toMatch(
      /\ncountry:US +country +chosen from here: 1 of 2 numbers free; [^\n]*\n {2}\+12125550103 +chosen\n/,
    );
    expect(stdout).toMatch(/\nany +any +not reached: 1 of 2 numbers free\n/);
    // One sentence says why; the rest is in the table.
    expect(stdout).not.toMatch(/Why .*not tried/);
  });

  it("gives what was seen as data with --explain --json", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    const args = ["select", "--agent", agentId, "--phone", "+14155550190", "--policy", "localPresence"];
    const { json } = await sandbox.cli([...args, "--explain", "--json"]);
    const { chain, reasons } = json() as unknown as SelectData;
    expect(chain?.[0]).toEqual({
      link: "ac:415",
      step: "area-code",
      outcome: "chosen",
      size: 1,
      free: 1,
      freeAt: null,
      numbers: [{ number: A, slug: A.slice(1), verdict: "chosen", freeAt: null }],
    });
    expect(chain?.at(-1)).toMatchObject({ link: "any", outcome: "not_reached", size: 2, free: 2 });
    expect(reasons).not.toHaveProperty("trace");
    expect((await sandbox.cli([...args, "--json"])).json()).not.toHaveProperty("chain");
  });

  it("routes by tags", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    const config = `agent: ${agentId}\npolicy: { route: { tags: [brand] } }\nnumbers:\n  ${A}: { tags: { brand: acme } }\n  ${B}: { tags: { brand: bolt } }\n`;
    const { json } = await sandbox.cli(["select", "--phone", CALLEE, "--tag", "brand=bolt", "--json"], {
      config,
    });
    expect(json()).toMatchObject({ callerId: B });
  });

  it("notes a configured number that is not attached", async () => {
    const agentId = await sandbox.agentWith([A]);
    const config = `agent: ${agentId}\nnumbers: { "${B}": { weight: 2 } }\n`;
    const { stderr } = await sandbox.cli(["select", "--phone", CALLEE], { config });
    expect(stderr).toBe(`Note: ${B} is configured and not attached to the agent; it is left out.\n`);
  });
});
