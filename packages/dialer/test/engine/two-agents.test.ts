import { SEEDED } from "@dialpool/sandbox";
import { expect, it } from "vitest";
import { CALL, callees, OTHER, openDesk } from "./desk.js";

it("an agent whose records cannot be read keeps no other's outcomes from being read, and its calls are given up in time", async () => {
  let gone: string | undefined;
  const desk = await openDesk(
    {
      faultOf: ({ operationId, query }) =>
        operationId === "list-calls" && query.model_id === gone
          ? { kind: "status", status: 404, when: "before-handling" }
          : undefined,
    },
    { maxCallMs: 3_600_000 },
  );
  const other = SEEDED.sharingAgentId;
  const dialer = desk.another({ pool: [{ agentId: SEEDED.agentId }, { agentId: other }] });
  // The first to be read is the one that is gone.
  const [first, ...rest] = callees(4);
  const call = await dialer.call({ phone: first as `+${string}`, name: "Ann", agentId: other });
  if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
  gone = other;
  const name = await desk.importList(rest);
  const notes: string[] = [];
  expect(await dialer.campaigns.run(name, { onNote: (note) => notes.push(note) })).toMatchObject({
    state: "finished",
    progress: { byState: { finished: 3 } },
  });
  expect(notes).toEqual([expect.stringContaining("GET /calls was refused with 404")]);
  expect(await desk.journal.attempt(call.attemptId)).toMatchObject({ state: "placed" });
  desk.passTime(2 * 3_600_000);
  await expect(dialer.reconcile()).rejects.toMatchObject({ status: 404 });
  expect(await desk.journal.attempt(call.attemptId)).toMatchObject({ state: "ended", outcome: "unknown" });
});

it.each([
  ["the API fails", 500],
  ["the key is refused", 401],
  ["the reading is stopped", undefined],
])("a call whose record is long overdue is not given up because %s", async (_, status) => {
  let isFailing = true;
  const stop = new AbortController();
  const desk = await openDesk(
    {
      faultOf: ({ operationId, query }) => {
        // Without that one record by which the API's time is heard.
        if (operationId !== "list-calls" || query.limit === "1" || !isFailing) return undefined;
        if (status === undefined) stop.abort(new Error("Stopped."));
        return { kind: "status", status: status ?? 500, when: "before-handling" };
      },
    },
    { maxCallMs: 3_600_000 },
  );
  const call = await desk.dialer.call(CALL);
  if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
  desk.passTime(2 * 3_600_000);
  await expect(desk.dialer.reconcile({ signal: stop.signal })).rejects.toThrow();
  expect(desk.journal.attempt(call.attemptId)).toMatchObject({ state: "placed" });
  isFailing = false;
  await desk.dialer.reconcile();
  expect(desk.journal.attempt(call.attemptId)).toMatchObject({ state: "ended", outcome: "answered" });
});

it("an agent whose records cannot be read ends nobody's wait for a call of another", async () => {
  const other = SEEDED.sharingAgentId;
  const desk = await openDesk({
    speed: 100,
    faultOf: ({ operationId, query }) =>
      operationId === "list-calls" && query.model_id === other && query.limit === "100"
        ? { kind: "status", status: 404, when: "before-handling" }
        : undefined,
  });
  const dialer = desk.another({ pool: [{ agentId: SEEDED.agentId }, { agentId: other }] });
  const call = await dialer.call(CALL);
  const unread = await dialer.call({ ...OTHER, agentId: other });
  if (call.state !== "placed" || unread.state !== "placed") throw new Error("They are not placed.");
  const waits = { maxFailedReads: 2 };
  const given = expect(unread.finished(waits)).rejects.toMatchObject({ status: 404 });
  expect(await call.finished(waits)).toMatchObject({ state: "ended", outcome: "answered" });
  await given;
});
