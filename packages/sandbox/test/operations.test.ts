import { describe, expect, it } from "vitest";
import { SEEDED } from "../src/index.js";
import { testSandbox } from "./support.js";

const AGENT = SEEDED.agentId;
const POOL = `/assistants/${AGENT}/phone_numbers`;
const CALL = { model_id: AGENT, phone: "+14155550123", name: "John Doe", from_phone_number: "+16286666348" };
const attached = async (
  sandbox: Awaited<ReturnType<typeof testSandbox>>,
  agentId: string = AGENT,
): Promise<string[]> => {
  const { body } = await sandbox.request("GET", `/assistants/${agentId}`);
  const [agent] = (
    body.response as unknown as { assistants: { attached_phone_numbers: { slug: string }[] }[] }
  ).assistants;
  return agent?.attached_phone_numbers.map(({ slug }) => slug) ?? [];
};

describe("the vendor's guide on number pooling", () => {
  it("gets the documented answer for each of its requests", async () => {
    const sandbox = await testSandbox();
    const { body } = await sandbox.request("GET", `/assistants/${AGENT}`);
    expect(JSON.stringify(body)).toContain(
      '{"number":"+16286666348","sid":"PN9c8dba0c87f9173af8054d3ccedb8afd","slug":"16286666348"}',
    );
    expect(
      await sandbox.request("PUT", POOL, { phone_numbers: ["+16286666348", "+12131231214"] }),
    ).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(
      await sandbox.request("PUT", POOL, { phone_number_slugs: ["16286666348", "1231242151"] }),
    ).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await sandbox.request("POST", "/calls", CALL)).toMatchObject({
      status: 200,
      body: { status: "ok", response: { call_id: expect.any(String) } },
    });
    expect(await sandbox.request("DELETE", `${POOL}/16286666348`)).toMatchObject({
      status: 200,
      text: '{"status":"ok"}',
    });
    expect(await attached(sandbox)).toEqual(expect.arrayContaining(["12131231214", "1231242151"]));
    expect(await attached(sandbox)).not.toContain("16286666348");
  });

  it("is served behind the printed base URL too, with its version prefix doubled", async () => {
    const sandbox = await testSandbox();
    expect(await sandbox.request("GET", `/v2/assistants/${AGENT}`)).toMatchObject({ status: 200 });
  });
});

describe("agents", () => {
  it("are created, listed, changed and deleted", async () => {
    const sandbox = await testSandbox();
    const created = await sandbox.request("POST", "/assistants", {
      type: "outbound",
      name: "New",
      agent: { prompt: "Hi" },
    });
    const { model_id: id } = created.body.response as unknown as { model_id: string };
    expect(await sandbox.request("PUT", `/assistants/${id}`, { name: "Newer" })).toMatchObject({
      status: 200,
      text: '{"status":"ok"}',
    });
    const read = await sandbox.request("GET", `/assistants/${id}`);
    expect(read.body.response).toMatchObject({
      assistants: [{ model_id: id, name: "Newer", attached_phone_numbers: [] }],
      pagination: { total_records: 1 },
    });
    expect((await sandbox.request("GET", "/assistants/?limit=2&offset=4")).body.response).toMatchObject({
      assistants: [{ model_id: id }],
      pagination: { total_records: 5, limit: 2, offset: 4 },
    });
    expect(await sandbox.request("DELETE", `/assistants/${id}`)).toMatchObject({
      status: 200,
      body: { response: { answer: expect.any(String) } },
    });
    expect(await sandbox.request("GET", `/assistants/${id}`)).toMatchObject({
      status: 404,
      body: { detail: { description: "Assistant not found" } },
    });
  });

  it("take a pool of forty numbers from the start, one of them toll-free and some from abroad", async () => {
    const slugs = await attached(await testSandbox());
    expect(new Set(slugs).size).toBe(40);
    expect(slugs).toEqual(expect.arrayContaining(["18005550142", "442079460142", "14165550142"]));
  });
});

describe("pools", () => {
  it.each([
    ["both forms at once", { phone_numbers: ["+16286666348"], phone_number_slugs: ["16286666348"] }, 400],
    ["neither form", {}, 422],
    ["an empty list", { phone_numbers: [] }, 422],
    ["a number nobody owns", { phone_numbers: ["+14155550100"] }, 404],
    ["a slug nobody owns", { phone_number_slugs: ["nope"] }, 404],
  ])("refuse %s", async (_, body, status) => {
    const sandbox = await testSandbox();
    expect(await sandbox.request("PUT", POOL, body)).toMatchObject({ status });
    expect(await attached(sandbox)).toHaveLength(40);
  });

  it("attach all of a list or nothing, and the same number only once", async () => {
    const sandbox = await testSandbox();
    await sandbox.request("PUT", POOL, { phone_numbers: ["+12131231214", "+14155550100"] });
    await sandbox.request("PUT", POOL, { phone_numbers: ["+16286666348"] });
    expect(await attached(sandbox)).toHaveLength(40);
  });

  it("tell a number that is not attached from one that does not exist", async () => {
    const sandbox = await testSandbox();
    expect(await sandbox.request("DELETE", `${POOL}/12131231214`)).toMatchObject({ status: 400 });
    expect(await sandbox.request("DELETE", `${POOL}/nope`)).toMatchObject({ status: 404 });
  });

  it("share numbers between outbound agents", async () => {
    const sandbox = await testSandbox();
    const shared = await attached(sandbox, SEEDED.sharingAgentId);
    expect(await attached(sandbox)).toEqual(expect.arrayContaining(shared));
    await sandbox.request("DELETE", `${POOL}/${shared[0]}`);
    expect(await attached(sandbox, SEEDED.sharingAgentId)).toEqual(shared);
  });
});

describe("numbers", () => {
  const inWorkspace = (path: string) =>
    `${path}${path.includes("?") ? "&" : "?"}workspace=${SEEDED.workspaceId}`;

  it("are listed, read flat, changed and given up", async () => {
    const sandbox = await testSandbox();
    const list = await sandbox.request("GET", inWorkspace("/numbers?limit=1"));
    expect(list.body.response).toMatchObject({
      phone_numbers: [{ number: "+16286666348", is_available: true }],
      pagination: { total_records: 44, limit: 1 },
    });
    await sandbox.request("PATCH", "/numbers/16286666348", {
      friendly_name: "San Francisco",
      trunk_pwd: "hush",
    });
    const read = await sandbox.request("GET", inWorkspace("/numbers/16286666348"));
    expect(read.body).toMatchObject({
      slug: "16286666348",
      friendly_name: "San Francisco",
      assistants: expect.arrayContaining([AGENT]),
    });
    expect(read.text).not.toContain("hush");
    expect(await sandbox.request("DELETE", "/numbers/16286666348")).toMatchObject({ status: 200 });
    expect(await attached(sandbox)).not.toContain("16286666348");
    expect(await sandbox.request("GET", inWorkspace("/numbers/16286666348"))).toMatchObject({ status: 404 });
  });

  it("of one's own carrier join the inventory", async () => {
    const sandbox = await testSandbox({ enabledProviders: ["custom", "twilio"] });
    const custom = {
      workspace_id: SEEDED.workspaceId,
      phone_number: "+14155550177",
      provider_name: "twilio",
    };
    expect(await sandbox.request("POST", "/custom-numbers", custom)).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ["body", "termination_uri"] }] },
    });
    expect(
      await sandbox.request("POST", "/custom-numbers", { ...custom, provider_name: "zoom" }),
    ).toMatchObject({ status: 403 });
    expect(
      await sandbox.request("POST", "/custom-numbers", { ...custom, provider_name: "nobody" }),
    ).toMatchObject({ status: 422 });
    const whole = { ...custom, termination_uri: "sip.example.com" };
    expect(await sandbox.request("POST", "/custom-numbers", whole)).toMatchObject({
      status: 200,
      body: { response: { phone_number: "+14155550177" } },
    });
    expect(await sandbox.request("POST", "/custom-numbers", whole)).toMatchObject({ status: 400 });
    expect(await sandbox.request("PUT", POOL, { phone_numbers: ["+14155550177"] })).toMatchObject({
      status: 200,
    });
  });

  it("belong to one workspace", async () => {
    const sandbox = await testSandbox();
    expect(await sandbox.request("GET", "/numbers?workspace=another")).toMatchObject({ status: 403 });
    expect(await sandbox.request("GET", "/numbers")).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ["query", "workspace"] }] },
    });
  });
});

describe("calls", () => {
  it("go through their life and are read alone and in a list", async () => {
    const sandbox = await testSandbox({ outcomes: { completed: 1 } });
    const { body } = await sandbox.request("POST", "/calls", {
      ...CALL,
      custom_variables: [{ key: "plan", value: "team" }],
    });
    const { call_id: id } = body.response as unknown as { call_id: string };
    const read = async () =>
      (await sandbox.request("GET", `/calls/${id}`)).body.response as unknown as {
        calls: Record<string, unknown>[];
      };
    expect((await read()).calls).toMatchObject([
      {
        call_id: id,
        status: "pending",
        phone_number_from: "+16286666348",
        prompt_variables: { plan: "team" },
      },
    ]);
    sandbox.advance(2_000);
    expect((await read()).calls).toMatchObject([{ status: "ringing" }]);
    sandbox.advance(20_000);
    expect((await read()).calls).toMatchObject([{ status: "in-progress" }]);
    sandbox.advance(120_000);
    expect((await read()).calls).toMatchObject([
      { status: "completed", end_call_reason: "human_ended_call" },
    ]);
    const { response } = (await sandbox.request("GET", `/calls?model_id=${AGENT}`)).body;
    expect(response).toMatchObject({
      calls: [{ call_id: id, call_status: "completed", agent_phone_number: "+16286666348" }],
      pagination: { total_records: 1, limit: 20, offset: 0 },
    });
    expect(JSON.stringify(response)).not.toContain('"status":');
  });

  it.each([
    [
      "from a number that is not attached",
      { from_phone_number: "+12131231214" },
      400,
      /\+12131231214 is not attached/,
    ],
    ["to something that is no number", { phone: "call me" }, 400, /Invalid phone number/],
    ["without a callee", { phone: undefined }, 422, /field required/],
    ["by an inbound agent", { model_id: SEEDED.inboundAgentId }, 400, /inbound/],
    [
      "by an agent without numbers",
      { model_id: SEEDED.emptyAgentId, from_phone_number: undefined },
      400,
      /no phone number/,
    ],
    ["by nobody", { model_id: "nope" }, 404, /Assistant not found/],
  ])("are refused %s", async (_, change, status, message) => {
    const sandbox = await testSandbox();
    const answer = await sandbox.request("POST", "/calls", { ...CALL, ...change });
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(message);
    expect(sandbox.calls).toHaveLength(0);
  });

  it("come from the agent's own number when none is asked for", async () => {
    const sandbox = await testSandbox();
    await sandbox.request("POST", "/calls", { ...CALL, from_phone_number: undefined });
    expect(sandbox.calls[0]?.from).toBe("+16286666348");
  });

  it("are filtered by time, callee, status and length", async () => {
    const sandbox = await testSandbox({ outcomes: { completed: 1 }, clockOffsetMs: 3_600_000 });
    await sandbox.request("POST", "/calls", CALL);
    sandbox.advance(600_000);
    await sandbox.request("POST", "/calls", { ...CALL, phone: "+14155550124" });
    const [first, second] = sandbox.calls;
    const found = async (query: string) => {
      const { response } = (await sandbox.request("GET", `/calls?model_id=${AGENT}&${query}`)).body;
      return (response as unknown as { calls: { call_id: string }[] }).calls.map((call) => call.call_id);
    };
    expect(await found("")).toEqual([second?.callId, first?.callId]);
    expect(await found("lead_phone_number=%2B14155550123")).toEqual([first?.callId]);
    expect(await found("call_status=completed")).toEqual([first?.callId]);
    expect(await found("duration_min=1")).toEqual([first?.callId]);
    expect(await found("duration_max=1")).toEqual([second?.callId]);
    expect(await found("limit=1&offset=1")).toEqual([first?.callId]);
    // Its clock is an hour ahead, and so are its dates.
    const start = Date.parse("2026-11-24T16:00:00Z");
    expect(await found(`to_date=${start + 1000}`)).toEqual([first?.callId]);
    expect(await found(`from_date=${start + 1000}`)).toEqual([second?.callId]);
  });

  it("show in the list only after a while, if so asked", async () => {
    const sandbox = await testSandbox({ listDelayMs: 5_000 });
    await sandbox.request("POST", "/calls", CALL);
    const total = async () => (await sandbox.request("GET", `/calls?model_id=${AGENT}`)).text;
    sandbox.advance(4_999);
    expect(await total()).toContain('"total_records":0');
    sandbox.advance(1);
    expect(await total()).toContain('"total_records":1');
  });

  it("keep their variables to themselves, if so asked", async () => {
    const sandbox = await testSandbox({ echoVariables: false });
    await sandbox.request("POST", "/calls", { ...CALL, custom_variables: [{ key: "plan", value: "team" }] });
    expect((await sandbox.request("GET", `/calls/${sandbox.calls[0]?.callId}`)).text).not.toContain("team");
  });

  it("over a limit are answered 429 with a time to wait", async () => {
    const sandbox = await testSandbox({
      callStartsPerSecond: 2,
      maxConcurrentCalls: 3,
      outcomes: { completed: 1 },
    });
    const place = async () => await sandbox.request("POST", "/calls", CALL);
    expect([(await place()).status, (await place()).status]).toEqual([200, 200]);
    const third = await place();
    expect(third).toMatchObject({ status: 429, body: { detail: { category: "rate_limit" } } });
    expect(third.headers.get("Retry-After")).toBe("1");
    sandbox.advance(1_000);
    expect((await place()).status).toBe(200);
    sandbox.advance(1_000);
    expect((await place()).text).toContain("Concurrency limit of 3");
    sandbox.advance(600_000);
    expect((await place()).status).toBe(200);
    expect(sandbox.calls).toHaveLength(4);
  });

  it("over a limit wait their turn, if so asked", async () => {
    const sandbox = await testSandbox({ callStartsPerSecond: 1, overLimit: "queue" });
    for (let index = 0; index < 3; index++) await sandbox.request("POST", "/calls", CALL);
    const starts = sandbox.calls.map((call) => call.timeline.startsAt);
    expect(starts.map((at) => at - (starts[0] ?? 0))).toEqual([0, 1_000, 2_000]);
  });
});
