import { type Client, createClient } from "@dialpool/core";
import { type Outcome, OwnReason, outcomeOf } from "./outcome.js";
import { receiveEvents } from "./receive-events.js";
import { type CallFault, type SandboxView, viewSandbox, type World } from "./world.js";

/** What one way of asking for a call came to. */
export interface CallEnding {
  readonly outcome: Outcome;
  /** Requests to place it that arrived. */
  readonly requests: number;
  /** Calls that were placed in truth. */
  readonly placed: number;
}

/** All that a scenario tells; JSON. */
export interface Report {
  readonly pool: { readonly before: number; readonly attached: number; readonly after: number };
  /** Rows of a list read two at a time, and how many different ids they have. */
  readonly listed: { readonly rows: number; readonly ids: number };
  readonly endings: Readonly<Record<string, CallEnding>>;
  /** What looking up a call whose answer was lost finds. */
  readonly reconciled: string;
  /** What a webhook handler answers, by the kind of event it was sent. */
  readonly events: Readonly<Record<string, number>>;
}

const CALL = { phone: "+14155550123", name: "Ann" };
/** Nobody else is called here, so that one record alone can be the one looked for. */
const LOST_CALLEE = "+14155550177";
const FREE_NUMBER = "+12131231214";
/** Short, for the faults that it ends never end by themselves; long for an answer over loopback. */
const TIMEOUT_MS = 1_000;
/** The wait between two tries is drawn from 0 to this. */
const RETRY_DELAY_MS = 1;

/** What the sandbox does to a call, by the name that its ending gets in the report. */
const FAULTS: Readonly<Record<string, CallFault>> = {
  "reset before the answer": { kind: "reset" },
  "cut off in the answer": { kind: "truncated" },
  "an empty answer": { kind: "empty-body" },
  "a page of HTML": { kind: "html", status: 200 },
  "a proxy's 502": { kind: "html" },
  "a redirect": { kind: "status", status: 307, headers: { location: "/v2/calls" }, when: "before-handling" },
  "a refusal with 400": { kind: "status", status: 400, when: "before-handling" },
  "a refusal with 422": { kind: "status", status: 422, when: "before-handling" },
  "one refusal with 429": { kind: "status", status: 429, when: "before-handling" },
  "no end of 429": { kind: "status", status: 429, when: "before-handling", times: 100 },
  "no answer in time": { kind: "hang" },
};

/**
 * Uses the client the way an application does, on any runtime that has `fetch`.
 *
 * Everything it asks for goes to the world it is given; what came of it is the answer.
 */
export async function runScenario(world: World): Promise<Report> {
  const { baseUrl, apiKey, agentId: model_id, refusingUrl } = world;
  const client = createClient({ apiKey, baseUrl, timeoutMs: TIMEOUT_MS, retryBaseDelayMs: RETRY_DELAY_MS });
  const sandbox = viewSandbox(world);
  const ask = () => client.calls.create({ ...CALL, model_id });

  const pool = await changePool(client, model_id);
  const endings: Record<string, CallEnding> = {};
  for (const name of ["a call", "a second call", "a third call"]) endings[name] = await ending(sandbox, ask);
  const listed = await readList(client, model_id);

  for (const [name, fault] of Object.entries(FAULTS)) {
    await sandbox.spoilNextCall(fault);
    endings[name] = await ending(sandbox, ask);
    await sandbox.clear();
  }
  await sandbox.spoilNextCall({ kind: "reset" });
  endings["reset before the answer, with a middleware"] = await ending(sandbox, () =>
    createClient({ apiKey, baseUrl, middleware: [{ onRequest: () => undefined }] }).calls.create({
      ...CALL,
      model_id,
    }),
  );
  endings["cancelled after it left"] = await cancelledCall(client, model_id, sandbox);
  endings["cancelled before it left"] = await ending(sandbox, () =>
    client.calls.create({ ...CALL, model_id }, { signal: AbortSignal.abort(new OwnReason()) }),
  );
  endings["a wrong key"] = await ending(sandbox, () =>
    createClient({ apiKey: "not-the-key", baseUrl }).calls.create({ ...CALL, model_id }),
  );
  endings["a refused connection"] = await ending(sandbox, () =>
    createClient({ apiKey, baseUrl: refusingUrl, retryBaseDelayMs: RETRY_DELAY_MS }).calls.create({
      ...CALL,
      model_id,
    }),
  );
  const reconciled = await lookUpLostCall(client, model_id, sandbox);
  return { pool, listed, endings, reconciled, events: await receiveEvents() };
}

async function changePool(client: Client, agentId: string): Promise<Report["pool"]> {
  const pool = async () => (await client.agents.get(agentId)).attached_phone_numbers ?? [];
  const before = (await pool()).length;
  await client.agents.attachPhoneNumbers(agentId, { phone_numbers: [FREE_NUMBER] });
  const numbers = await pool();
  const slug = numbers.find(({ number }) => number === FREE_NUMBER)?.slug ?? "";
  await client.agents.detachPhoneNumber(agentId, slug);
  return { before, attached: numbers.length, after: (await pool()).length };
}

async function readList(client: Client, model_id: string): Promise<Report["listed"]> {
  const ids: string[] = [];
  for await (const { call_id } of client.calls.list({ model_id, limit: 2 })) ids.push(call_id);
  return { rows: ids.length, ids: new Set(ids).size };
}

async function ending(
  sandbox: SandboxView,
  ask: () => Promise<{ readonly call_id: string }>,
): Promise<CallEnding> {
  const [requests, placed] = [await sandbox.callRequests(), await sandbox.callsPlaced()];
  const outcome = await outcomeOf(ask());
  return {
    outcome,
    requests: (await sandbox.callRequests()) - requests,
    placed: (await sandbox.callsPlaced()) - placed,
  };
}

/** A call whose signal is aborted once the request has arrived, and before it is answered. */
async function cancelledCall(client: Client, model_id: string, sandbox: SandboxView): Promise<CallEnding> {
  await sandbox.spoilNextCall({ kind: "hang" });
  const controller = new AbortController();
  const already = await sandbox.callRequests();
  return await ending(sandbox, async () => {
    const asked = client.calls.create(
      { ...CALL, model_id },
      { signal: controller.signal, timeoutMs: 60_000 },
    );
    asked.catch(() => {});
    while ((await sandbox.callRequests()) === already) {
      // Asked again until it is there: each look is a request of its own.
    }
    controller.abort(new OwnReason());
    return await asked;
  });
}

async function lookUpLostCall(client: Client, agentId: string, sandbox: SandboxView): Promise<string> {
  const since = Date.now() - 60_000;
  await sandbox.spoilNextCall({ kind: "reset" });
  const asked = client.calls.create({ ...CALL, phone: LOST_CALLEE, model_id: agentId });
  const outcome = await outcomeOf(asked);
  const found = await client.calls.reconcile({ agentId, phone: LOST_CALLEE, since });
  return `${outcome}, then ${found.outcome}`;
}
