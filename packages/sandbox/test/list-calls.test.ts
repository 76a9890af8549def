import { describe, expect, it } from "vitest";
import { SEEDED } from "../src/index.js";
import { FOREVER, LIST, listed, readOne } from "./support/call-records.js";
import { at, START, startTestSandbox } from "./support/test-sandbox.js";

describe("list-calls", () => {
  it("lists newest first, with call_status and the caller ID", async () => {
    const api = await startTestSandbox();
    for (const phone of ["+14155550101", "+14155550102", "+14155550103"]) {
      await api.place({ phone });
      api.advance(10);
    }
    const calls = await listed(api);
    expect(calls.map((call) => call.phone_number_to)).toEqual([
      "+14155550103",
      "+14155550102",
      "+14155550101",
    ]);
    expect(calls[0]).toMatchObject({ call_status: "pending", agent_phone_number: "+16286666348" });
    expect(calls[0]).not.toHaveProperty("status");
  });

  it("pages through calls placed at one instant without a repeat", async () => {
    const api = await startTestSandbox();
    for (let index = 0; index < 25; index += 1) await api.place();
    const pages = [await listed(api), await listed(api, "&offset=20"), await listed(api, "&offset=40")];
    expect(pages.map((page) => page.length)).toEqual([20, 5, 0]);
    expect(new Set(pages.flat().map((call) => call.call_id)).size).toBe(25);
    const { body } = await api.send("GET", `${LIST}&limit=3&offset=24`);
    expect(at(body, "response", "pagination")).toEqual({ total_records: 25, limit: 3, offset: 24 });
    expect(at(body, "response", "calls")).toHaveLength(1);
  });

  it("filters by callee, status and agent", async () => {
    const outcomeOf = ({ to }: { readonly to: string }) =>
      to.endsWith("01") ? ({ status: "busy" } as const) : ({ status: "completed" } as const);
    const api = await startTestSandbox({ outcomeOf });
    await api.place({ phone: "+14155550101" });
    await api.place({ phone: "+14155550102" });
    await api.place({ phone: "+14155550102", model_id: SEEDED.sharingAgentId });
    api.advance(FOREVER);
    expect(await listed(api)).toHaveLength(2);
    expect(await listed(api, "&call_status=busy")).toMatchObject([{ phone_number_to: "+14155550101" }]);
    expect(await listed(api, "&lead_phone_number=%2B14155550102")).toHaveLength(1);
    // A plus that is not encoded is a space, as everywhere in URLs.
    expect(await listed(api, "&lead_phone_number=+14155550102")).toHaveLength(0);
  });

  it("filters by the length of calls that have ended", async () => {
    const api = await startTestSandbox({ outcomes: { completed: 1 } });
    const placed = await api.place();
    expect(await listed(api, "&duration_min=0")).toHaveLength(0);
    api.advance(FOREVER);
    const { duration } = await readOne(api, placed);
    expect(await listed(api, `&duration_min=${duration}&duration_max=${duration}`)).toHaveLength(1);
    expect(await listed(api, `&duration_min=${Number(duration) + 1}`)).toHaveLength(0);
    expect(await listed(api, `&duration_max=${Number(duration) - 1}`)).toHaveLength(0);
  });

  it("filters by start time, both ends included", async () => {
    const api = await startTestSandbox();
    await api.place();
    api.advance(1_000);
    await api.place();
    expect(await listed(api, `&from_date=${START}&to_date=${START}`)).toMatchObject([
      { start_time: String(START) },
    ]);
    expect(await listed(api, `&from_date=${START + 1}`)).toMatchObject([
      { start_time: String(START + 1_000) },
    ]);
    expect(await listed(api, `&to_date=${START - 1}`)).toHaveLength(0);
  });

  it("keeps its own time: a clock ahead shows in records and filters", async () => {
    const api = await startTestSandbox({ clockOffsetMs: 90_000 });
    await api.place();
    expect(await listed(api)).toMatchObject([{ start_time: String(START + 90_000) }]);
    expect(await listed(api, `&to_date=${START}`)).toHaveLength(0);
    expect(await listed(api, `&from_date=${START + 90_000}`)).toHaveLength(1);
    expect(api.sandbox.calls[0]?.placedAt).toBe(START);
  });

  it("shows a call only after the list delay; the call itself can be read at once", async () => {
    const api = await startTestSandbox({ listDelayMs: 2_000 });
    const placed = await api.place();
    expect(await readOne(api, placed)).toMatchObject({ status: "pending" });
    api.advance(1_999);
    expect(await listed(api)).toHaveLength(0);
    api.advance(1);
    expect(await listed(api)).toHaveLength(1);
  });

  it.each([
    ["&limit=0", ["query", "limit"]],
    ["&offset=-1", ["query", "offset"]],
    ["&limit=many", ["query", "limit"]],
    ["&call_status=asleep", ["query", "call_status"]],
  ])("refuses %s with 422", async (query, loc) => {
    const { send } = await startTestSandbox();
    expect(await send("GET", `${LIST}${query}`)).toMatchObject({ status: 422, body: { detail: [{ loc }] } });
  });

  it("needs an agent that exists", async () => {
    const { send } = await startTestSandbox();
    expect((await send("GET", "/calls?model_id=nobody")).status).toBe(404);
    expect((await send("GET", "/calls")).status).toBe(422);
  });
});
