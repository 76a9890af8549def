import { createClient } from "@dialpool/core";
import type { RunningSandbox } from "@dialpool/sandbox";
import { afterEach, expect, it } from "vitest";
import { callees, type DialingDesk, openDesk } from "./desk.js";

let desk: DialingDesk;
afterEach(async () => {
  await desk.close();
});

interface Records {
  response: { calls: unknown[]; pagination?: { total_records: number } };
}

/** A client whose lists of records are spoilt on their way, while `isSpoilt` says so. */
function clientOf(
  { apiKey, url }: RunningSandbox,
  spoil: (body: Records, offset: number) => void,
  isSpoilt: () => boolean,
) {
  const spoiling = async (request: Request): Promise<Response> => {
    const answer = await fetch(request);
    const { pathname, searchParams } = new URL(request.url);
    if (request.method !== "GET" || !pathname.endsWith("/calls") || !isSpoilt()) return answer;
    const body = (await answer.json()) as Records;
    spoil(body, Number(searchParams.get("offset")));
    return Response.json(body, { headers: { date: answer.headers.get("date") ?? "" } });
  };
  return createClient({ apiKey, baseUrl: url, fetch: spoiling });
}

it.each<[what: string, spoil: (body: Records, offset: number) => void]>([
  ["has no row though it counts some", ({ response }) => void response.calls.splice(0)],
  [
    "is empty from its second page on",
    ({ response }, offset) => {
      if (offset > 0) response.calls.splice(0);
      else response.calls.splice(1);
    },
  ],
])("a list that %s shows nobody absent, and nobody is called twice", async (_, spoil) => {
  desk = await openDesk({ echoVariables: false });
  let isSpoilt = true;
  const client = clientOf(desk.sandbox, spoil, () => isSpoilt);
  const dialer = desk.another({ client, onAbsent: "redial", graceMs: 60_000 });
  const name = await desk.importList(callees(2));
  desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", times: 2 });
  expect((await dialer.campaigns.run(name)).state).toBe("undecided");
  desk.passTime(180_000);
  for (let time = 0; time < 3; time++)
    await expect(dialer.reconcile()).rejects.toMatchObject({ code: "unexpected_response" });
  isSpoilt = false;
  expect(await dialer.campaigns.run(name, { maxWaitMs: 600_000 })).toMatchObject({
    state: "finished",
    progress: { byState: { finished: 2 } },
  });
  expect(desk.sandbox.calls).toHaveLength(2);
});
