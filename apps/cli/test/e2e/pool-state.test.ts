import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describeRedis } from "@dialpool/redis-server/vitest";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import type { CampaignRunData } from "../../src/campaign/run-report.js";
import type { UsageData } from "../../src/commands/usage.js";
import { folderOf } from "../support/test-io.js";
import { BINARY, runBinary, start } from "./binary.js";

const POOL_SIZE = 4;
/** Calls that each number may carry a day. */
const LIMIT = 10;
const policyOf = (limit: number) =>
  `policy: { affinity: "off", limits: { maxCallsPerDay: ${limit}, minGapSeconds: null } }\n`;

type Variables = Readonly<Record<string, string>>;

/** A sandbox process, an agent's configuration, and a place for the state. */
async function setUp(place: Variables, limit = LIMIT, poolSize = POOL_SIZE) {
  const sandbox = start(["sandbox", "--speed", "1000", "--pool-size", String(poolSize), "--json"]);
  onTestFinished(() => void sandbox.child.kill("SIGKILL"));
  const { url, apiKey, agentId } = JSON.parse(await sandbox.nextLine()) as Record<
    "url" | "apiKey" | "agentId",
    string
  >;
  const cwd = await folderOf({ "dialpool.yaml": `agent: ${agentId}\n${policyOf(limit)}`, ...lists(2, 40) });
  const env = { SYNTHFLOW_BASE_URL: url, SYNTHFLOW_API_KEY: apiKey, ...place };
  const dialpool = (...args: readonly string[]) => runBinary(args, env, cwd);
  const usage = async () => {
    const { stdout } = await dialpool("usage", "--json");
    return (JSON.parse(stdout) as UsageData).pools[0]?.numbers ?? [];
  };
  /** Calls that the API has, by the number they came from. */
  const callsByNumber = async () => {
    const { stdout } = await dialpool("calls", "list", "--limit", "1000", "--json");
    const counts = new Map<string, number>();
    for (const { callerId } of (JSON.parse(stdout) as { calls: { callerId: string }[] }).calls)
      counts.set(callerId, (counts.get(callerId) ?? 0) + 1);
    return counts;
  };
  return { cwd, env, agentId, dialpool, usage, callsByNumber };
}

/** Lists of contacts that share nobody. */
function lists(count: number, rows: number): Record<string, string> {
  const listOf = (list: number) =>
    Array.from(
      { length: rows },
      (_, row) => `+1415555${String(100 + list * rows + row).padStart(4, "0")},Ann`,
    );
  return Object.fromEntries(
    Array.from({ length: count }, (_, list) => [`${list}.csv`, `phone,name\n${listOf(list).join("\n")}\n`]),
  );
}

const campaign = (list: string) => [
  ...["campaign", "run", list, "--start-rate", "200", "--concurrency", "50", "--max-wait", "1s", "--json"],
];

/** @param choose A command that chooses a number, and counts it. */
function describeSharedState(newPlace: () => Variables, choose: (phone: string) => readonly string[]): void {
  it("a second command knows the calls of the first", async () => {
    const { dialpool, usage } = await setUp(newPlace());
    const first = await dialpool(...choose("+14155550199"));
    expect(first.exitCode).toBe(0);
    expect(first.stderr).toMatch(/ is new in .+: 0 calls of the last 1 d are counted\.\n$/);
    const second = await dialpool(...choose("+14155550198"));
    expect(second).toMatchObject({ exitCode: 0, stderr: "" });
    const calls = (await usage()).map(({ callsInDay }) => callsInDay);
    expect(calls.sort()).toEqual([0, 0, 1, 1]);
  });

  it("commands that run at once break no limit between them", async () => {
    const { dialpool, usage } = await setUp(newPlace(), 2, 2);
    const calls = Array.from({ length: 6 }, (_, row) => dialpool(...choose(`+1415555019${row}`)));
    const exitCodes = (await Promise.all(calls)).map(({ exitCode }) => exitCode);
    expect(exitCodes.filter((code) => code === 0)).toHaveLength(4);
    // The others were told to try again later: every number is at its limit.
    expect(exitCodes.filter((code) => code === 6)).toHaveLength(2);
    expect((await usage()).map(({ callsInDay }) => callsInDay)).toEqual([2, 2]);
    expect((await dialpool("store", "doctor")).exitCode).toBe(0);
  });

  it("goes through a pipe into another place", async () => {
    const { cwd, env, dialpool, usage } = await setUp(newPlace());
    await dialpool(...choose("+14155550199"));
    const shell = (script: string) =>
      promisify(execFile)("sh", ["-c", script, process.execPath, BINARY], {
        cwd,
        env: { PATH: process.env.PATH ?? "", ...env },
      });
    const { stdout, stderr } = await shell(
      '"$0" "$1" store export | "$0" "$1" store import --store moved.db',
    );
    expect(stdout).toMatch(/^Imported 1 pool with 4 numbers, 1 lease and 1 callee from standard input into /);
    expect(stderr).toBe("");
    const moved = await runBinary(["usage", "--json", "--store", join(cwd, "moved.db")]);
    expect((JSON.parse(moved.stdout) as UsageData).pools[0]?.numbers).toEqual(await usage());
    expect(await shell('"$0" "$1" store export | head -n 1')).toMatchObject({
      stdout: expect.stringMatching(/^\{"kind":"namespace".*\}\n$/),
      stderr: "",
    });
  });
}

describe("the pool state in a file", () => {
  let files = 0;
  const newPlace = () => ({ DIALPOOL_STORE: `state-${files++}.db` });
  describeSharedState(newPlace, (phone) => ["call", "--phone", phone, "--name", "Ann"]);

  it("calls at once break no limit between them, by what the API has", async () => {
    const { dialpool, callsByNumber } = await setUp(newPlace(), 2, 2);
    const phones = Array.from({ length: 6 }, (_, row) => `+1415555019${row}`);
    await Promise.all(phones.map((phone) => dialpool("call", "--phone", phone, "--name", "Ann")));
    expect([...(await callsByNumber()).values()]).toEqual([2, 2]);
  });

  it("two campaigns at once break no limit between them", async () => {
    const { dialpool, usage, callsByNumber } = await setUp(newPlace());
    const both = await Promise.all([dialpool(...campaign("0.csv")), dialpool(...campaign("1.csv"))]);
    const reports = both.map(({ stdout }) => JSON.parse(stdout) as CampaignRunData);
    expect(reports).toEqual(
      Array(2).fill(expect.objectContaining({ end: expect.stringMatching(/^(finished|waiting)$/) })),
    );
    expect([...(await callsByNumber()).values()]).toEqual(Array(POOL_SIZE).fill(LIMIT));
    const rows = await usage();
    expect(rows.map(({ callsInDay }) => callsInDay)).toEqual(Array(POOL_SIZE).fill(LIMIT));
    expect(rows.every(({ atLimits }) => atLimits.includes("calls-per-day"))).toBe(true);
    // Which of them was first is said once.
    const noted = both.filter(({ stderr }) => stderr.includes(" is new in "));
    expect(noted).toHaveLength(1);
    expect((await dialpool("store", "doctor")).exitCode).toBe(0);
  });

  it("what a campaign that is killed placed still counts", async () => {
    const { cwd, env, dialpool, usage, callsByNumber } = await setUp(newPlace());
    const running = start([...campaign("0.csv"), "--concurrency", "3"], env, cwd);
    await expect
      .poll(async () => (await callsByNumber()).size, { timeout: 30_000, interval: 20 })
      .toBeGreaterThan(0);
    running.child.kill("SIGKILL");
    await running.ended;

    const placed = await callsByNumber();
    for (const { number, callsInDay } of await usage())
      expect(callsInDay).toBeGreaterThanOrEqual(placed.get(number) ?? 0);
    expect((await dialpool("store", "doctor")).exitCode).toBe(0);
    await dialpool(...campaign("1.csv"));
    for (const calls of (await callsByNumber()).values()) expect(calls).toBeLessThanOrEqual(LIMIT);
    expect((await dialpool("store", "doctor")).exitCode).toBe(0);
  });
});

describeRedis({ describe, it, inject }, "the pool state on a server", ({ url, uniqueName }) => {
  describeSharedState(
    () => ({ DIALPOOL_STORE: `${url}?namespace=${uniqueName()}` }),
    (phone) => ["select", "--phone", phone, "--count"],
  );
});
