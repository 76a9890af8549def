import { startSandbox } from "@dialpool/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../src/index.js";
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
