import { describe, expect, it } from "vitest";
import { A, B, DAY_MS, realFetch, useCalls } from "../support/calls.js";

const { clock, callerOf, inAMoment } = useCalls();

describe("call", () => {
  it("chooses by the policy, places the call and shows why", async () => {
    const { call, placed } = await callerOf([A, B], "Acme sales");
    const { exitCode, stdout } = await call(["--policy", "localPresence"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Agent +Acme sales\nCallee +\+14155550199 \(Ann\)\nCaller ID +\+14155550101\nWhy +same area code as the callee/,
    );
    const [record] = await placed();
    expect(stdout).toContain(record?.call_id);
    expect(record?.phone_number_from).toBe(A);
  });

  it("keeps to the number the callee was called from before, across runs", async () => {
    const { call, afresh } = await callerOf([A, B]);
    await call(["--from", B, "--wait"]);
    const { json } = await call(["--policy", "localPresence", "--json"], inAMoment);
    expect(json()).toMatchObject({
      outcome: "placed",
      selection: { callerId: B, reasons: { affinity: "kept" } },
    });
    const fresh = await afresh(["--policy", "localPresence", "--no-history", "--json"]);
    expect(fresh.json()).toMatchObject({ selection: { callerId: A } });
  });

  it("remembers the callee's number for as long as the policy does, beyond the day that limits count", async () => {
    const { call, afresh } = await callerOf([A, B]);
    await call(["--from", B, "--wait"]);
    const daysLater = (days: number) => ({ now: () => clock.now() + days * DAY_MS });
    const args = ["--policy", "localPresence", "--dry-run", "--json"];
    for (const again of [call, afresh]) {
      const after29 = await again(args, daysLater(29));
      expect(after29.json()).toMatchObject({ selection: { callerId: B, reasons: { affinity: "kept" } } });
      const after31 = await again(args, daysLater(31));
      expect(after31.json()).toMatchObject({ selection: { callerId: A, reasons: { affinity: "none" } } });
    }
  });

  it("counts calls as far back as --history says", async () => {
    const { call, afresh } = await callerOf([A]);
    await call(["--from", A]);
    const config = "policy: { affinity: 'off', limits: { maxCallsPerDay: 1 } }\n";
    const anHourLater = { config: `${config}`, now: () => clock.now() + 3_600_000 };
    expect(await afresh(["--dry-run"], anHourLater)).toMatchObject({ exitCode: 6 });
    expect(await afresh(["--dry-run", "--history", "30m"], anHourLater)).toMatchObject({ exitCode: 0 });
  });

  it("dials nothing with --dry-run", async () => {
    const { call, placed } = await callerOf([A]);
    const { exitCode, stdout } = await call(["--dry-run"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Dry run: nothing was dialled.");
    expect(await placed()).toEqual([]);
  });

  it("sends the custom variables, and the attempt's id", async () => {
    const { call } = await callerOf([A]);
    let body: unknown;
    const fetch = async (request: Request) => {
      if (request.method === "POST") body = await request.clone().json();
      return await realFetch(request);
    };
    const { json } = await call(["--variable", "plan=gold", "city=San Jose", "--json"], { fetch });
    expect(body).toMatchObject({
      custom_variables: [
        { key: "plan", value: "gold" },
        { key: "city", value: "San Jose" },
        { key: "attempt_id", value: (json() as { attemptId?: string }).attemptId },
      ],
    });
  });

  it("refuses a number of one's own that is not attached, before dialling", async () => {
    const { call, agentId, placed } = await callerOf([A], "Acme sales");
    const { exitCode, stderr } = await call(["--from", B]);
    expect(exitCode).toBe(4);
    expect(stderr).toBe(
      `Error: ${B} is not attached to Acme sales, whose pool has 1 number.\nSee them with: dialpool pool show --agent ${agentId}\n`,
    );
    expect(await placed()).toEqual([]);
  });

  it("keeps the limits of a number of one's own, and says so in a dry run too", async () => {
    const { call, placed } = await callerOf([A, B]);
    const config = "policy: { affinity: 'off', limits: { maxCallsPerDay: 1, minGapSeconds: null } }\n";
    expect(await call(["--from", A, "--wait"], { config })).toMatchObject({ exitCode: 0 });
    for (const more of [["--dry-run"], []]) {
      const { exitCode, stdout } = await call(["--from", A, ...more], { config });
      expect(exitCode).toBe(6);
      expect(stdout).toMatch(/Caller ID +none\nWhy +No number may be used before/);
    }
    expect(await placed()).toHaveLength(1);
  });

  it("does not dial after an interrupt", async () => {
    const { call, placed } = await callerOf([A]);
    expect(await call([], { interrupted: AbortSignal.abort() })).toMatchObject({
      exitCode: 130,
      stdout: "",
      stderr: "Error: Interrupted.\n",
    });
    expect(await placed()).toEqual([]);
  });

  it("does not dial when it is interrupted while it waits for its slot, and says so", async () => {
    const { call, cli, placed } = await callerOf([A, B]);
    await call();
    const interrupt = new AbortController();
    const result = await cli(["call", "--phone", "+14155550198", "--name", "Bo"], {
      interrupted: interrupt.signal,
      sleep: async () => interrupt.abort(),
    });
    expect(result).toMatchObject({
      exitCode: 130,
      stdout: "",
      stderr: "Error: Interrupted: nobody was called.\n",
    });
    expect(await placed()).toHaveLength(1);
  });

  it.each(["memory", "redis://127.0.0.1:1"])(
    "is refused with --store %s, as campaigns are",
    async (store) => {
      const { call, placed } = await callerOf([A]);
      for (const more of [[], ["--dry-run"]]) {
        const result = await call(["--store", store, ...more]);
        expect(result).toMatchObject({ exitCode: 2, stdout: "" });
        expect(result.stderr).toContain(
          "Calls and campaigns are written down in a file of this machine for now, and ",
        );
      }
      expect(await placed()).toEqual([]);
    },
  );
});
