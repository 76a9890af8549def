import { describe, expect, it } from "vitest";
import { A, B, CALLEE, DAY_MS, useCalls } from "../support/calls.js";

const { clock, callerOf, inAMoment } = useCalls();

describe("a selection without a number", () => {
  it("exits 6 at the limit and says when to try again", async () => {
    const { call, placed } = await callerOf([A]);
    const config = "policy: { limits: { maxCallsPerDay: 1 }, affinity: 'off' }\n";
    expect(await call(["--wait"], { config })).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout } = await call([], { config });
    expect(exitCode).toBe(6);
    expect(stdout).toMatch(/Caller ID +none\nWhy +No number may be used before \d{4}-/);
    expect(await placed()).toHaveLength(1);
    const { json } = await call(["--json"], { config });
    expect(json()).toMatchObject({
      outcome: "refused",
      selection: { code: "exhausted", retryAt: expect.stringMatching(/Z$/) },
    });
  });

  it("exits 4 at a limit that waiting does not lift", async () => {
    const { call } = await callerOf([A]);
    const result = await call([], { config: "policy: { limits: { maxCallsPerDay: 0 } }\n" });
    expect(result).toMatchObject({ exitCode: 4, stdout: expect.stringContaining("waiting does not help") });
  });

  it("exits 4 when no number fits", async () => {
    const { cli } = await callerOf([B]);
    const config = "policy: { route: { localPresence: [area-code] } }\n";
    const { exitCode, stdout } = await cli(["select", "--phone", CALLEE], { config });
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/No number of the pool fits this call[:;] ac:415 had no number\./);
  });

  it("exits 6 when the callee was called too often, and when their own number is awaited", async () => {
    const { call, placed } = await callerOf([A, B]);
    await call(["--from", A, "--wait"]);
    const waiting =
      "policy: { affinity: { mode: sticky, whenAtLimit: wait, maxWaitHours: 30 }, limits: { maxCallsPerDay: 1 } }\n";
    expect(await call(["--json"], { config: waiting, ...inAMoment })).toMatchObject({
      exitCode: 6,
      stdout: expect.stringContaining('"code": "sticky_at_limit"'),
    });
    const often = "policy: { limits: { maxCallsPerCallee: { calls: 1, withinHours: 100 } } }\n";
    clock.pass(3 * DAY_MS);
    expect(await call(["--json"], { config: often })).toMatchObject({
      exitCode: 6,
      stdout: expect.stringContaining('"code": "callee_limit"'),
    });
    expect(await placed()).toHaveLength(1);
  });

  it("exits 4 for a country that is not allowed, and for a number that is gone", async () => {
    const { call } = await callerOf([A, B]);
    const config = "policy: { limits: { allowedCountries: [GB] } }\n";
    expect(await call(["--json"], { config })).toMatchObject({
      exitCode: 4,
      stdout: expect.stringContaining('"code": "country_not_allowed"'),
    });
    await call(["--from", A, "--wait"]);
    const gone = `policy: { affinity: { mode: sticky, whenGone: refuse }, route: { tags: [brand] } }
numbers: { "${A}": { tags: { brand: bolt } } }
`;
    expect(await call(["--json"], { config: gone })).toMatchObject({
      exitCode: 4,
      stdout: expect.stringContaining('"code": "sticky_gone"'),
    });
  });
});
