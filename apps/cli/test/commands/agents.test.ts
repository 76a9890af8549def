import { describe, expect, it } from "vitest";
import { useSandbox } from "../support/cli.js";

const sandbox = useSandbox();

describe("agents list", () => {
  it("shows every agent with its pool's size", async () => {
    const agentId = await sandbox.agentWith(["+14155550101", "+14155550102"], "Acme sales");
    const { exitCode, stdout, stderr } = await sandbox.cli(["agents", "list"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^Agent +Name +Type +Numbers\n/);
    expect(stdout).toMatch(new RegExp(`${agentId} +Acme sales +outbound +2\n`));
  });

  it("prints one JSON document with --json", async () => {
    const { json } = await sandbox.cli(["agents", "list", "--json"]);
    expect(json()).toMatchObject({
      version: 1,
      agents: expect.arrayContaining([expect.objectContaining({ type: "outbound" })]),
    });
  });
});

describe("agents show", () => {
  it.each(["argument", "flag", "configuration"])("takes the agent from the %s", async (from) => {
    const agentId = await sandbox.agentWith(["+14155550101"], "Acme sales");
    const args = { argument: [agentId], flag: ["--agent", agentId], configuration: [] }[from] ?? [];
    const { stdout } = await sandbox.cli(["agents", "show", ...args], { config: `agent: ${agentId}\n` });
    expect(stdout).toContain("Acme sales");
    expect(stdout).toContain("+14155550101");
  });

  it("does not let a name of the API's move the cursor", async () => {
    const agentId = await sandbox.agentWith([], "Acme\u001b[2J");
    expect((await sandbox.cli(["agents", "show", agentId])).stdout).toContain("Acme[2J");
  });

  it("says so when two agents are named", async () => {
    expect(await sandbox.cli(["agents", "show", "a", "--agent", "b"])).toMatchObject({ exitCode: 2 });
  });
});

it("numbers list shows the workspace's numbers and where they belong", async () => {
  await sandbox.agentWith(["+14155550109"]);
  const { exitCode, stdout } = await sandbox.cli(["numbers", "list", "--workspace", sandbox.workspaceId]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Number +SID +Area +Country +Available\n/);
  expect(stdout).toMatch(/\+14155550109 +custom +415 +US +yes\n/);
});

it("numbers list needs a workspace", async () => {
  expect(await sandbox.cli(["numbers", "list"])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("--workspace ID"),
  });
});
