import { describe, expect, it } from "vitest";
import { type Client, createClient } from "../src/index.js";
import { recordingFetch } from "./support/recording-fetch.js";

const apiKey = "sk_test_0123456789";
const agentId = "0ae2859d-c25c-4d56-a9f3-809387b725ce";
const callId = "7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77";
const workspace = "5f0c1f0e-7a52-4c4e-9d5d-3f8f6c1f0a11";
const odd = "a/b c?d#é+%2F";
const oddInPath = "a%2Fb%20c%3Fd%23%C3%A9%2B%252F";

const agent = {
  model_id: agentId,
  name: "Spring renewals",
  attached_phone_numbers: [{ number: "+16286666348", sid: null, slug: "16286666348" }],
};
const listItem = { number: "+16286666348", sid: null, is_available: true };
const number = { slug: "16286666348", phone_number: "+16286666348", friendly_name: null };
const call = { call_id: callId, status: "completed", phone_number_from: "+16286666348" };
const callBody = {
  model_id: agentId,
  phone: "+14155550123",
  name: "John Doe",
  from_phone_number: "+16286666348",
  custom_variables: [{ key: "plan", value: "gold" }],
};
const customNumber = {
  workspace_id: workspace,
  phone_number: "+14155550123",
  provider_name: "custom",
  termination_uri: "sip.example.com",
} as const;
const newAgent = {
  type: "outbound",
  name: "Spring renewals",
  agent: { prompt: "You call.", newer_field: 1 },
};
const pagination = { total_records: 1, limit: 20, offset: 0 };
const done = { status: "ok" };

function clientOf(...answers: readonly unknown[]) {
  const { sent, fetch } = recordingFetch(...answers);
  return { sent, client: createClient({ apiKey, baseUrl: "http://127.0.0.1:1/v2", fetch }) };
}

interface Row {
  readonly name: string;
  readonly run: (client: Client) => Promise<unknown>;
  readonly method: string;
  readonly target: string;
  readonly body?: unknown;
  readonly answer: unknown;
  readonly result: unknown;
}

const ROWS: readonly Row[] = [
  {
    name: "agents.list",
    run: (client) => client.agents.list().toArray(),
    method: "GET",
    target: "/v2/assistants/?limit=100&offset=0",
    answer: { status: "ok", response: { assistants: [agent], pagination } },
    result: [agent],
  },
  {
    name: "agents.create",
    run: (client) => client.agents.create(newAgent),
    method: "POST",
    target: "/v2/assistants",
    body: newAgent,
    answer: { status: "success", response: { model_id: agentId, details: { phone: null, voice: null } } },
    result: { model_id: agentId, details: { phone: null, voice: null } },
  },
  {
    name: "agents.get",
    run: (client) => client.agents.get(odd),
    method: "GET",
    target: `/v2/assistants/${oddInPath}`,
    answer: { status: "ok", response: { assistants: [agent], pagination } },
    result: agent,
  },
  {
    name: "agents.update",
    run: (client) => client.agents.update(odd, { name: "Summer renewals" }),
    method: "PUT",
    target: `/v2/assistants/${oddInPath}`,
    body: { name: "Summer renewals" },
    answer: done,
    result: done,
  },
  {
    name: "agents.delete",
    run: (client) => client.agents.delete(odd),
    method: "DELETE",
    target: `/v2/assistants/${oddInPath}`,
    answer: { status: "success", response: { answer: "Assistant deleted" } },
    result: { answer: "Assistant deleted" },
  },
  {
    name: "agents.attachPhoneNumbers by number",
    run: (client) => client.agents.attachPhoneNumbers(odd, { phone_numbers: ["+16286666348"] }),
    method: "PUT",
    target: `/v2/assistants/${oddInPath}/phone_numbers`,
    body: { phone_numbers: ["+16286666348"] },
    answer: done,
    result: done,
  },
  {
    name: "agents.attachPhoneNumbers by slug",
    run: (client) => client.agents.attachPhoneNumbers(agentId, { phone_number_slugs: ["16286666348"] }),
    method: "PUT",
    target: `/v2/assistants/${agentId}/phone_numbers`,
    body: { phone_number_slugs: ["16286666348"] },
    answer: done,
    result: done,
  },
  {
    name: "agents.detachPhoneNumber",
    run: (client) => client.agents.detachPhoneNumber(agentId, odd),
    method: "DELETE",
    target: `/v2/assistants/${agentId}/phone_numbers/${oddInPath}`,
    answer: done,
    result: done,
  },
  {
    name: "numbers.list",
    run: (client) => client.numbers.list({ workspace, is_available: false, limit: 5, offset: 2 }).page(),
    method: "GET",
    target: `/v2/numbers?workspace=${workspace}&is_available=false&limit=5&offset=2`,
    answer: { status: "ok", response: { phone_numbers: [listItem], pagination } },
    result: { items: [listItem], pagination },
  },
  {
    name: "numbers.get",
    run: (client) => client.numbers.get(odd, { workspace }),
    method: "GET",
    target: `/v2/numbers/${oddInPath}?workspace=${workspace}`,
    answer: number,
    result: number,
  },
  {
    name: "numbers.update",
    run: (client) => client.numbers.update(odd, { friendly_name: "San Francisco" }),
    method: "PATCH",
    target: `/v2/numbers/${oddInPath}`,
    body: { friendly_name: "San Francisco" },
    answer: done,
    result: done,
  },
  {
    name: "numbers.delete",
    run: (client) => client.numbers.delete(odd),
    method: "DELETE",
    target: `/v2/numbers/${oddInPath}`,
    answer: done,
    result: done,
  },
  {
    name: "numbers.createCustom",
    run: (client) => client.numbers.createCustom(customNumber),
    method: "POST",
    target: "/v2/custom-numbers",
    body: customNumber,
    answer: { status: "success", response: { key: workspace, phone_number: "+14155550123" } },
    result: { key: workspace, phone_number: "+14155550123" },
  },
  {
    name: "calls.create",
    run: (client) => client.calls.create(callBody),
    method: "POST",
    target: "/v2/calls",
    body: callBody,
    answer: { status: "ok", response: { answer: "Call placed", call_id: callId }, eta: 2 },
    result: { answer: "Call placed", call_id: callId, eta: 2 },
  },
  {
    name: "calls.list",
    run: (client) =>
      client.calls
        .list({
          model_id: agentId,
          lead_phone_number: "+14155550123",
          from_date: 1_795_480_000_000,
          limit: 10,
        })
        .page(),
    method: "GET",
    target: `/v2/calls?model_id=${agentId}&lead_phone_number=%2B14155550123&from_date=1795480000000&limit=10&offset=0`,
    answer: { status: "ok", response: { calls: [call] } },
    result: { items: [call] },
  },
  {
    name: "calls.get",
    run: (client) => client.calls.get(odd),
    method: "GET",
    target: `/v2/calls/${oddInPath}`,
    answer: { status: "ok", response: { calls: [call], pagination } },
    result: call,
  },
];

describe("every method", () => {
  it.each(ROWS)("$name sends its documented request and reads the documented answer", async (row) => {
    const { client, sent } = clientOf(row.answer);
    expect(await row.run(client)).toEqual(row.result);
    expect(sent).toEqual([
      {
        method: row.method,
        target: row.target,
        authorization: `Bearer ${apiKey}`,
        contentType: row.body === undefined ? null : "application/json",
        // A write is sent to the host that was named, or not at all.
        redirect: row.method === "GET" ? "follow" : "manual",
        body: row.body,
      },
    ]);
  });

  it.each(ROWS)("$name gives the refusal of a 404", async ({ run }) => {
    const { client, sent } = clientOf(Response.json({ detail: "Not Found" }, { status: 404 }));
    await expect(run(client)).rejects.toMatchObject({ name: "NotFoundError", code: "api_404", status: 404 });
    expect(sent).toHaveLength(1);
  });

  it.each(ROWS)("$name does not take an unreadable success for a result", async ({ run }) => {
    const { client, sent } = clientOf(new Response("<html>welcome</html>"));
    await expect(run(client)).rejects.toMatchObject({
      code: expect.stringMatching(/^(unexpected_response|call_outcome_unknown)$/),
    });
    expect(sent).toHaveLength(1);
  });

  const answersWithThings = ROWS.filter(({ answer, name }) => answer !== done && name !== "agents.delete");
  it.each(answersWithThings)(
    "$name does not take a success without its payload for a result",
    async ({ run }) => {
      const { client } = clientOf({ status: "ok", response: {} });
      await expect(run(client)).rejects.toMatchObject({
        code: expect.stringMatching(/^(unexpected_response|call_outcome_unknown)$/),
      });
    },
  );
});

describe("ids", () => {
  const runsWithId: readonly [string, (client: Client, id: string) => Promise<unknown>][] = [
    ["agents.get", (client, id) => client.agents.get(id)],
    ["agents.update", (client, id) => client.agents.update(id, {})],
    ["agents.delete", (client, id) => client.agents.delete(id)],
    [
      "agents.attachPhoneNumbers",
      (client, id) => client.agents.attachPhoneNumbers(id, { phone_numbers: ["1"] }),
    ],
    ["agents.detachPhoneNumber, agent", (client, id) => client.agents.detachPhoneNumber(id, "1")],
    ["agents.detachPhoneNumber, slug", (client, id) => client.agents.detachPhoneNumber(agentId, id)],
    ["numbers.get", (client, id) => client.numbers.get(id, { workspace })],
    ["numbers.update", (client, id) => client.numbers.update(id, {})],
    ["numbers.delete", (client, id) => client.numbers.delete(id)],
    ["calls.get", (client, id) => client.calls.get(id)],
  ];
  // "." and ".." are steps through a path: `/phone_numbers/..` would name the agent itself.
  const bad = ["", "  ", ".", "..", undefined as unknown as string];

  it.each(runsWithId.flatMap(([name, run]) => bad.map((id) => ({ name, id, run }))))(
    "$name refuses the id «$id» and sends nothing",
    async ({ id, run }) => {
      const { client, sent } = clientOf(done);
      let promise: Promise<unknown> | undefined;
      expect(() => {
        promise = run(client, id);
      }).not.toThrow();
      await expect(promise).rejects.toMatchObject({ code: "config_invalid" });
      expect(sent).toEqual([]);
    },
  );

  it("of a workspace or an agent to list by must not be empty", () => {
    const { client, sent } = clientOf(done);
    expect(() => client.numbers.list({ workspace: "" })).toThrow(/workspace/);
    expect(() => client.calls.list({ model_id: "" })).toThrow(/model_id/);
    expect(sent).toEqual([]);
  });

  it.each(["model_id", "phone", "name"])("a call needs %s", async (field) => {
    const { client, sent } = clientOf(done);
    await expect(client.calls.create({ ...callBody, [field]: "" })).rejects.toMatchObject({
      code: "config_invalid",
      option: field,
    });
    expect(sent).toEqual([]);
  });
});

describe("agents.attachPhoneNumbers", () => {
  it.each([
    ["both forms", { phone_numbers: ["+16286666348"], phone_number_slugs: ["16286666348"] }],
    ["neither form", {}],
    ["an empty list of numbers", { phone_numbers: [] }],
    ["an empty list of slugs", { phone_number_slugs: [] }],
    ["text for a list", { phone_numbers: "+16286666348" }],
  ])("refuses %s and sends nothing", async (_, numbers) => {
    const { client, sent } = clientOf(done);
    await expect(client.agents.attachPhoneNumbers(agentId, numbers as never)).rejects.toMatchObject({
      code: "config_invalid",
    });
    expect(sent).toEqual([]);
  });
});

describe("answers that differ from page to page of the vendor", () => {
  it.each([
    ["a list of one", { assistants: [agent] }],
    ["an object under its name", { assistants: agent }],
    ["a bare object", agent],
  ])("agents.get reads %s", async (_, response) => {
    const { client } = clientOf({ status: "ok", response });
    expect(await client.agents.get(agentId)).toEqual(agent);
  });

  it.each([
    ["a list of one", { calls: [call] }],
    ["a bare object", call],
  ])("calls.get reads %s", async (_, response) => {
    const { client } = clientOf({ status: "success", response });
    expect(await client.calls.get(callId)).toEqual(call);
  });

  it("agents.get asks for actions when told to", async () => {
    const { client, sent } = clientOf({ status: "ok", response: { assistants: [agent] } });
    await client.agents.get(agentId, { include_actions: true });
    expect(sent[0]?.target).toBe(`/v2/assistants/${agentId}?include_actions=true`);
  });

  it("calls.list goes through all pages", async () => {
    const page = (id: string, offset: number) => ({
      status: "ok",
      response: { calls: [{ call_id: id }], pagination: { total_records: 2, limit: 1, offset } },
    });
    const { client, sent } = clientOf(page("a", 0), page("b", 1));
    const ids: string[] = [];
    for await (const { call_id } of client.calls.list({ model_id: agentId, limit: 1 })) ids.push(call_id);
    expect(ids).toEqual(["a", "b"]);
    expect(sent.map(({ target }) => target)).toEqual([
      `/v2/calls?model_id=${agentId}&limit=1&offset=0`,
      `/v2/calls?model_id=${agentId}&limit=1&offset=1`,
    ]);
  });
});

describe("the client", () => {
  it("says where it sends to", () => {
    expect(createClient({ apiKey, region: "eu" }).baseUrl).toBe("https://api.eu.synthflow.ai/v2");
  });

  it("gives the authorised raw client", async () => {
    const { client, sent } = clientOf(done);
    const { data } = await client.raw.GET("/numbers", { params: { query: { workspace } } });
    expect(data).toEqual(done);
    expect(sent[0]).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      target: `/v2/numbers?workspace=${workspace}`,
    });
  });

  it("refuses a bad timeout of one request before anything is sent", async () => {
    const { client, sent } = clientOf(done);
    await expect(client.agents.get(agentId, {}, { timeoutMs: 0 })).rejects.toMatchObject({
      option: "timeoutMs",
    });
    await expect(client.calls.create(callBody, { timeoutMs: -1 })).rejects.toMatchObject({
      option: "timeoutMs",
    });
    expect(sent).toEqual([]);
  });
});
