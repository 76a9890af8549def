import type { Call } from "@dialpool/core";
import { describe, expect, it } from "vitest";
import { A, B, realFetch, useCalls } from "../support/calls.js";

const { callerOf } = useCalls();

describe("call --wait", () => {
  it("waits for the end and compares the number used", async () => {
    const { call } = await callerOf([A]);
    const { exitCode, json } = await call(["--wait", "--json"]);
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ waited: { state: "ended", verdict: "match", record: { callerId: A } } });
  });

  it("exits 5 when another number was used", async () => {
    const { call } = await callerOf([A, B]);
    const fetch = async (request: Request) => {
      if (request.method !== "POST") return await realFetch(request);
      const body = { ...((await request.json()) as object), from_phone_number: B };
      return await realFetch(
        new Request(request.url, { method: "POST", headers: request.headers, body: JSON.stringify(body) }),
      );
    };
    const { exitCode, stdout } = await call(["--from", A, "--wait"], { fetch });
    expect(exitCode).toBe(5);
    expect(stdout).toContain("The call used another number than the selected one.");
  });

  it("gives up waiting when the records cannot be read, and keeps the call's id", async () => {
    const { call, placed } = await callerOf([A]);
    const fetch = async (request: Request) =>
      request.method === "GET" && request.url.includes("/calls")
        ? Response.json({}, { status: 404 })
        : await realFetch(request);
    const { exitCode, json } = await call(["--wait", "--no-history", "--json"], { fetch });
    expect(exitCode).toBe(6);
    expect(json()).toMatchObject({
      outcome: "placed",
      callId: (await placed())[0]?.call_id,
      waited: { state: "gave_up", record: null, verdict: "not_shown" },
    });
  });

  it("looks with --wait for the record of a call that nobody knows of", async () => {
    const { call, placed } = await callerOf([A]);
    const fetch = async (request: Request) => {
      if (request.method !== "POST") return await realFetch(request);
      await realFetch(request);
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }),
      });
    };
    const { exitCode, json } = await call(["--wait", "--json"], { fetch });
    expect(json()).toMatchObject({
      outcome: "placed",
      callId: (await placed())[0]?.call_id,
      waited: { state: "ended", verdict: "match" },
    });
    expect(exitCode).toBe(0);
  });

  it.each([
    ["goes on", false, 130, "interrupted"],
    ["has ended by then", true, 0, "ended"],
  ] as const)(
    "stops waiting at an interrupt, and says that the call %s",
    async (_, hasEnded, exitCode, state) => {
      const { call, placed } = await callerOf([A]);
      const interrupt = new AbortController();
      const ended = { status: "completed", call_status: "completed" };
      const fetch = async (request: Request) => {
        const { pathname, search } = new URL(request.url);
        if (request.method === "GET" && pathname.endsWith("/calls") && search.includes("from_date")) {
          const calls = await placed();
          if (calls.length > 0) interrupt.abort();
          return Response.json({
            status: "ok",
            response: { calls: [], pagination: { total_records: 0, limit: 100, offset: 0 } },
          });
        }
        const response = await realFetch(request);
        if (!/\/calls\/.+/.test(pathname)) return response;
        const body = (await response.json()) as { response: { calls: Call[] } };
        const shown = hasEnded ? ended : { status: "in-progress", call_status: "in-progress" };
        return Response.json({
          ...body,
          response: { ...body.response, calls: body.response.calls.map((each) => ({ ...each, ...shown })) },
        });
      };
      const result = await call(["--wait", "--json"], { fetch, interrupted: interrupt.signal });
      expect(result.exitCode).toBe(exitCode);
      expect(result.json()).toMatchObject({ outcome: "placed", waited: { state, verdict: "match" } });
    },
  );
});
