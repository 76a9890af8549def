import { expect, it } from "vitest";
import { callees, changingClient, type ListedCalls, openDesk } from "./desk.js";

it.each<[what: string, spoil: (body: ListedCalls, offset: number) => void]>([
  ["has no row though it counts some", ({ response }) => void response.calls.splice(0)],
  [
    "is empty from its second page on",
    ({ response }, offset) => {
      if (offset > 0) response.calls.splice(0);
      else response.calls.splice(1);
    },
  ],
])("a list that %s shows nobody absent, and nobody is called twice", async (_, spoil) => {
  const desk = await openDesk({ echoVariables: false });
  let isSpoilt = true;
  const client = changingClient(desk.sandbox, (body, offset) => {
    if (isSpoilt) spoil(body, offset);
  });
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
