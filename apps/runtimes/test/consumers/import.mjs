// An ES module program.
import { createClient, isEnded } from "@dialpool/core";
import { signWebhook, verifyWebhookSignature } from "@dialpool/core/webhooks";

const { baseUrl, apiKey, agentId: model_id } = JSON.parse(process.argv[2] ?? "{}");

const client = createClient({ apiKey, baseUrl });
const { call_id } = await client.calls.create({ model_id, phone: "+14155550123", name: "Ann" });
const call = await client.calls.get(call_id);
const headers = { "synthflow-signature": await signWebhook(call_id, "secret") };
const isSigned = await verifyWebhookSignature({ callId: call_id, headers, secret: "secret" });
process.stdout.write(JSON.stringify({ found: call.call_id === call_id, ended: isEnded(call), isSigned }));
