// Compiled, never run: what a consumer's compiler makes of the types.
import {
  type Call,
  type Client,
  type ClientOptions,
  callStatus,
  createClient,
  isCallOutcomeUnknownError,
} from "@dialpool/core";
import { createWebhookHandler, type PostCallEvent } from "@dialpool/core/webhooks";

const options: ClientOptions = { apiKey: "key", region: "eu" };
const client: Client = createClient(options);

export async function callAnn(model_id: string): Promise<string | undefined> {
  try {
    const { call_id } = await client.calls.create({ model_id, phone: "+14155550123", name: "Ann" });
    const call: Call = await client.calls.get(call_id);
    return callStatus(call);
  } catch (error) {
    if (isCallOutcomeUnknownError(error)) return `${error.request.phone} at ${error.sentAt}`;
    throw error;
  }
}

export async function everyFrom(model_id: string): Promise<(string | null | undefined)[]> {
  const from: (string | null | undefined)[] = [];
  for await (const call of client.calls.list({ model_id })) from.push(call.phone_number_from);
  return from;
}

export async function statusOf(call_id: string): Promise<number> {
  const { response } = await client.raw.GET("/calls/{call_id}", { params: { path: { call_id } } });
  return response.status;
}

export const receive: (request: Request) => Promise<Response> = createWebhookHandler({
  secret: "secret",
  onPostCall: ({ call }: PostCallEvent) => call.call_id.length,
});

// @ts-expect-error: a call needs someone to call.
export const incomplete = client.calls.create({ model_id: "agent", name: "Ann" });

// @ts-expect-error: a region or a base URL, not both.
export const both: ClientOptions = { apiKey: "key", region: "us", baseUrl: "http://127.0.0.1/v2" };
