import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { CampaignRunData } from "../../src/campaign/run-report.js";
import type { CampaignControlData } from "../../src/commands/campaign/control.js";
import type { CampaignStatusData } from "../../src/commands/campaign/status.js";
import { folderOf } from "../support/test-io.js";
import { runBinary, start } from "./binary.js";

const SAMPLE = fileURLToPath(new URL("../../samples/contacts.csv", import.meta.url));
/** Rows of the sample that can be called, and the lines of those that cannot. */
const VALID_ROWS = 238;
const INVALID_LINES = [62, 103, 142, 183, 202];
const DUPLICATE_LINES = [92, 162, 222];
const LONG = { timeout: 180_000 };

type Report = Extract<CampaignRunData, { readonly dryRun: false }>;

/** A sandbox process and a folder with the sample list; the state is in `state.db` there. */
async function setUp() {
  const cwd = await folderOf({ "dialpool.yaml": "policy: { limits: { minGapSeconds: null } }\n" });
  await copyFile(SAMPLE, join(cwd, "contacts.csv"));
  const sandbox = await startSandbox();
  const env = { ...sandbox.env, DIALPOOL_STORE: "state.db" };
  const dialpool = (...args: readonly string[]) => runBinary(args, env, cwd);
  const status = async () => {
    const { stdout } = await dialpool("campaign", "status", "--json");
    return (JSON.parse(stdout) as CampaignStatusData).campaigns[0];
  };
  return {
    cwd,
    env,
    sandbox,
    dialpool,
    status,
    begin: (...more: readonly string[]) => start(runArgs(sandbox.agentId, ...more), env, cwd),
    run: (...more: readonly string[]) => dialpool(...runArgs(sandbox.agentId, ...more)),
    /** Resolves when so many calls were placed. */
    untilPlaced: (calls: number) =>
      expect
        .poll(async () => (await sandbox.callees()).length, { timeout: 60_000, interval: 20 })
        .toBeGreaterThanOrEqual(calls),
  };
}

async function startSandbox() {
  const process = start(["sandbox", "--speed", "1000", "--json"]);
  onTestFinished(() => void process.child.kill("SIGKILL"));
  const { url, apiKey, agentId } = JSON.parse(await process.nextLine()) as Record<
    "url" | "apiKey" | "agentId",
    string
  >;
  return {
    kill: () => process.child.kill("SIGKILL"),
    env: { SYNTHFLOW_BASE_URL: url, SYNTHFLOW_API_KEY: apiKey },
    agentId,
    /** Callees of every call the API knows of. */
    async callees(): Promise<readonly string[]> {
      const callees: string[] = [];
      for (let offset = 0; ; offset += 100) {
        const response = await fetch(`${url}/calls?model_id=${agentId}&limit=100&offset=${offset}`, {
          headers: { Authorization: `Bearer ${apiKey}` },
        });
        const { response: page } = (await response.json()) as {
          response: { calls: { phone_number_to: string }[] };
        };
        callees.push(...page.calls.map((call) => call.phone_number_to));
        if (page.calls.length < 100) return callees;
      }
    },
  };
}

const runArgs = (agentId: string, ...more: readonly string[]) => [
  ...["campaign", "run", "contacts.csv", "--agent", agentId, "--concurrency", "1000", "--json", ...more],
];

function reportOf({ stdout }: { readonly stdout: string }): Report {
  return JSON.parse(stdout) as Report;
}

describe("the sample campaign", () => {
  it(
    "calls each valid row once, names the others by line, and verifies without a difference",
    LONG,
    async () => {
      const { run, dialpool, sandbox, cwd } = await setUp();
      const result = await run("--start-rate", "500");
      const report = reportOf(result);

      expect(result.stderr).toMatch(
        /^The pool of .+ is new in .+state\.db: 0 calls of the last \d+ d are counted\.\n$/,
      );
      expect(report).toMatchObject({
        version: 1,
        mode: "started",
        source: "contacts.csv",
        dryRun: false,
        callingHours: "off",
        end: "finished",
        stopped: null,
        campaign: {
          state: "finished",
          contacts: VALID_ROWS,
          byState: { finished: VALID_ROWS, queued: 0 },
          attempts: VALID_ROWS,
          nextDueAt: null,
        },
      });
      expect(result.exitCode).toBe(0);
      expect(report.invalid.map(({ line }) => line)).toEqual(INVALID_LINES);
      expect(report.duplicates.map(({ line }) => line)).toEqual(DUPLICATE_LINES);
      const callees = await sandbox.callees();
      expect(callees).toHaveLength(VALID_ROWS);
      expect(new Set(callees).size).toBe(VALID_ROWS);

      const verified = await dialpool("verify", "contacts.csv");
      expect(verified.exitCode).toBe(0);
      expect(verified.stdout.trimEnd().split("\n").at(-1)).toBe(
        `all ${VALID_ROWS} calls used the selected caller ID`,
      );

      const again = await run();
      expect(again).toMatchObject({ exitCode: 2, stdout: "" });
      expect(again.stderr).toMatch(/contacts\.csv is campaign sha256:[0-9a-f]{12}, which is finished/);
      expect(again.stderr).toContain("--again calls everyone once more.");

      const csv = await dialpool("campaign", "report", "contacts.csv");
      expect(csv.stdout.split("\n")[0]).toBe("line,state,phone,name,attempts,outcome,reason,waitsFor,dueAt");
      expect(csv.stdout).toContain("\n103,invalid,,,0,,the phone number has letters,,\n");
      expect(csv.stdout.trimEnd().split("\n")).toHaveLength(1 + VALID_ROWS + 8);
      await writeFile(join(cwd, "renamed.csv"), await readFile(join(cwd, "contacts.csv")));
      expect((await dialpool("campaign", "status", "renamed.csv")).stdout).toContain("is finished, made");
    },
  );

  it("goes on when it was killed, and rings nobody twice", LONG, async () => {
    const { begin, run, dialpool, sandbox, untilPlaced } = await setUp();
    const running = begin("--start-rate", "100");
    await untilPlaced(20);
    running.child.kill("SIGKILL");
    await running.ended;
    const before = (await sandbox.callees()).length;
    expect(before).toBeLessThan(VALID_ROWS);

    const result = await run("--start-rate", "500", "--max-wait", "2m", "--reconcile-after", "1s");
    const { campaign, mode } = reportOf(result);
    expect(mode).toBe("resumed");
    const callees = await sandbox.callees();
    expect(new Set(callees).size).toBe(callees.length);
    // Whoever was being called at that moment is not called again, even if the request never left: those are absent.
    expect(campaign.byState.finished + campaign.byState.absent).toBe(VALID_ROWS);
    expect(callees.length).toBe(campaign.byState.finished);
    expect(result.exitCode).toBe(campaign.byState.absent === 0 ? 0 : 7);
    const absent = await dialpool("campaign", "report", "--state", "absent", "--json");
    expect(absent.stdout.trimEnd().split("\n")).toHaveLength(1 + campaign.byState.absent);
  });

  it("keeps what it has when the API dies midway", LONG, async () => {
    const { begin, sandbox, status, untilPlaced } = await setUp();
    const running = begin("--start-rate", "100", "--max-wait", "0s");
    await untilPlaced(20);
    sandbox.kill();
    const result = await running.ended;
    const { stopped, campaign } = reportOf(result);

    // Which comes first depends on how many requests were in flight: three of them cut off, or one that cannot connect.
    expect(stopped?.kind).toMatch(/^(unreachable|api_failing)$/);
    expect(result.exitCode).toBe(campaign.open.unknown > 0 ? 7 : 6);
    expect(await status()).toMatchObject({ state: "open", contacts: VALID_ROWS, byState: campaign.byState });
  });

  it("obeys another process: it pauses, goes on, and is aborted", LONG, async () => {
    const { begin, dialpool, run, status, sandbox, untilPlaced } = await setUp();
    const running = begin("--start-rate", "60");
    await untilPlaced(10);

    const paused = JSON.parse(
      (await dialpool("campaign", "pause", "contacts.csv", "--json")).stdout,
    ) as CampaignControlData;
    expect(paused).toMatchObject({ version: 1, verb: "pause", campaign: { wish: "pause", state: "open" } });
    // Whoever was being called is seen to the end; then nothing moves any more.
    await expect.poll(async () => (await status())?.byState.open, { timeout: 60_000, interval: 100 }).toBe(0);
    const atPause = (await sandbox.callees()).length;
    expect(atPause).toBeLessThan(VALID_ROWS);
    const second = await run();
    expect(second).toMatchObject({ exitCode: 6, stdout: "" });
    expect(second.stderr).toContain("which is paused.");
    expect((await sandbox.callees()).length).toBe(atPause);

    expect((await dialpool("campaign", "resume")).stdout).toMatch(/ may go on with \d+ contacts/);
    await untilPlaced(atPause + 10);
    expect((await dialpool("campaign", "abort")).exitCode).toBe(0);
    const result = await running.ended;
    expect(result.exitCode).toBe(5);
    expect(result.stderr).toContain("The campaign is paused: nobody is called.");
    expect(result.stderr).toContain("The campaign goes on.");
    expect(reportOf(result)).toMatchObject({ end: "stopped", stopped: { kind: "aborted" } });
    const refused = await run();
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("which was aborted.");
    const callees = await sandbox.callees();
    expect(callees.length).toBeLessThan(VALID_ROWS);
    expect(new Set(callees).size).toBe(callees.length);
  });

  it("finishes what has begun at the first interrupt, and goes on when it is run again", LONG, async () => {
    const { begin, run, sandbox, untilPlaced } = await setUp();
    const running = begin("--start-rate", "100");
    await untilPlaced(10);
    running.child.kill("SIGINT");
    const result = await running.ended;
    expect(result.exitCode).toBe(130);
    const { campaign, stopped } = reportOf(result);
    expect(stopped).toEqual({ kind: "interrupted", message: "Interrupted." });
    expect(campaign.open).toMatchObject({ intended: 0, unknown: 0 });
    expect(campaign.byState.queued).toBeGreaterThan(0);

    const second = await run("--start-rate", "500");
    expect(second.exitCode).toBe(0);
    const callees = await sandbox.callees();
    expect(callees).toHaveLength(VALID_ROWS);
    expect(new Set(callees).size).toBe(VALID_ROWS);
  });
});

describe("webhook listen", () => {
  it("hears of ends by the sandbox's signed events, and turns others away", LONG, async () => {
    const { cwd, env, run } = await setUp();
    await writeFile(join(cwd, "contacts.csv"), "phone,name\n+14155550101,Ann\n+12125550102,Bo\n");
    const secret = { SYNTHFLOW_WEBHOOK_SECRET: "sandbox-webhook-secret" };
    const listener = start(["webhook", "listen", "--json"], { ...env, ...secret }, cwd);
    onTestFinished(() => void listener.child.kill("SIGKILL"));
    const { url } = JSON.parse(await listener.nextLine()) as { url: string };
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const forged = await fetch(url, {
      method: "POST",
      headers: { "synthflow-signature": "AAAA" },
      body: JSON.stringify({ call: { call_id: "c" } }),
    });
    expect(forged.status).toBe(401);
    expect((await fetch(url)).status).toBe(405);

    const result = await run("--webhook-url", url);
    expect(result.exitCode).toBe(0);
    const heard = [JSON.parse(await listener.nextLine()), JSON.parse(await listener.nextLine())];
    expect(heard).toEqual(
      Array(2).fill({ kind: "ended", callId: expect.stringMatching(/./), isKnown: true }),
    );
    listener.child.kill("SIGINT");
    const ended = await listener.ended;
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain(
      "An event was refused: the signature does not hold. Is the secret in SYNTHFLOW_WEBHOOK_SECRET that of this workspace?\n",
    );
  });
});

describe("demo", () => {
  it("is interrupted, goes on, and ends with the share of each caller ID and the verdict", LONG, async () => {
    const { exitCode, stdout, stderr } = await runBinary([
      "demo",
      "--start-rate",
      "200",
      "--concurrency",
      "1000",
    ]);
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.at(-1)).toBe(`all ${VALID_ROWS} calls used the selected caller ID`);
    expect(stdout).toContain(`${VALID_ROWS} of ${VALID_ROWS} contacts called.`);
    expect(stdout).toMatch(/the second went on with the rest, and called nobody again\./);
    expect(stderr).toMatch(/Interrupted on purpose after \d+ calls\./);
    expect(stdout).toMatch(/^Caller ID +Calls +Same area +Same country$/m);
    expect(stdout).toMatch(/^40 in all +238 +\d+ % +\d+ %$/m);
  });
});
