import { createClient, type paths } from "@dialpool/core";
import createRawClient from "openapi-fetch";
import { AGENT_ID, type PageSize } from "./api-answers.js";

/** The ways to the API that are compared. */
export const SUBJECTS = ["@dialpool/core", "openapi-fetch", "fetch"] as const;
export type SubjectName = (typeof SUBJECTS)[number];

/** The requests that are measured. */
export const WORKLOADS = ["calls.create", "calls.list, 20 rows", "calls.list, 100 rows"] as const;
export type WorkloadName = (typeof WORKLOADS)[number];

/** Sends one request, reads the answer to its end and checks that it is the right one. */
export type SendOne = () => Promise<void>;

const API_KEY = "bench_api_key_0123456789";
const TIMEOUT_MS = 30_000;
const CALL = { model_id: AGENT_ID, phone: "+12125550123", name: "Ann", from_phone_number: "+14155550100" };

/** Every subject doing every workload against the API at `baseUrl`. */
export function createSubjects(baseUrl: string): Record<SubjectName, Record<WorkloadName, SendOne>> {
  return {
    "@dialpool/core": workloads(createCoreSubject(baseUrl)),
    "openapi-fetch": workloads(createOpenapiFetchSubject(baseUrl)),
    fetch: workloads(createFetchSubject(baseUrl)),
  };
}

interface Subject {
  create(): Promise<{ readonly call_id?: string }>;
  list(limit: PageSize): Promise<readonly unknown[]>;
}

/** The client as it comes. */
function createCoreSubject(baseUrl: string): Subject {
  const client = createClient({ apiKey: API_KEY, baseUrl, timeoutMs: TIMEOUT_MS });
  return {
    create: () => client.calls.create(CALL),
    list: async (limit) => (await client.calls.list({ model_id: AGENT_ID, limit }).page()).items,
  };
}

/** openapi-fetch as one uses it directly, with a deadline for each request that is cleared when it is over. */
function createOpenapiFetchSubject(baseUrl: string): Subject {
  const headers = { Authorization: `Bearer ${API_KEY}` };
  const client = createRawClient<paths>({ baseUrl, headers });
  return {
    async create() {
      const { data } = await underDeadline((signal) => client.POST("/calls", { body: CALL, signal }));
      return data?.response ?? {};
    },
    async list(limit) {
      const params = { query: { model_id: AGENT_ID, limit, offset: 0 } };
      const { data } = await underDeadline((signal) => client.GET("/calls", { params, signal }));
      return data?.response.calls ?? [];
    },
  };
}

async function underDeadline<T>(send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    return await send(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

interface CreateAnswer {
  readonly response: { readonly call_id?: string };
}

interface ListAnswer {
  readonly response: { readonly calls: readonly unknown[] };
}

/** The platform's `fetch` and JSON: no deadline, no types, no look at the status. */
function createFetchSubject(baseUrl: string): Subject {
  const headers = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" };
  return {
    async create() {
      const body = JSON.stringify(CALL);
      const answer = await fetch(`${baseUrl}/calls`, { method: "POST", headers, body });
      return ((await answer.json()) as CreateAnswer).response;
    },
    async list(limit) {
      const query = new URLSearchParams({ model_id: AGENT_ID, limit: String(limit), offset: "0" });
      const answer = await fetch(`${baseUrl}/calls?${query}`, { headers });
      return ((await answer.json()) as ListAnswer).response.calls;
    },
  };
}

function workloads(subject: Subject): Record<WorkloadName, SendOne> {
  const list = (limit: PageSize) => async () => {
    const rows = await subject.list(limit);
    if (rows.length !== limit) throw new Error(`Got ${rows.length} rows, expected ${limit}.`);
  };
  return {
    "calls.create": async () => {
      const { call_id } = await subject.create();
      if (typeof call_id !== "string") throw new Error("The answer holds no call id.");
    },
    "calls.list, 20 rows": list(20),
    "calls.list, 100 rows": list(100),
  };
}
