import type { Call } from "@dialpool/core";
import { describe, expect, it } from "vitest";
import type { SelectData } from "../../src/commands/select.js";
import { type CliOptions, useSandbox } from "../support/cli.js";
import { createIdleClock } from "../support/idle-clock.js";
import { folderOf } from "../support/test-io.js";

const clock = createIdleClock();
const sandbox = useSandbox({ speed: 1000 }, clock);
const [A, B] = ["+14155550101", "+12125550103"] as const;
const CALLEE = "+14155550199";
const realFetch = (request: Request) => fetch(request);
const CALL = ["call", "--phone", CALLEE, "--name", "Ann"];
const DAY_MS = 86_400_000;
/** Later than the minimum gap. */
const inAMoment = { now: () => clock.now() + 9000 };
const callsOf = (agentId: string) => sandbox.client().calls.list({ model_id: agentId }).toArray();

/** An agent of its own, and command lines that share a state. */
async function callerOf(numbers: readonly string[], name?: string) {
  const agentId = await sandbox.agentWith(numbers, name);
  const home = await folderOf({});
  const cli = (args: readonly string[], { config = "", ...options }: CliOptions = {}) =>
    sandbox.cli(args, {
      place: { XDG_STATE_HOME: home },
      config: `agent: ${agentId}\n${config}`,
      ...options,
    });
  return {
    agentId,
    cli,
    call: (more: readonly string[] = [], options: CliOptions = {}) => cli([...CALL, ...more], options),
    /** The same where nothing is known yet. */
    afresh: async (more: readonly string[], options: CliOptions = {}) =>
      cli([...CALL, ...more], { place: { XDG_STATE_HOME: await folderOf({}) }, ...options }),
    placed: () => callsOf(agentId),
  };
}

/** Answers `POST /calls` itself. */
function answering(answer: () => Response) {
  return async (request: Request) => (request.method === "POST" ? answer() : await realFetch(request));
}

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

    const reconciled = await cli(["campaign", "reconcile", "--json"]);
    expect(reconciled.exitCode).toBe(0);
    expect(reconciled.json()).toMatchObject({ placed: 1, ended: 1, undecided: 0, singleCalls: [] });
    expect((await call([], inAMoment)).exitCode).toBe(0);
    expect((await cli(["verify", "--wait", "0"])).stdout).toContain(
      "all 2 calls used the selected caller ID",
    );
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
    expect(await call(["--json"], { config: often, now: () => clock.now() + 3 * DAY_MS })).toMatchObject({
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

describe("select", () => {
  it("chooses and calls nobody", async () => {
    const agentId = await sandbox.agentWith([A, B], "Acme sales");
    const args = [
      "select",
      "--agent",
      agentId,
      "--phone",
      "(212) 555-0190",
      "--default-country",
      "US",
      "--policy",
      "localPresence",
    ];
    const { exitCode, stdout } = await sandbox.cli(args);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Agent +Acme sales\nCallee +\+12125550190\nCaller ID +\+12125550103\nWhy +same area code/,
    );
    expect(await callsOf(agentId)).toEqual([]);
  });

  it("gives number, link, reasons and sentence as JSON", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    const { json } = await sandbox.cli([
      "select",
      "--agent",
      agentId,
      "--phone",
      CALLEE,
      "--policy",
      "localPresence",
      "--json",
    ]);
    expect(json()).toMatchObject({
      version: 1,
      ok: true,
      callerId: A,
      link: "ac:415",
      reasons: { affinity: "none", skipped: [] },
      explanation: expect.stringContaining("same area code"),
    });
  });

  it("shows what was seen of each link and number with --explain", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    await sandbox
      .client()
      .calls.create({ model_id: agentId, phone: CALLEE, name: "Ann", from_phone_number: A });
    const config = `agent: ${agentId}\npolicy: { affinity: "off", route: { localPresence: [area-code, country, any] }, limits: { maxCallsPerDay: 1 } }\n`;
    const args = ["select", "--phone", "+14155550190", "--explain"];
    const { stdout } = await sandbox.cli(args, { config });
    expect(stdout).toMatch(/\nCaller ID +\+12125550103\nWhy +same country as the callee \(country:US\)/);
    expect(stdout).toMatch(/\nAffinity +none\nOrder +round-robin\n\nLink +Step +What was seen\n/);
    expect(stdout).toMatch(
      /\nac:415 +area code +its only number is at a limit; the next is free at \d{4}-[^\n]* UTC\n {2}\+14155550101 +at its daily limit, free at \d{4}-[^\n]* UTC\n/,
    );
    expect(stdout).toMatch(
      /\ncountry:US +country +chosen from here: 1 of 2 numbers free; [^\n]*\n {2}\+12125550103 +chosen\n/,
    );
    expect(stdout).toMatch(/\nany +any +not reached: 1 of 2 numbers free\n/);
    // One sentence says why; the rest is in the table.
    expect(stdout).not.toMatch(/Why .*not tried/);
  });

  it("gives what was seen as data with --explain --json", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    const args = ["select", "--agent", agentId, "--phone", "+14155550190", "--policy", "localPresence"];
    const { json } = await sandbox.cli([...args, "--explain", "--json"]);
    const { chain, reasons } = json() as unknown as SelectData;
    expect(chain?.[0]).toEqual({
      link: "ac:415",
      step: "area-code",
      outcome: "chosen",
      size: 1,
      free: 1,
      freeAt: null,
      numbers: [{ number: A, slug: A.slice(1), verdict: "chosen", freeAt: null }],
    });
    expect(chain?.at(-1)).toMatchObject({ link: "any", outcome: "not_reached", size: 2, free: 2 });
    expect(reasons).not.toHaveProperty("trace");
    expect((await sandbox.cli([...args, "--json"])).json()).not.toHaveProperty("chain");
  });

  it("routes by tags", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    const config = `agent: ${agentId}\npolicy: { route: { tags: [brand] } }\nnumbers:\n  ${A}: { tags: { brand: acme } }\n  ${B}: { tags: { brand: bolt } }\n`;
    const { json } = await sandbox.cli(["select", "--phone", CALLEE, "--tag", "brand=bolt", "--json"], {
      config,
    });
    expect(json()).toMatchObject({ callerId: B });
  });

  it("notes a configured number that is not attached", async () => {
    const agentId = await sandbox.agentWith([A]);
    const config = `agent: ${agentId}\nnumbers: { "${B}": { weight: 2 } }\n`;
    const { stderr } = await sandbox.cli(["select", "--phone", CALLEE], { config });
    expect(stderr).toBe(`Note: ${B} is configured and not attached to the agent; it is left out.\n`);
  });
});

describe("calls", () => {
  it("list shows the records, and that there are more", async () => {
    const agentId = await sandbox.agentWith([A]);
    for (const phone of [CALLEE, "+12125550190", CALLEE]) {
      await sandbox.client().calls.create({ model_id: agentId, phone, name: "Ann", from_phone_number: A });
    }
    const all = await sandbox.cli(["calls", "list", "--agent", agentId, "--since", "1h"]);
    expect(all.stdout.trim().split("\n")).toHaveLength(4);
    expect(all.stdout).toMatch(/^Started \(UTC\) +Status +From +To +Seconds +Call\n/);
    const cut = await sandbox.cli(["calls", "list", "--agent", agentId, "--limit", "2"]);
    expect(cut.stdout).toContain("The first 2 calls; --limit shows more.");
    const to = await sandbox.cli(["calls", "list", "--agent", agentId, "--to", "+1 212 555 0190", "--json"]);
    expect(to.json()).toMatchObject({ calls: [{ callee: "+12125550190", callerId: A }], isCut: false });
  });

  it("show gives one record", async () => {
    const agentId = await sandbox.agentWith([A]);
    const { call_id: callId } = await sandbox
      .client()
      .calls.create({ model_id: agentId, phone: CALLEE, name: "Ann", from_phone_number: A });
    const { stdout } = await sandbox.cli(["calls", "show", callId]);
    expect(stdout).toContain(callId);
    expect(stdout).toMatch(/From +\+14155550101\nTo +\+14155550199\n/);
    expect((await sandbox.cli(["calls", "show", callId, "--json"])).json()).toMatchObject({
      callId,
      record: { call_id: callId },
    });
  });
});
