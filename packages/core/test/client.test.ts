import { describe, expect, it } from "vitest";
import { type Client, createClient, type RequestOptions } from "../src/index.js";
import { agent, agentId, call, callBody, callId, done, ROWS, workspace } from "./support/every-method.js";
import { recordingFetch } from "./support/recording-fetch.js";

const apiKey = "sk_test_0123456789";
function clientOf(...answers: readonly unknown[]) {
  const { sent, fetch } = recordingFetch(...answers);
  return { sent, client: createClient({ apiKey, baseUrl: "http://127.0.0.1:1/v2", fetch }) };
}

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

  it("that are missing altogether are told like any other", async () => {
    const { client, sent } = clientOf(done);
    const missing = undefined as never;
    await expect(client.calls.create(missing)).rejects.toMatchObject({ option: "model_id" });
    await expect(client.numbers.get("1", missing)).rejects.toMatchObject({ option: "workspace" });
    await expect(client.agents.attachPhoneNumbers("a", missing)).rejects.toMatchObject({
      option: "phone_numbers",
    });
    expect(() => client.calls.list(missing)).toThrow(/model_id/);
    expect(() => client.numbers.list(missing)).toThrow(/workspace/);
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

  it.each([
    ["a controller in the place of its signal", new AbortController()],
    ["text", "abort"],
  ])("a signal cannot be %s: nothing is sent, and no timer is left", async (_, signal) => {
    const { client, sent } = clientOf(done);
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const before = timers();
    const options = { signal } as unknown as RequestOptions;
    const refusal = { code: "config_invalid", option: "signal" };
    await expect(client.calls.create(callBody, options)).rejects.toMatchObject(refusal);
    await expect(client.agents.get(agentId, {}, options)).rejects.toMatchObject(refusal);
    expect(timers()).toBe(before);
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

  it("has a raw one, typed and authorised, that neither tries again nor throws for a refusal", async () => {
    const refusal = Response.json({ detail: "Sorry." }, { status: 503 });
    const { client, sent } = clientOf(done, refusal);
    const { data } = await client.raw.GET("/numbers", { params: { query: { workspace } } });
    expect(data).toEqual(done);
    const body = { model_id: agentId, phone: "+14155550123", name: "Ann" };
    const { error, response } = await client.raw.POST("/calls", { body });
    expect(error).toEqual({ detail: "Sorry." });
    expect(response.status).toBe(503);
    const authorization = `Bearer ${apiKey}`;
    expect(sent).toMatchObject([
      { authorization, method: "GET", target: `/v2/numbers?workspace=${workspace}` },
      { authorization, method: "POST", target: "/v2/calls", body },
    ]);
  });

  it("refuses a bad number of retries, and a bad total, of one request", async () => {
    const { client, sent } = clientOf(done);
    await expect(client.agents.get(agentId, {}, { retries: -1 })).rejects.toMatchObject({
      option: "retries",
    });
    await expect(client.calls.create(callBody, { maxTotalMs: 0 })).rejects.toMatchObject({
      option: "maxTotalMs",
    });
    expect(sent).toEqual([]);
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
