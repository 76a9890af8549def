import { describe, expect, it } from "vitest";
import type { SelectData } from "../../src/commands/select.js";
import { useSandbox } from "../support/cli.js";

const sandbox = useSandbox({ speed: 1000 });
const [A, B] = ["+14155550101", "+12125550103"] as const;
const CALLEE = "+14155550199";
const realFetch = (request: Request) => fetch(request);
const callArgs = (agentId: string, ...more: string[]) => [
  "call",
  "--agent",
  agentId,
  "--phone",
  CALLEE,
  "--name",
  "Ann",
  ...more,
];
const DAY_MS = 86_400_000;
/** Later than the minimum gap. */
const inAMoment = { now: () => Date.now() + 10_000 };
const callsOf = (agentId: string) => sandbox.client().calls.list({ model_id: agentId }).toArray();

describe("call", () => {
  it("chooses by the policy, places the call and shows why", async () => {
    const agentId = await sandbox.agentWith([A, B], "Acme sales");
    const { exitCode, stdout } = await sandbox.cli(callArgs(agentId, "--policy", "localPresence"));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Agent +Acme sales\nCallee +\+14155550199 \(Ann\)\nCaller ID +\+14155550101\nWhy +same area code as the callee/,
    );
    const [record] = await callsOf(agentId);
    expect(stdout).toContain(record?.call_id);
    expect(record?.phone_number_from).toBe(A);
  });

  it("keeps to the number the callee was called from before, across runs", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    await sandbox.cli(callArgs(agentId, "--from", B));
    const { json } = await sandbox.cli(callArgs(agentId, "--policy", "localPresence", "--json"), inAMoment);
    expect(json()).toMatchObject({
      outcome: "placed",
      selection: { callerId: B, reasons: { affinity: "kept" } },
    });
    const fresh = await sandbox.cli(callArgs(agentId, "--policy", "localPresence", "--no-history", "--json"));
    expect(fresh.json()).toMatchObject({ selection: { callerId: A } });
  });

  it("remembers the callee's number for as long as the policy does, beyond the day that limits count", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    await sandbox.cli(callArgs(agentId, "--from", B));
    const daysLater = (days: number) => ({ now: () => Date.now() + days * DAY_MS });
    const args = callArgs(agentId, "--policy", "localPresence", "--dry-run", "--json");
    const after29 = await sandbox.cli(args, daysLater(29));
    expect(after29.json()).toMatchObject({ selection: { callerId: B, reasons: { affinity: "kept" } } });
    const after31 = await sandbox.cli(args, daysLater(31));
    expect(after31.json()).toMatchObject({ selection: { callerId: A, reasons: { affinity: "none" } } });
  });

  it("counts calls as far back as --history says", async () => {
    const agentId = await sandbox.agentWith([A]);
    await sandbox.cli(callArgs(agentId, "--from", A));
    const config = "policy: { affinity: 'off', limits: { maxCallsPerDay: 1 } }\n";
    const anHourLater = { config, now: () => Date.now() + 3_600_000 };
    expect(await sandbox.cli(callArgs(agentId, "--dry-run"), anHourLater)).toMatchObject({ exitCode: 6 });
    const within30Minutes = await sandbox.cli(
      callArgs(agentId, "--dry-run", "--history", "30m"),
      anHourLater,
    );
    expect(within30Minutes).toMatchObject({ exitCode: 0 });
  });

  it("dials nothing with --dry-run", async () => {
    const agentId = await sandbox.agentWith([A]);
    const { exitCode, stdout } = await sandbox.cli(callArgs(agentId, "--dry-run"));
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Dry run: nothing was dialled.");
    expect(await callsOf(agentId)).toEqual([]);
  });

  it("sends the custom variables", async () => {
    const agentId = await sandbox.agentWith([A]);
    let body: unknown;
    const fetch = async (request: Request) => {
      if (request.method === "POST") body = await request.clone().json();
      return await realFetch(request);
    };
    await sandbox.cli(callArgs(agentId, "--variable", "plan=gold", "city=San Jose"), { fetch });
    expect(body).toMatchObject({
      custom_variables: [
        { key: "plan", value: "gold" },
        { key: "city", value: "San Jose" },
      ],
    });
  });

  it("waits for the end and compares the number used", async () => {
    const agentId = await sandbox.agentWith([A]);
    const { exitCode, json } = await sandbox.cli(callArgs(agentId, "--wait", "--json"));
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ waited: { state: "ended", verdict: "match", record: { callerId: A } } });
  });

  it("exits 5 when another number was used", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    const fetch = async (request: Request) => {
      if (request.method !== "POST") return await realFetch(request);
      const body = { ...((await request.json()) as object), from_phone_number: B };
      return await realFetch(
        new Request(request.url, { method: "POST", headers: request.headers, body: JSON.stringify(body) }),
      );
    };
    const { exitCode, stdout } = await sandbox.cli(callArgs(agentId, "--from", A, "--wait"), { fetch });
    expect(exitCode).toBe(5);
    expect(stdout).toContain("The call used another number than the selected one.");
  });

  it("refuses a number of one's own that is not attached, before dialling", async () => {
    const agentId = await sandbox.agentWith([A], "Acme sales");
    const { exitCode, stderr } = await sandbox.cli(callArgs(agentId, "--from", B));
    expect(exitCode).toBe(4);
    expect(stderr).toBe(
      `Error: ${B} is not attached to Acme sales, whose pool has 1 number.\nSee them with: dialpool pool show --agent ${agentId}\n`,
    );
    expect(await callsOf(agentId)).toEqual([]);
  });

  it("says when the number was detached meanwhile", async () => {
    const agentId = await sandbox.agentWith([A, B], "Acme sales");
    const fetch = async (request: Request) => {
      if (request.method === "POST") await sandbox.client().agents.detachPhoneNumber(agentId, A.slice(1));
      return await realFetch(request);
    };
    const { exitCode, stderr } = await sandbox.cli(callArgs(agentId, "--from", A), { fetch });
    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      `${A} was detached from Acme sales meanwhile, so the call was refused and nobody was called.`,
    );
  });

  it("exits 7 and says how to look when the outcome is unknown", async () => {
    const agentId = await sandbox.agentWith([A]);
    const fetch = async (request: Request) =>
      request.method === "POST" ? Response.json({}, { status: 502 }) : await realFetch(request);
    const { exitCode, stderr } = await sandbox.cli(callArgs(agentId), { fetch });
    expect(exitCode).toBe(7);
    expect(stderr).toContain("may have been placed");
    expect(stderr).toContain(`dialpool calls list --agent ${agentId} --to ${CALLEE}`);
  });

  it("does not dial after an interrupt", async () => {
    const agentId = await sandbox.agentWith([A]);
    expect(await sandbox.cli(callArgs(agentId), { interrupted: AbortSignal.abort() })).toMatchObject({
      exitCode: 130,
    });
    expect(await callsOf(agentId)).toEqual([]);
  });
});

describe("a selection without a number", () => {
  it("exits 6 at the limit and says when to try again", async () => {
    const agentId = await sandbox.agentWith([A]);
    const config = "policy: { limits: { maxCallsPerDay: 1 }, affinity: off }\n".replace("off", '"off"');
    expect(await sandbox.cli(callArgs(agentId), { config })).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout } = await sandbox.cli(callArgs(agentId), { config });
    expect(exitCode).toBe(6);
    expect(stdout).toMatch(/Caller ID +none\nWhy +No number may be used before \d{4}-/);
    expect(await callsOf(agentId)).toHaveLength(1);
    const { json } = await sandbox.cli(callArgs(agentId, "--json"), { config });
    expect(json()).toMatchObject({
      outcome: "refused",
      selection: { code: "exhausted", retryAt: expect.stringMatching(/Z$/) },
    });
  });

  it("exits 4 at a limit that waiting does not lift", async () => {
    const agentId = await sandbox.agentWith([A]);
    const result = await sandbox.cli(callArgs(agentId), {
      config: "policy: { limits: { maxCallsPerDay: 0 } }\n",
    });
    expect(result).toMatchObject({ exitCode: 4, stdout: expect.stringContaining("waiting does not help") });
  });

  it("exits 4 when no number fits", async () => {
    const agentId = await sandbox.agentWith([B]);
    const config = "policy: { route: { localPresence: [area-code] } }\n";
    const { exitCode, stdout } = await sandbox.cli(["select", "--agent", agentId, "--phone", CALLEE], {
      config,
    });
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/No number of the pool fits this call[:;] ac:415 had no number\./);
  });

  it("exits 6 when the callee was called too often, and when their own number is awaited", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    await sandbox.cli(callArgs(agentId, "--from", A));
    const often = "policy: { limits: { maxCallsPerCallee: { calls: 1, withinHours: 100 } } }\n";
    expect(
      await sandbox.cli(callArgs(agentId, "--json"), { config: often, now: () => Date.now() + 3 * DAY_MS }),
    ).toMatchObject({ exitCode: 6, stdout: expect.stringContaining('"code": "callee_limit"') });
    const waiting =
      "policy: { affinity: { mode: sticky, whenAtLimit: wait, maxWaitHours: 30 }, limits: { maxCallsPerDay: 1 } }\n";
    expect(await sandbox.cli(callArgs(agentId, "--json"), { config: waiting, ...inAMoment })).toMatchObject({
      exitCode: 6,
      stdout: expect.stringContaining('"code": "sticky_at_limit"'),
    });
    expect(await callsOf(agentId)).toHaveLength(1);
  });

  it("exits 4 for a country that is not allowed, and for a number that is gone", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    const config = "policy: { limits: { allowedCountries: [GB] } }\n";
    expect(await sandbox.cli(callArgs(agentId, "--json"), { config })).toMatchObject({
      exitCode: 4,
      stdout: expect.stringContaining('"code": "country_not_allowed"'),
    });
    await sandbox.cli(callArgs(agentId, "--from", A));
    const gone = `policy: { affinity: { mode: sticky, whenGone: refuse }, route: { tags: [brand] } }
numbers: { "${A}": { tags: { brand: bolt } } }
`;
    expect(await sandbox.cli(callArgs(agentId, "--json"), { config: gone })).toMatchObject({
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
    await sandbox.cli(callArgs(agentId, "--from", A));
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
