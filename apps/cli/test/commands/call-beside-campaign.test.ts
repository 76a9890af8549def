import { describe, expect, it } from "vitest";
import { A, answering, B, CALLEE, useCalls } from "../support/calls.js";

const { callerOf, inAMoment } = useCalls();

describe("a call beside a campaign", () => {
  it("does not ring whom the campaign is calling, and says which one it is", async () => {
    const { cli, call, placed, agentId } = await callerOf([A, B]);
    const files = { "list.csv": `phone,name\n${CALLEE},Ann\n` };
    const lost = answering(() => Response.json({}, { status: 502 }));
    const run = ["campaign", "run", "list.csv", "--name", "spring", "--max-wait", "0s", "--no-history"];
    expect((await cli(run, { files, fetch: lost })).exitCode).toBe(7);
    const { exitCode, stdout } = await call();
    expect(exitCode).toBe(6);
    expect(stdout).toMatch(
      /Nobody was called: a call to them by campaign spring \(line 2\) at .+ UTC may have been placed/,
    );
    const { json } = await call(["--json"]);
    expect(json()).toMatchObject({
      agentId,
      outcome: "callee_busy",
      open: { campaign: "spring", line: 2, state: "unknown" },
    });
    expect(await placed()).toEqual([]);
  });

  it("keeps the campaign's pace, and its room", async () => {
    const { cli, call } = await callerOf([A, B], "Acme");
    const files = { "list.csv": "phone,name\n+14155550111,Ann\n" };
    const pace = ["--start-rate", "0.02", "--concurrency", "1", "--max-wait", "0s"];
    expect((await cli(["campaign", "run", "list.csv", ...pace], { files })).exitCode).toBe(0);
    const { exitCode, json } = await call(["--json"], inAMoment);
    expect(exitCode).toBe(6);
    expect(json()).toMatchObject({ outcome: "paced", nextSlotAt: expect.stringMatching(/Z$/) });
    expect((await call([], inAMoment)).stdout).toMatch(/Nobody was called: the next call may start at /);
  });
});
