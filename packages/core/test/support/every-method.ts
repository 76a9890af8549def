import type { Client, Operation, RequestOptions } from "../../src/index.js";
import * as OPERATIONS from "../../src/operations.js";

export const agentId = "0ae2859d-c25c-4d56-a9f3-809387b725ce";
export const callId = "7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77";
export const workspace = "5f0c1f0e-7a52-4c4e-9d5d-3f8f6c1f0a11";
export const odd = "a/b c?d#é+%2F";
export const oddInPath = "a%2Fb%20c%3Fd%23%C3%A9%2B%252F";

export const agent = {
  model_id: agentId,
  name: "Spring renewals",
  attached_phone_numbers: [{ number: "+16286666348", sid: null, slug: "16286666348" }],
};
export const listItem = { number: "+16286666348", sid: null, is_available: true };
export const number = { slug: "16286666348", phone_number: "+16286666348", friendly_name: null };
export const call = { call_id: callId, status: "completed", phone_number_from: "+16286666348" };
export const callBody = {
  model_id: agentId,
  phone: "+14155550123",
  name: "John Doe",
  from_phone_number: "+16286666348",
  custom_variables: [{ key: "plan", value: "gold" }],
};
export const customNumber = {
  workspace_id: workspace,
  phone_number: "+14155550123",
  provider_name: "custom",
  termination_uri: "sip.example.com",
} as const;
export const newAgent = {
  type: "outbound",
  name: "Spring renewals",
  agent: { prompt: "You call.", newer_field: 1 },
};
export const pagination = { total_records: 1, limit: 20, offset: 0 };
export const done = { status: "ok" };

/** One way to call a method, what it sends, and what it makes of the documented answer. */
export interface Row {
  readonly operation: Operation;
  readonly name: string;
  readonly run: (client: Client, options?: RequestOptions) => Promise<unknown>;
  readonly method: string;
  readonly target: string;
  readonly body?: unknown;
  readonly answer: unknown;
  readonly result: unknown;
}

/** Every method; attaching twice, for it takes two forms. */
export const ROWS: readonly Row[] = [
  {
    name: "agents.list",
    operation: OPERATIONS.listAgents,
    run: (client, options) => client.agents.list({}, options).toArray(),
    method: "GET",
    target: "/v2/assistants/?limit=100&offset=0",
    answer: { status: "ok", response: { assistants: [agent], pagination } },
    result: [agent],
  },
  {
    name: "agents.create",
    operation: OPERATIONS.createAgent,
    run: (client, options) => client.agents.create(newAgent, options),
    method: "POST",
    target: "/v2/assistants",
    body: newAgent,
    answer: { status: "success", response: { model_id: agentId, details: { phone: null, voice: null } } },
    result: { model_id: agentId, details: { phone: null, voice: null } },
  },
  {
    name: "agents.get",
    operation: OPERATIONS.getAgent,
    run: (client, options) => client.agents.get(odd, {}, options),
    method: "GET",
    target: `/v2/assistants/${oddInPath}`,
    answer: { status: "ok", response: { assistants: [agent], pagination } },
    result: agent,
  },
  {
    name: "agents.update",
    operation: OPERATIONS.updateAgent,
    run: (client, options) => client.agents.update(odd, { name: "Summer renewals" }, options),
    method: "PUT",
    target: `/v2/assistants/${oddInPath}`,
    body: { name: "Summer renewals" },
    answer: done,
    result: done,
  },
  {
    name: "agents.delete",
    operation: OPERATIONS.deleteAgent,
    run: (client, options) => client.agents.delete(odd, options),
    method: "DELETE",
    target: `/v2/assistants/${oddInPath}`,
    answer: { status: "success", response: { answer: "Assistant deleted" } },
    result: { status: "success", response: { answer: "Assistant deleted" } },
  },
  {
    name: "agents.attachPhoneNumbers by number",
    operation: OPERATIONS.attachPhoneNumbers,
    run: (client, options) =>
      client.agents.attachPhoneNumbers(odd, { phone_numbers: ["+16286666348"] }, options),
    method: "PUT",
    target: `/v2/assistants/${oddInPath}/phone_numbers`,
    body: { phone_numbers: ["+16286666348"] },
    answer: done,
    result: done,
  },
  {
    name: "agents.attachPhoneNumbers by slug",
    operation: OPERATIONS.attachPhoneNumbers,
    run: (client, options) =>
      client.agents.attachPhoneNumbers(agentId, { phone_number_slugs: ["16286666348"] }, options),
    method: "PUT",
    target: `/v2/assistants/${agentId}/phone_numbers`,
    body: { phone_number_slugs: ["16286666348"] },
    answer: done,
    result: done,
  },
  {
    name: "agents.detachPhoneNumber",
    operation: OPERATIONS.detachPhoneNumber,
    run: (client, options) => client.agents.detachPhoneNumber(agentId, odd, options),
    method: "DELETE",
    target: `/v2/assistants/${agentId}/phone_numbers/${oddInPath}`,
    answer: done,
    result: done,
  },
  {
    name: "numbers.list",
    operation: OPERATIONS.listNumbers,
    run: (client, options) =>
      client.numbers.list({ workspace, is_available: false, limit: 5, offset: 2 }, options).page(),
    method: "GET",
    target: `/v2/numbers?workspace=${workspace}&is_available=false&limit=5&offset=2`,
    answer: { status: "ok", response: { phone_numbers: [listItem], pagination } },
    result: { items: [listItem], pagination },
  },
  {
    name: "numbers.get",
    operation: OPERATIONS.getNumber,
    run: (client, options) => client.numbers.get(odd, { workspace }, options),
    method: "GET",
    target: `/v2/numbers/${oddInPath}?workspace=${workspace}`,
    answer: number,
    result: number,
  },
  {
    name: "numbers.update",
    operation: OPERATIONS.updateNumber,
    run: (client, options) => client.numbers.update(odd, { friendly_name: "San Francisco" }, options),
    method: "PATCH",
    target: `/v2/numbers/${oddInPath}`,
    body: { friendly_name: "San Francisco" },
    answer: done,
    result: done,
  },
  {
    name: "numbers.delete",
    operation: OPERATIONS.deleteNumber,
    run: (client, options) => client.numbers.delete(odd, options),
    method: "DELETE",
    target: `/v2/numbers/${oddInPath}`,
    answer: done,
    result: done,
  },
  {
    name: "numbers.createCustom",
    operation: OPERATIONS.createCustomNumber,
    run: (client, options) => client.numbers.createCustom(customNumber, options),
    method: "POST",
    target: "/v2/custom-numbers",
    body: customNumber,
    answer: { status: "success", response: { key: workspace, phone_number: "+14155550123" } },
    result: { key: workspace, phone_number: "+14155550123" },
  },
  {
    name: "calls.create",
    operation: OPERATIONS.createCall,
    run: (client, options) => client.calls.create(callBody, options),
    method: "POST",
    target: "/v2/calls",
    body: callBody,
    answer: { status: "ok", response: { answer: "Call placed", call_id: callId }, eta: 2 },
    result: { answer: "Call placed", call_id: callId, eta: 2 },
  },
  {
    name: "calls.list",
    operation: OPERATIONS.listCalls,
    run: (client, options) =>
      client.calls
        .list(
          {
            model_id: agentId,
            lead_phone_number: "+14155550123",
            from_date: 1_795_480_000_000,
            limit: 10,
          },
          options,
        )
        .page(),
    method: "GET",
    target: `/v2/calls?model_id=${agentId}&lead_phone_number=%2B14155550123&from_date=1795480000000&limit=10&offset=0`,
    answer: { status: "ok", response: { calls: [call] } },
    result: { items: [call] },
  },
  {
    name: "calls.get",
    operation: OPERATIONS.getCall,
    run: (client, options) => client.calls.get(odd, options),
    method: "GET",
    target: `/v2/calls/${oddInPath}`,
    answer: { status: "ok", response: { calls: [call], pagination } },
    result: call,
  },
];
