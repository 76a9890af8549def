import { SEEDED } from "../../src/index.js";
import { at, type TestSandbox } from "./test-sandbox.js";

/** Longer than any call. */
export const FOREVER = 3_600_000;
/** The first agent's calls. */
export const LIST = `/calls?model_id=${SEEDED.agentId}`;

/** The first agent's calls as `list-calls` gives them. `query` goes on with `&`. */
export async function listed(api: TestSandbox, query = ""): Promise<Record<string, unknown>[]> {
  const { body } = await api.send("GET", `${LIST}${query}`);
  return at(body, "response", "calls") as Record<string, unknown>[];
}

/** The record of a call that was just placed. */
export async function readOne(
  api: TestSandbox,
  placed: { readonly body: unknown },
): Promise<Record<string, unknown>> {
  const { body } = await api.send("GET", `/calls/${at(placed.body, "response", "call_id")}`);
  return at(body, "response", "calls", 0) as Record<string, unknown>;
}
