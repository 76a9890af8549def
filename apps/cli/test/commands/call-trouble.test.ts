import { describe, expect, it } from "vitest";
import { A, answering, B, realFetch, useCalls } from "../support/calls.js";

const { clock, sandbox, callerOf, inAMoment } = useCalls();

describe("a call that went wrong", () => {
  it("says when the number was detached meanwhile", async () => {
    const { call, agentId } = await callerOf([A, B], "Acme sales");
    const fetch = async (request: Request) => {
      if (request.method === "POST") await sandbox.client().agents.detachPhoneNumber(agentId, A.slice(1));
      return await realFetch(request);
    };
    const { exitCode, stderr } = await call(["--from", A], { fetch });
    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      `${A} was detached from Acme sales meanwhile, so the call was refused and nobody was called.`,
    );
  });

  it.each([
    [422, 4],
    [401, 3],
    [429, 6],
  ])("says what the API says of a call that was not placed: %i exits %i", async (status, exitCode) => {
    const { call, cli } = await callerOf([A]);
    const fetch = answering(() => Response.json({ detail: "No such thing." }, { status }));
    const result = await call([], { fetch });
    expect(result).toMatchObject({ exitCode, stdout: "" });
    expect(result.stderr).toContain("No such thing.");
    expect((await cli(["usage", "--json"])).json()).toMatchObject({
      pools: [{ numbers: [{ callsInDay: 0, inFlight: 0 }] }],
    });
  });

  it("exits 7 when the outcome is unknown, says how it is found out, and does not call again before", async () => {
    const { call, placed, cli } = await callerOf([A, B]);
    const lost = async (request: Request) => {
      if (request.method !== "POST") return await realFetch(request);
      await realFetch(request);
      return Response.json({}, { status: 502 });
    };
    const { exitCode, stdout, stderr } = await call(["--no-history"], { fetch: lost });
    expect(exitCode).toBe(7);
    expect(stdout).toMatch(/\nThe call may have been placed: .+502/);
    expect(stdout).toMatch(
      /`dialpool campaign reconcile`, which decides from \d{4}-\d\d-\d\d .+ UTC on\.\n$/,
    );
    expect(stderr).toMatch(/^The pool of .+\n$/);

    // Whoever cannot read the records does not know, and calls nobody.
    const blind = async (request: Request) =>
      request.url.includes("/calls?")
        ? Response.json({
            status: "ok",
            response: { calls: [], pagination: { total_records: 0, limit: 100, offset: 0 } },
          })
        : await realFetch(request);
    const again = await call(["--json"], { fetch: blind, ...inAMoment });
    expect(again.exitCode).toBe(6);
    expect(again.json()).toMatchObject({
      outcome: "callee_busy",
      open: { state: "unknown", campaign: null, line: null },
    });
    const text = await call([], { fetch: blind, ...inAMoment });
    expect(text.stdout).toMatch(/Nobody was called: a call to them at .+ UTC may have been placed/);
    expect(await placed()).toHaveLength(1);

    clock.pass(60_000);
    const reconciled = await cli(["campaign", "reconcile", "--json"]);
    expect(reconciled).toMatchObject({ exitCode: 0, stderr: "" });
    expect(reconciled.json()).toMatchObject({ placed: 1, ended: 1, undecided: 0, singleCalls: [] });
    expect((await call([], inAMoment)).exitCode).toBe(0);
    clock.pass(60_000);
    expect(await cli(["verify", "--wait", "0"])).toMatchObject({
      stdout: expect.stringContaining("all 2 calls used the selected caller ID"),
      stderr: "",
    });
  });
});
