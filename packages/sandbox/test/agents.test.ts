import { describe, expect, it } from "vitest";
import { SEEDED } from "../src/index.js";
import { at, startTestSandbox } from "./support/test-sandbox.js";

const NEW_AGENT = {
  type: "outbound",
  name: "Autumn renewals",
  agent: { prompt: "Be brief.", voice_id: "anna" },
};

describe("list-assistant", () => {
  it("lists the seeded agents with their pools, oldest first", async () => {
    const { send } = await startTestSandbox();
    const { status, body } = await send("GET", "/assistants/");
    expect(status).toBe(200);
    const agents = at(body, "response", "assistants") as {
      model_id: string;
      attached_phone_numbers: unknown[];
    }[];
    expect(agents.map((agent) => [agent.model_id, agent.attached_phone_numbers.length])).toEqual([
      [SEEDED.agentId, 40],
      [SEEDED.sharingAgentId, 5],
      [SEEDED.emptyAgentId, 0],
      [SEEDED.inboundAgentId, 1],
    ]);
    expect(at(body, "response", "pagination")).toEqual({ total_records: 4, limit: 20, offset: 0 });
  });

  it("gives the page that is asked for, and an empty one past the end", async () => {
    const { send } = await startTestSandbox();
    const page = await send("GET", "/assistants/?limit=1&offset=2");
    expect(page.body).toMatchObject({
      response: {
        assistants: [{ model_id: SEEDED.emptyAgentId }],
        pagination: { total_records: 4, limit: 1, offset: 2 },
      },
    });
    const beyond = await send("GET", "/assistants/?offset=9");
    expect(at(beyond.body, "response", "assistants")).toEqual([]);
  });

  it("is documented with a slash at its end, and has no other spelling", async () => {
    const { send } = await startTestSandbox();
    expect(await send("GET", "/assistants")).toMatchObject({ status: 404, body: { detail: "Not Found" } });
  });
});

describe("get-assistant", () => {
  it("answers a list of the one agent", async () => {
    const { send } = await startTestSandbox();
    const { body } = await send("GET", `/assistants/${SEEDED.agentId}`);
    expect(body).toMatchObject({
      status: "ok",
      response: {
        assistants: [
          {
            model_id: SEEDED.agentId,
            type: "outbound",
            phone_number: "+16286666348",
            agent: { prompt: expect.any(String), llm: expect.any(String) },
          },
        ],
        pagination: { total_records: 1, limit: 20, offset: 0 },
      },
    });
    expect(at(body, "response", "assistants", 0, "attached_phone_numbers", 0)).toEqual({
      number: "+16286666348",
      sid: "PN9c8dba0c87f9173af8054d3ccedb8afd",
      slug: "16286666348",
    });
  });

  it("adds the actions when asked", async () => {
    const { send } = await startTestSandbox();
    const { body } = await send("GET", `/assistants/${SEEDED.agentId}?include_actions=true`);
    expect(at(body, "response", "assistants", 0, "actions")).toEqual([]);
  });

  it.each(["GET", "PUT", "DELETE"])("%s of an unknown agent is 404", async (method) => {
    const { send } = await startTestSandbox();
    const answer = await send(method, "/assistants/nobody", method === "PUT" ? {} : undefined);
    expect(answer).toMatchObject({ status: 404, body: { detail: { description: "Assistant not found" } } });
  });
});

describe("create-assistant", () => {
  it("makes an agent with an empty pool", async () => {
    const { send } = await startTestSandbox();
    const created = await send("POST", "/assistants", NEW_AGENT);
    expect(created.body).toEqual({
      status: "success",
      response: { model_id: expect.any(String), details: { phone: null, voice: "anna" } },
    });
    const read = await send("GET", `/assistants/${at(created.body, "response", "model_id")}`);
    expect(at(read.body, "response", "assistants", 0)).toMatchObject({
      name: "Autumn renewals",
      phone_number: null,
      attached_phone_numbers: [],
    });
  });

  it("puts the agent's own number into its pool", async () => {
    const { sandbox, send } = await startTestSandbox();
    const created = await send("POST", "/assistants", { ...NEW_AGENT, phone_number: "+12131231214" });
    const agentId = String(at(created.body, "response", "model_id"));
    expect(sandbox.workspace.poolOf(agentId).map(({ slug }) => slug)).toEqual(["12131231214"]);
  });

  it("refuses a number that the workspace does not have", async () => {
    const { sandbox, send } = await startTestSandbox();
    const answer = await send("POST", "/assistants", { ...NEW_AGENT, phone_number: "+14155550199" });
    expect(answer).toMatchObject({ status: 400, body: { detail: { category: "validation" } } });
    expect(sandbox.workspace.agents).toHaveLength(4);
  });

  it("refuses an inbound agent the number that another one answers on", async () => {
    const { sandbox, send } = await startTestSandbox();
    const [line] = sandbox.workspace.poolOf(SEEDED.inboundAgentId);
    const answer = await send("POST", "/assistants", {
      ...NEW_AGENT,
      type: "inbound",
      phone_number: line?.number,
    });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.text).toContain("already serves another inbound assistant");
  });
});

describe("update-assistant", () => {
  it("changes what is given and leaves the rest", async () => {
    const { send } = await startTestSandbox();
    const change = { name: "Summer renewals", agent: { prompt: "Be kind." }, phone_number: "+12131231214" };
    const updated = await send("PUT", `/assistants/${SEEDED.agentId}`, change);
    expect(updated).toMatchObject({ status: 200, body: { status: "ok" } });
    const { body } = await send("GET", `/assistants/${SEEDED.agentId}`);
    const agent = at(body, "response", "assistants", 0);
    expect(agent).toMatchObject({
      name: "Summer renewals",
      phone_number: "+12131231214",
      is_recording: true,
      agent: { prompt: "Be kind.", llm: "gpt-4.1" },
    });
    expect(at(agent, "attached_phone_numbers")).toHaveLength(41);
  });

  it("moves an inbound agent to its new line", async () => {
    const { sandbox, send } = await startTestSandbox();
    await send("PUT", `/assistants/${SEEDED.inboundAgentId}`, { phone_number: "+12131231214" });
    expect(sandbox.workspace.poolOf(SEEDED.inboundAgentId).map(({ slug }) => slug)).toEqual(["12131231214"]);
  });
});

describe("delete-assistant", () => {
  it("deletes the agent and leaves its numbers", async () => {
    const { sandbox, send } = await startTestSandbox();
    const before = sandbox.workspace.numbers.length;
    const answer = await send("DELETE", `/assistants/${SEEDED.agentId}`);
    expect(answer.body).toEqual({ status: "success", response: { answer: "Assistant deleted" } });
    expect((await send("GET", `/assistants/${SEEDED.agentId}`)).status).toBe(404);
    expect(sandbox.workspace.numbers).toHaveLength(before);
  });
});
