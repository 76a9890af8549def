import { copyFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { CampaignReport } from "../../src/campaign/campaign-report.js";
import { folderOf } from "../support/test-io.js";
import { runBinary, start } from "./binary.js";

const SAMPLE = fileURLToPath(new URL("../../samples/contacts.csv", import.meta.url));
/** Rows of the sample that can be called, and the lines of those that cannot. */
const VALID_ROWS = 238;
const INVALID_LINES = [62, 103, 142, 183, 202];
const DUPLICATE_LINES = [92, 162, 222];

/** A sandbox process and a folder with the sample list. */
async function setUp() {
  const cwd = await folderOf({});
  await copyFile(SAMPLE, join(cwd, "contacts.csv"));
  const sandbox = await startSandbox();
  const resultsFile = join(cwd, "contacts.csv.results.jsonl");
  const placedLines = async () =>
    (await readFile(resultsFile, "utf8").catch(() => "")).split('"event":"placed"').length - 1;
  return { cwd, sandbox, resultsFile, placedLines };
}

async function startSandbox() {
  const process = start(["sandbox", "--speed", "1000", "--json"]);
  onTestFinished(() => void process.child.kill("SIGKILL"));
  const { url, apiKey, agentId } = JSON.parse(await process.nextLine()) as Record<
    "url" | "apiKey" | "agentId",
    string
  >;
  const env = { SYNTHFLOW_BASE_URL: url, SYNTHFLOW_API_KEY: apiKey };
  return {
    kill: () => process.child.kill("SIGKILL"),
    env,
    agentId,
    /** Callees of every call the API knows of. */
    async callees(): Promise<readonly string[]> {
      const { stdout } = await runBinary(
        ["calls", "list", "--agent", agentId, "--limit", "1000", "--json"],
        env,
      );
      return (JSON.parse(stdout) as { calls: { callee: string }[] }).calls.map(({ callee }) => callee);
    },
  };
}

const campaignArgs = (agentId: string, ...more: readonly string[]) => [
  ...["campaign", "run", "contacts.csv", "--agent", agentId, "--policy", "localPresence"],
  ...["--concurrency", "1000", "--json", ...more],
];

describe("the sample campaign", () => {
  it("calls each valid row once, names the others by line, and verifies without a difference", {
    timeout: 120_000,
  }, async () => {
    const { cwd, sandbox } = await setUp();
    const run = await runBinary(campaignArgs(sandbox.agentId, "--start-rate", "500"), sandbox.env, cwd);
    const report = JSON.parse(run.stdout) as CampaignReport;

    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(/^The pool of .+ is new in .+\.db: 0 calls of the last 30 d are counted\.\n$/);
    expect(report).toMatchObject({ contacts: VALID_ROWS, placed: VALID_ROWS, stopped: null });
    expect(report.invalid.map(({ line }) => line)).toEqual(INVALID_LINES);
    expect(report.duplicates.map(({ line }) => line)).toEqual(DUPLICATE_LINES);
    const callees = await sandbox.callees();
    expect(callees).toHaveLength(VALID_ROWS);
    expect(new Set(callees).size).toBe(VALID_ROWS);

    const verified = await runBinary(["verify", "contacts.csv.results.jsonl"], sandbox.env, cwd);
    expect(verified.exitCode).toBe(0);
    expect(verified.stdout.trimEnd().split("\n").at(-1)).toBe(
      `all ${VALID_ROWS} calls used the selected caller ID`,
    );
  });

  it("keeps its results when the API dies midway, and goes on with the rest", {
    timeout: 120_000,
  }, async () => {
    const { cwd, sandbox, placedLines } = await setUp();
    const running = start(campaignArgs(sandbox.agentId, "--start-rate", "100"), sandbox.env, cwd);
    await expect.poll(placedLines, { timeout: 10_000, interval: 10 }).toBeGreaterThan(20);
    sandbox.kill();
    const { exitCode, stdout } = await running.ended;
    const report = JSON.parse(stdout) as CampaignReport;

    expect([5, 7]).toContain(exitCode);
    // Which comes first depends on how many requests were in flight: three of them cut off, or one that cannot connect.
    expect(report.stopped).toMatchObject(
      report.unknown < 3
        ? { kind: "unreachable", message: expect.stringContaining("Cannot connect") }
        : { kind: expect.stringMatching(/^(unreachable|api_failing)$/) },
    );
    expect(await placedLines()).toBe(report.placed);

    const another = await startSandbox();
    const resumed = await runBinary(
      campaignArgs(another.agentId, "--start-rate", "500", "--resume"),
      another.env,
      cwd,
    );
    expect(resumed.exitCode).toBe(0);
    expect(await another.callees()).toHaveLength(VALID_ROWS - report.placed - report.unknown);
  });

  it("rings nobody twice when it is killed itself and run again", { timeout: 120_000 }, async () => {
    const { cwd, sandbox, placedLines, resultsFile } = await setUp();
    const running = start(campaignArgs(sandbox.agentId, "--start-rate", "100"), sandbox.env, cwd);
    await expect.poll(placedLines, { timeout: 10_000, interval: 10 }).toBeGreaterThan(20);
    running.child.kill("SIGKILL");
    await running.ended;

    const resume = () =>
      runBinary(campaignArgs(sandbox.agentId, "--start-rate", "500", "--resume"), sandbox.env, cwd);
    const locked = await resume();
    expect(locked).toMatchObject({ exitCode: 6, stdout: "" });
    expect(locked.stderr).toMatch(
      /Another run is writing to .*\n.*If it was killed, try again in 15 seconds/,
    );
    await rm(`${resultsFile}.lock`, { recursive: true });
    expect((await resume()).exitCode).toBe(0);
    const callees = await sandbox.callees();
    expect(new Set(callees).size).toBe(callees.length);
    // Whoever was being called at that moment is not called again, even if the request never left.
    expect(callees.length).toBeGreaterThanOrEqual(VALID_ROWS - 1);
  });
});

describe("demo", () => {
  it("ends with the share of each caller ID and the verdict", { timeout: 120_000 }, async () => {
    const { exitCode, stdout } = await runBinary(["demo", "--start-rate", "200", "--concurrency", "1000"]);
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.at(-1)).toBe(`all ${VALID_ROWS} calls used the selected caller ID`);
    expect(stdout).toMatch(/^Caller ID +Calls +Same area +Same country$/m);
    expect(stdout).toMatch(/^40 in all +238 +\d+ % +\d+ %$/m);
  });
});
