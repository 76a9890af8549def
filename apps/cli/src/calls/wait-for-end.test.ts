import { createClient } from "@dialpool/core";
import { expect, it } from "vitest";
import { createTestIo } from "../../test/support/test-io.js";
import { waitForEnd } from "./wait-for-end.js";

/** A client that gives these statuses of the call, one a read; a number is the status of a refusal. */
function clientGiving(...statuses: readonly (string | number)[]) {
  const queue = [...statuses];
  const fetch = async () => {
    const status = queue.length > 1 ? queue.shift() : queue[0];
    if (typeof status === "number") return Response.json({ detail: "No." }, { status });
    return Response.json({ status: "ok", response: { calls: [{ call_id: "c", status }] } });
  };
  return createClient({ apiKey: "k", fetch });
}

it("reads until the call has ended, whatever fails in between", async () => {
  const { io } = createTestIo();
  expect(
    await waitForEnd(clientGiving(404, "ringing", 503, "in-progress", "completed"), "c", io),
  ).toMatchObject({
    state: "ended",
    record: { status: "completed" },
  });
});

it("gives up after many failures in a row and keeps the last record", async () => {
  const { io } = createTestIo();
  expect(await waitForEnd(clientGiving("ringing", 500), "c", io)).toEqual({
    state: "gave_up",
    record: { call_id: "c", status: "ringing" },
  });
});

it("stops at an interrupt", async () => {
  const { io, interrupt } = createTestIo({ sleep: async () => interrupt() });
  expect(await waitForEnd(clientGiving("ringing"), "c", io)).toMatchObject({ state: "interrupted" });
});
