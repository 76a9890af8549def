import { type Call, createClient } from "@dialpool/core";
import type { CallPlacer } from "../../src/index.js";
import type { DialingDesk } from "./desk.js";

/** The API's client, to which one record shows something else than the API does. */
export function showing({ sandbox }: DialingDesk, callId: string, shown: Partial<Call>): CallPlacer {
  const client = createClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  return {
    agents: client.agents,
    calls: {
      create: (request, options) => client.calls.create(request, options),
      async *list(params, options) {
        for await (const record of client.calls.list(params, options))
          yield record.call_id === callId ? { ...record, ...shown } : record;
      },
    },
  };
}
