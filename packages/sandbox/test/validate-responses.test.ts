import { expect, it } from "vitest";
import { createSandbox, SEEDED } from "../src/index.js";

it("with validateResponses an answer that breaks the spec becomes a 500 and is kept", async () => {
  const sandbox = createSandbox({ validateResponses: true });
  const agent = sandbox.workspace.agent(SEEDED.agentId);
  if (agent === undefined) throw new Error("There is no seeded agent.");
  agent.settings = { ...agent.settings, is_recording: "always" as unknown as boolean };
  const headers = { authorization: `Bearer ${sandbox.apiKey}` };
  const answer = await sandbox.fetch("http://sandbox.test/v2/assistants/", { headers });
  expect(answer.status).toBe(500);
  expect(await answer.json()).toMatchObject({ error: "answer_breaks_spec" });
  expect(sandbox.violations).toEqual([expect.stringContaining("is_recording")]);
});
