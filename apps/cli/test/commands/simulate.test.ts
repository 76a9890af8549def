import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { SimulateData } from "../../src/commands/simulate.js";
import { type CliOptions, useSandbox } from "../support/cli.js";
import { createVirtualClock } from "../support/virtual-clock.js";

const clock = createVirtualClock();
const sandbox = useSandbox({ now: clock.now });
const [A, B] = ["+14155550101", "+12125550103"] as const;
const CONTACTS = csvOf(["+14155550111", "+14155550112", "+16285550113", "+13105550114", "+442079460115"]);
const POOL = { "pool.yaml": `- ${A}\n- ${B}\n` };

function csvOf(phones: readonly string[], columns = ""): string {
  return `phone,name${columns}\n${phones.map((phone, line) => `${phone},Contact ${line}\n`).join("")}`;
}

function simulate(args: readonly string[], { files, ...options }: CliOptions = {}) {
  return sandbox.cli(["simulate", "list.csv", ...args], {
    files: { "list.csv": CONTACTS, ...POOL, ...files },
    now: clock.now,
    ...options,
  });
}

const dataOf = (result: { json: () => Record<string, unknown> }) => result.json() as unknown as SimulateData;

describe("simulate", () => {
  it("shows load, match, areas without a number and the pool's size, without API or key", async () => {
    const { exitCode, stdout, stderr } = await simulate(
      ["--pool", "pool.yaml", "--policy", "localPresence", "--start", "2026-11-24T15:00:00Z"],
      { env: {} },
    );
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^5 calls to 5 contacts of list\.csv from the 2 numbers of pool\.yaml, in .*\. Nobody was called\.\n/,
    );
    expect(stdout).toMatch(/\nFrom \(UTC\) +2026-11-24 15:00:00 to 2026-11-24 15:0/);
    expect(stdout).toMatch(/\nMatch +Calls +Share\n/);
    expect(stdout).toMatch(/\narea code +\d +\d+ % +█/);
    expect(stdout).toMatch(/\nNumber +Calls +Share +Most an hour +a minute +at once\n/);
    expect(stdout).toMatch(/\n\+14155550101 +\d +\d+ % +\d +\d +\d +█+/);
    expect(stdout).toContain("\n3 areas of 4 without a number of the pool, with 60 % of the contacts\nArea");
    expect(stdout).toMatch(/\n628 \(US-CA\) +1 +overlay\n/);
    expect(stdout).toMatch(/\nPool +2 numbers, which may carry 150 calls a day\n/);
    expect(stdout).toMatch(/\nNeeded +1 by calls per day, 2 by minimum gap for 5 calls a day\n/);
  });

  it("gives the report as data", async () => {
    const data = dataOf(await simulate(["--pool", "pool.yaml", "--policy", "localPresence", "--json"]));
    expect(data).toMatchObject({
      version: 1,
      source: "list.csv",
      poolName: "pool.yaml",
      rows: 5,
      contacts: 5,
      calls: 5,
      startAt: clock.now(),
      startRate: 1,
      concurrency: 5,
      seed: 1,
      coverage: { areas: 4, coveredContacts: 2 },
    });
    expect(data.numbers.map(({ number }) => number)).toEqual([B, A]);
  });

  it("gives the same report for the same seed, another for another", async () => {
    const args = ["--pool", "pool.yaml", "--json", "--policy", "weighted"];
    const [first, same, other] = [
      await simulate(args),
      await simulate(args),
      await simulate([...args, "--seed", "7"]),
    ];
    expect(same.stdout).toBe(first.stdout);
    expect(dataOf(other).outcomes).not.toEqual(dataOf(first).outcomes);
  });

  it("reports invalid and duplicate rows by line, as a campaign does", async () => {
    const list = "phone,name\n+14155550111,Ann\nCALL-NOW,Vi\n+1 415 555 0111,Twin\n";
    const { stdout } = await simulate(["--pool", "pool.yaml"], { files: { "list.csv": list } });
    expect(stdout).toContain("line 3: not called, invalid: the phone number has letters\n");
    expect(stdout).toContain("line 4: not called, duplicate: the same number as in line 2\n");
    expect(stdout).toContain("1 call to 1 contact of list.csv");
  });

  it("reads the list from standard input", async () => {
    const stdin = {
      isTTY: false,
      [Symbol.asyncIterator]: async function* () {
        yield new TextEncoder().encode(CONTACTS);
      },
    };
    const { stdout } = await sandbox.cli(["simulate", "-", "--pool", "pool.yaml"], { stdin, files: POOL });
    expect(stdout).toContain("5 calls to 5 contacts of standard input");
  });

  it("exits 2 when no row can be called", async () => {
    const files = { "list.csv": "phone,name\nCALL-NOW,Vi\n" };
    expect(await simulate(["--pool", "pool.yaml"], { files })).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining("0 calls to 0 contacts"),
    });
  });

  it("takes start rate, concurrency, call length, answers and the work of a day", async () => {
    const result = await simulate([
      ...["--pool", "pool.yaml", "--json", "--start-rate", "2", "--concurrency", "1", "--call-seconds", "10"],
      ...["--answer-rate", "1", "--calls-per-day", "1000"],
    ]);
    const data = dataOf(result);
    expect(data.endAt - data.startAt).toBe(50_000);
    expect(data).toMatchObject({
      peak: { callsAtOnce: 1 },
      outcomes: { answered: 5 },
      sizing: {
        callsPerDay: 1000,
        needs: [
          { limit: "calls-per-day", numbers: 14 },
          { limit: "min-gap", numbers: 1 },
        ],
      },
    });
  });

  it("says who would not be called and why, and what the pool lacks", async () => {
    const config = "policy: { limits: { maxCallsPerDay: 1, allowedCountries: [US] }, affinity: 'off' }\n";
    const { exitCode, stdout } = await simulate(["--pool", "pool.yaml", "--max-wait", "1h"], { config });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("\n3 of 5 contacts would not be called.\n");
    expect(stdout).toContain("\n  2: every number that fits was at a limit\n");
    expect(stdout).toContain("\n  1: the policy does not allow the country\n");
    expect(stdout).toContain("\n2 of them would have had to wait too long (--max-wait).\n");
    expect(stdout).toContain("\nThe pool is 3 numbers short, by its limit of calls per day.\n");
    expect(stdout).toMatch(/\nHeld up by +calls per day \(2 contacts\)\n/);
  });

  it("shows the calls by the day when it takes several", async () => {
    const config = "policy: { limits: { maxCallsPerDay: 1 }, affinity: 'off' }\n";
    const { stdout } = await simulate(["--pool", "pool.yaml", "--start", "2026-11-24T15:00:00Z"], { config });
    expect(stdout).toMatch(
      /\nDay from \(UTC\) +Calls\n2026-11-24 15:00:00 +2 .*\n2026-11-25 15:00:00 +2 .*\n2026-11-26 15:00:00 +1 /,
    );
    expect(stdout).toMatch(/\nStalled +2 d.* in which nobody could be called\n/);
  });

  it("routes by the list's columns and by --tag", async () => {
    const list = "phone,name,brand\n+14155550111,Ann,acme\n+14155550112,Bo,\n";
    const pool = `- { number: ${A}, tags: { brand: acme } }\n- { number: ${B}, tags: { brand: bolt } }\n`;
    const result = await simulate(["--pool", "pool.yaml", "--tag", "brand=bolt", "--json"], {
      files: { "list.csv": list, "pool.yaml": pool },
      config: "policy: { route: { tags: [brand] } }\n",
    });
    expect(dataOf(result).numbers.map(({ number, calls }) => [number, calls])).toEqual([
      [B, 1],
      [A, 1],
    ]);
  });
});

describe("the README", () => {
  it("shows what `simulate` prints for the sample list", async () => {
    const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const [, args = "", shown = ""] =
      /^```console\n\$ dialpool simulate contacts\.csv (.*)\n([^`]*)^```$/m.exec(readme) ?? [];
    const list = await readFile(new URL("../../samples/contacts.csv", import.meta.url), "utf8");
    const pool = ["+14155550100", "+12135550101", "+13105550102", "+16286666348"];
    const files = { "contacts.csv": list, "pool.yaml": pool.map((number) => `- ${number}\n`).join("") };
    const { stdout } = await sandbox.cli(["simulate", "contacts.csv", ...args.split(" ")], {
      env: {},
      files,
    });
    const printed = stdout.split("\n");
    const lines = shown.split("\n").filter((line) => line !== "…");
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(printed).toContain(line);
  });
});

describe("simulate with an agent's pool", () => {
  it("counts the agent's calls, unless told otherwise", async () => {
    const agentId = await sandbox.agentWith([A], "Acme sales");
    await sandbox
      .client()
      .calls.create({ model_id: agentId, phone: "+14155550111", name: "Ann", from_phone_number: A });
    const config = `agent: ${agentId}\npolicy: { limits: { maxCallsPerDay: 2 } }\n`;
    const args = ["--max-wait", "0s", "--start-rate", "0.5", "--json"];
    await clock.sleep(10_000);
    expect(dataOf(await simulate(args, { config }))).toMatchObject({
      poolName: "Acme sales",
      calls: 1,
      dropped: 4,
      affinity: { kept: 1 },
    });
    expect(dataOf(await simulate([...args, "--no-history"], { config }))).toMatchObject({
      calls: 2,
      dropped: 3,
    });
  });

  it("takes one pool, not two", async () => {
    const result = await simulate(["--pool", "pool.yaml", "--agent", "x"]);
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("cannot be used with") });
  });
});
