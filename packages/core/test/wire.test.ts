import { type Fault, type StartOptions, startSandbox } from "@dialpool/sandbox";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  type CallOutcomeUnknownError,
  type Client,
  createClient,
  isCallOutcomeUnknownError,
} from "../src/index.js";
import * as OPERATIONS from "../src/operations.js";

/** The fifteen methods over sockets, against an API that checks requests and answers by the spec. */
describe("over the wire, both sides checked against the spec", () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let client: Client;
  beforeAll(async () => {
    sandbox = await startSandbox({ validateResponses: true });
    client = createClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  });
  afterAll(() => sandbox.close());

  const phone = "+14155550123";

  it("an agent is made, changed, read, listed and deleted", async () => {
    const { model_id } = await client.agents.create({
      type: "outbound",
      name: "Spring renewals",
      agent: { prompt: "You call about a renewal." },
    });
    await client.agents.update(model_id, { name: "Summer renewals" });
    expect(await client.agents.get(model_id)).toMatchObject({ model_id, name: "Summer renewals" });
    const listed = await client.agents.list({ limit: 2 }).toArray();
    expect(listed.map((agent) => agent.model_id)).toContain(model_id);
    await client.agents.delete(model_id);
    await expect(client.agents.get(model_id)).rejects.toMatchObject({ code: "api_404" });
  });

  it("a number is brought, read, changed, listed, pooled, taken out and given up", async () => {
    const { agentId, workspaceId: workspace } = sandbox;
    await client.numbers.createCustom({
      workspace_id: workspace,
      phone_number: phone,
      provider_name: "custom",
      termination_uri: "sip.example.com",
    });
    await client.agents.attachPhoneNumbers(agentId, { phone_numbers: [phone] });
    const pool = (await client.agents.get(agentId)).attached_phone_numbers ?? [];
    const slug = pool.find(({ number }) => number === phone)?.slug ?? "";
    expect(slug).not.toBe("");
    await client.agents.attachPhoneNumbers(agentId, { phone_number_slugs: [slug] });
    await client.agents.detachPhoneNumber(agentId, slug);
    expect((await client.agents.get(agentId)).attached_phone_numbers).toHaveLength(pool.length - 1);

    await client.numbers.update(slug, { friendly_name: "Renewals" });
    expect(await client.numbers.get(slug, { workspace })).toMatchObject({ slug, friendly_name: "Renewals" });
    const listed = await client.numbers.list({ workspace, limit: 7 }).toArray();
    expect(listed.map(({ number }) => number)).toContain(phone);
    await client.numbers.delete(slug);
    await expect(client.numbers.get(slug, { workspace })).rejects.toMatchObject({ code: "api_404" });
  });

  it("a call is placed from a number of the pool, and its records say so", async () => {
    const { agentId: model_id } = sandbox;
    const pool = (await client.agents.get(model_id)).attached_phone_numbers ?? [];
    const from_phone_number = pool.at(-1)?.number ?? "";
    const { call_id } = await client.calls.create({ model_id, phone, name: "Ann", from_phone_number });
    expect(await client.calls.get(call_id)).toMatchObject({ call_id, phone_number_from: from_phone_number });
    const records = await client.calls.list({ model_id, lead_phone_number: phone }).toArray();
    expect(records).toMatchObject([{ call_id, phone_number_from: from_phone_number }]);
  });

  it("left no operation out, and no answer broke the spec", () => {
    const reached = new Set(sandbox.requests.map(({ operationId }) => operationId));
    expect([...reached].sort()).toEqual(
      Object.values(OPERATIONS)
        .map(({ id }) => id)
        .sort(),
    );
    expect(sandbox.violations).toEqual([]);
  });
});

/** What became of a call, learnt from an API that did act and did not say so. */
describe("a call of unknown outcome, looked up over the wire", () => {
  const callee = "+14155550199";
  const from_phone_number = "+16286666348";

  async function sandboxWith(fault: Partial<Fault>, options: StartOptions = {}) {
    const sandbox = await startSandbox({ validateResponses: true, ...options });
    onTestFinished(() => sandbox.close());
    const client = createClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
    sandbox.faults.next({ kind: "reset", operationId: "voice-call", ...fault });
    const place = (more = {}) =>
      client.calls
        .create({ model_id: sandbox.agentId, phone: callee, name: "Ann", from_phone_number, ...more })
        .catch((error: unknown) => error);
    return { sandbox, client, place };
  }

  it.each([
    ["reset", {}],
    ["truncated", { kind: "truncated" }],
    ["an empty body", { kind: "empty-body" }],
    ["a proxy's page", { kind: "html" }],
    ["500", { kind: "status" }],
  ] as const)("was placed, though its answer was %s", async (_, fault) => {
    const { sandbox, client, place } = await sandboxWith(fault);
    const error = (await place()) as CallOutcomeUnknownError;
    expect(isCallOutcomeUnknownError(error)).toBe(true);
    const [placed, ...more] = sandbox.calls;
    expect(more).toEqual([]);
    expect(await client.calls.reconcile(error.lookup)).toMatchObject({
      outcome: "placed",
      call: { call_id: placed?.callId },
    });
  });

  it("was not placed, and is absent", async () => {
    const { sandbox, client, place } = await sandboxWith({ when: "before-handling" });
    const error = (await place()) as CallOutcomeUnknownError;
    expect(sandbox.calls).toEqual([]);
    expect(await client.calls.reconcile(error.lookup)).toEqual({ outcome: "absent" });
  });

  it("stays unclear beside another to the same person from the same number", async () => {
    const { client, place } = await sandboxWith({});
    const error = (await place()) as CallOutcomeUnknownError;
    await place();
    const found = await client.calls.reconcile(error.lookup);
    expect(found).toMatchObject({ outcome: "unclear", candidates: [{}, {}] });
  });

  it.each([true, false])(
    "is told from another by its attempt id, if the API echoes it: %s",
    async (echoVariables) => {
      const { sandbox, client, place } = await sandboxWith({}, { echoVariables });
      const variable = (value: string) => ({ custom_variables: [{ key: "attempt_id", value }] });
      const error = (await place(variable("run-1/7"))) as CallOutcomeUnknownError;
      await place(variable("run-1/8"));
      const [lost] = sandbox.calls;
      const found = await client.calls.reconcile({ ...error.lookup, attemptId: "run-1/7" });
      if (echoVariables) expect(found).toMatchObject({ outcome: "placed", call: { call_id: lost?.callId } });
      else expect(found).toMatchObject({ outcome: "unclear" });
    },
  );

  it("is found on a later page", async () => {
    const { sandbox, client, place } = await sandboxWith({});
    const error = (await place()) as CallOutcomeUnknownError;
    for (let index = 0; index < 120; index++) {
      await client.calls.create({ model_id: sandbox.agentId, phone: "+14155550100", name: "Ann" });
    }
    expect(await client.calls.reconcile(error.lookup)).toMatchObject({ outcome: "placed" });
    const pages = sandbox.requests.filter(({ operationId }) => operationId === "list-calls");
    expect(pages.length).toBeGreaterThan(1);
  });

  it("needs an agent, a callee and an instant", async () => {
    const { sandbox, client } = await sandboxWith({});
    const lookup = { agentId: sandbox.agentId, phone: callee, since: 0 };
    for (const bad of [{ agentId: "" }, { phone: "" }, { since: Number.NaN }]) {
      await expect(client.calls.reconcile({ ...lookup, ...bad })).rejects.toMatchObject({
        code: "config_invalid",
        option: Object.keys(bad)[0],
      });
    }
    expect(sandbox.requests).toEqual([]);
  });
});

describe("a request whose answer is lost", () => {
  it("a detach whose answer is lost is done", async () => {
    const sandbox = await startSandbox({ validateResponses: true });
    onTestFinished(() => sandbox.close());
    const client = createClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url, retryBaseDelayMs: 0 });
    sandbox.faults.next({ kind: "reset", operationId: "detach-phone-number-from-assistant" });
    expect(await client.agents.detachPhoneNumber(sandbox.agentId, "16286666348")).toEqual({});
    const { attached_phone_numbers: pool = [] } = await client.agents.get(sandbox.agentId);
    expect(pool.map(({ slug }) => slug)).not.toContain("16286666348");
  });

  it("a read is tried again over a reset, a 503 and a truncated answer", async () => {
    const sandbox = await startSandbox({ validateResponses: true });
    onTestFinished(() => sandbox.close());
    const client = createClient({
      apiKey: sandbox.apiKey,
      baseUrl: sandbox.url,
      retries: 3,
      retryBaseDelayMs: 0,
    });
    sandbox.faults.next({ kind: "reset" });
    sandbox.faults.next({ kind: "status", status: 503 });
    sandbox.faults.next({ kind: "truncated" });
    expect(await client.agents.get(sandbox.agentId)).toMatchObject({ model_id: sandbox.agentId });
    expect(sandbox.requests).toHaveLength(4);
  });
});
