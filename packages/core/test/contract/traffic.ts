import type { RunningSandbox } from "@dialpool/sandbox";
import type { Client } from "../../src/index.js";

const PHONE = "+14155550123";

/** Uses every method, with and without what it may leave out. */
export async function useEveryOperation(client: Client, sandbox: RunningSandbox): Promise<void> {
  await useAgents(client);
  await useNumbers(client, sandbox);
  await useCalls(client, sandbox);
}

async function useAgents({ agents }: Client): Promise<void> {
  const { model_id } = await agents.create({
    type: "outbound",
    name: "Spring renewals",
    agent: { prompt: "You call about a renewal.", timezone: "America/New_York" },
    max_duration: { duration_seconds: 300, is_enabled: true },
  });
  await agents.update(model_id, { name: "Summer renewals" });
  await agents.get(model_id);
  await agents.get(model_id, { include_actions: true });
  await agents.list().page();
  await agents.list({ limit: 2, offset: 1 }).toArray();
  await agents.delete(model_id);
}

async function useNumbers(
  { agents, numbers }: Client,
  { agentId, workspaceId }: RunningSandbox,
): Promise<void> {
  await numbers.createCustom({
    workspace_id: workspaceId,
    phone_number: PHONE,
    provider_name: "custom",
    termination_uri: "sip.example.com",
  });
  await numbers.createCustom({ workspace_id: workspaceId, phone_number: "+14155550124" });
  await agents.attachPhoneNumbers(agentId, { phone_numbers: [PHONE] });
  const pool = (await agents.get(agentId)).attached_phone_numbers ?? [];
  const slug = pool.find(({ number }) => number === PHONE)?.slug ?? "";
  await agents.attachPhoneNumbers(agentId, { phone_number_slugs: [slug] });
  await agents.detachPhoneNumber(agentId, slug);
  await numbers.update(slug, { friendly_name: "Renewals", uac_enabled: true, uac_register_expires: 600 });
  await numbers.get(slug, { workspace: workspaceId });
  await numbers.list({ workspace: workspaceId, limit: 7 }).toArray();
  await numbers.list({ workspace: workspaceId, is_available: true, limit: 3, offset: 2 }).page();
  await numbers.delete(slug);
}

async function useCalls({ calls, agents }: Client, { agentId: model_id }: RunningSandbox): Promise<void> {
  const from_phone_number = (await agents.get(model_id)).attached_phone_numbers?.[0]?.number ?? "";
  const { call_id } = await calls.create({ model_id, phone: PHONE, name: "Ann" });
  await calls.create({
    model_id,
    phone: PHONE,
    name: "Ann",
    from_phone_number,
    custom_variables: [{ key: "attempt", value: "attempt-1" }],
    lead_email: "ann@example.com",
    lead_timezone: "America/New_York",
    prompt: "You call about a renewal.",
    greeting: "Hello",
    external_webhook_url: "https://hooks.example.com/synthflow",
  });
  await calls.get(call_id);
  await calls.list({ model_id, limit: 1 }).toArray();
  await calls
    .list({
      model_id,
      lead_phone_number: PHONE,
      from_date: Date.UTC(2026, 0, 1),
      to_date: Date.UTC(2099, 0, 1),
    })
    .page();
}

/** Requests that are refused, one of each documented kind that an API can be brought to. */
export async function provokeRefusals(
  client: Client,
  stranger: Client,
  sandbox: RunningSandbox,
): Promise<void> {
  const { agentId: model_id } = sandbox;
  const call = { model_id, phone: PHONE, name: "Ann" };
  const refused: (() => Promise<unknown>)[] = [
    () => client.calls.create({ ...call, from_phone_number: "+14155550199" }),
    () => stranger.calls.create(call),
    () => stranger.agents.list().page(),
    () => client.numbers.list({ workspace: "somebody-else" }).page(),
    () => client.agents.get("no-such-agent"),
    () => client.calls.get("no-such-call"),
    () => client.agents.detachPhoneNumber(model_id, "no-such-slug"),
    () => client.numbers.createCustom({ workspace_id: sandbox.workspaceId, phone_number: "" }),
    () => client.calls.list({ model_id, limit: 0 }).page(),
  ];
  for (const request of refused) await refusalOf(request);
  // The calls placed before are still under way.
  sandbox.setLimits({ maxConcurrentCalls: 1 });
  await refusalOf(() => client.calls.create(call));
}

async function refusalOf(request: () => Promise<unknown>): Promise<void> {
  const answer = await request().then(
    () => "an answer",
    () => undefined,
  );
  if (answer !== undefined) throw new Error(`A refusal was expected: ${request}`);
}
