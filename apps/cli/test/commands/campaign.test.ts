import { join } from "node:path";
import type { Call } from "@dialpool/core";
import { describe, expect, it, onTestFinished } from "vitest";
import type { CampaignReconcileData } from "../../src/commands/campaign/reconcile.js";
import type { CampaignRunData } from "../../src/commands/campaign/run.js";
import type { CampaignStatusData } from "../../src/commands/campaign/status.js";
import type { VerifyData } from "../../src/commands/verify.js";
import { type CliOptions, type CliResult, useSandbox } from "../support/cli.js";
import { sleepFor } from "../support/sleep-for.js";
import { folderOf } from "../support/test-io.js";

/** Calls from this number are turned away as spam. */
let blockedCallerId: string | undefined;
/** How far everybody's clock is ahead, ms. It never goes back: the sandbox's calls would not end. */
let aheadMs = 0;
const now = () => Date.now() + aheadMs;
const sandbox = useSandbox({
  speed: 2000,
  now,
  outcomeOf: ({ from }) => (from === blockedCallerId ? { status: "spam" } : undefined),
});
const NUMBERS = ["+14155550142", "+12125550142", "+13125550142"];
const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const PHONES = [
  "+14155550101",
  "+12125550102",
  "+13125550103",
  "+16465550104",
  "+14155550105",
  "+442079460106",
];
const CONTACTS = csvOf(PHONES);
/** Nobody waits for a number. */
const NO_GAP = "policy: { limits: { minGapSeconds: null } }\n";

type Report = Extract<CampaignRunData, { readonly dryRun: false }>;

function csvOf(phones: readonly string[]): string {
  return `phone,name\n${phones.map((phone, index) => `${phone},Contact ${index + 1}\n`).join("")}`;
}

/** A folder with a list and a state file, an agent of its own, and command lines on them. */
async function campaignOf(
  contacts: string,
  {
    config = NO_GAP,
    numbers = NUMBERS,
    files = {},
  }: {
    readonly config?: string;
    readonly numbers?: readonly string[];
    readonly files?: Readonly<Record<string, string>>;
  } = {},
) {
  const agentId = await sandbox.agentWith(numbers);
  const cwd = await folderOf({ "list.csv": contacts, "dialpool.yaml": config, ...files });
  const machine = {
    cwd,
    place: { DIALPOOL_STORE: join(cwd, "state.db") },
    now,
    random: Math.random,
    sleep: sleepFor,
  };
  const cli = (args: readonly string[], options: CliOptions = {}) =>
    sandbox.cli(args, { ...machine, ...options });
  const flags = ["--agent", agentId, "--start-rate", "200", "--max-wait", "0s"];
  return {
    agentId,
    cwd,
    cli,
    run: (args: readonly string[] = [], options: CliOptions = {}) =>
      cli(["campaign", "run", "list.csv", ...flags, ...args], options),
    /** The same with another list, or none. */
    runFile: (file: readonly string[], args: readonly string[] = [], options: CliOptions = {}) =>
      cli(["campaign", "run", ...file, ...flags, ...args], options),
    placed: (): Promise<readonly Call[]> => sandbox.client().calls.list({ model_id: agentId }).toArray(),
  };
}

const reportOf = (result: CliResult) => result.json() as unknown as Report;

/** Counts `POST /calls` and lets a test do something else with one of them (1 is the first). */
function onCall(act: (count: number, request: Request) => Promise<Response | undefined>) {
  let count = 0;
  return async (request: Request): Promise<Response> => {
    if (request.method === "POST" && request.url.endsWith("/calls")) {
      count++;
      const answer = await act(count, request.clone());
      if (answer !== undefined) return answer;
    }
    return await fetch(request);
  };
}

function networkError(code: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

describe("campaign run", () => {
  it("places one call for each contact, and gives one JSON document", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--json", "--name", "spring"]);

    expect(result.exitCode).toBe(0);
    expect(reportOf(result)).toEqual({
      version: 1,
      mode: "started",
      source: "list.csv",
      store: join(campaign.cwd, "state.db"),
      agentId: campaign.agentId,
      agentName: "Test agent",
      callerIdCount: 3,
      startRate: 200,
      concurrency: 5,
      callingHours: "off",
      dryRun: false,
      campaign: {
        name: "spring",
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        agentId: campaign.agentId,
        state: "finished",
        wish: "run",
        startRate: 200,
        concurrency: 5,
        createdAt: expect.stringMatching(/^\d{4}-.+Z$/),
        contacts: 6,
        byState: {
          queued: 0,
          open: 0,
          finished: 6,
          rejected: 0,
          suppressed: 0,
          refused: 0,
          absent: 0,
          unclear: 0,
        },
        waiting: { turn: 0, hours: 0, number: 0, callee: 0, retry: 0 },
        outcomes: expect.any(Object),
        attempts: 6,
        invalid: 0,
        duplicates: 0,
        open: { intended: 0, placed: 0, unknown: 0 },
        nextDueAt: null,
      },
      end: "finished",
      stopped: null,
      invalid: [],
      duplicates: [],
      callerIds: expect.any(Array),
    });
    expect((await campaign.placed()).map((call) => call.phone_number_to).sort()).toEqual([...PHONES].sort());
  });

  it("reports invalid and duplicate rows by line and calls the others", async () => {
    const campaign = await campaignOf(
      "phone,name\n+14155550101,Ann\nCALL-NOW,Vi\n+1 415 555 0101,Twin\n+12125550102,Bo\n",
    );
    const { stdout } = await campaign.run();

    expect(stdout).toContain("line 3: not called, invalid: the phone number has letters");
    expect(stdout).toContain("line 4: not called, duplicate: the same number as in line 2");
    expect(stdout).toContain("2 of 2 contacts called.");
    expect(await campaign.placed()).toHaveLength(2);
  });

  it.each([[], ["--dry-run"]])("exits 2 when no row of the list can be called (%j)", async (...flags) => {
    const campaign = await campaignOf("phone,name\nCALL-NOW,Vi\n+1415555010,Bo\n");
    expect((await campaign.run(flags)).exitCode).toBe(2);
    expect(await campaign.placed()).toHaveLength(0);
  });

  it("shows the plan on a dry run, dials nobody and makes no file", async () => {
    const campaign = await campaignOf(`${CONTACTS}+14155550101,Twin\nCALL-NOW,Vi\n`);
    const text = await campaign.run(["--dry-run"]);
    expect(text.exitCode).toBe(0);
    expect(text.stdout).toContain("Calls       6 contacts");
    expect(text.stdout).toContain("Not called  1 invalid, 1 twice in the list");
    expect(text.stdout).toContain("From        3 caller IDs");
    expect(text.stdout.trimEnd().endsWith("Nobody was called.")).toBe(true);
    const data = (await campaign.run(["--dry-run", "--json", "--start-rate", "0.5"])).json();
    expect(data).toMatchObject({
      version: 1,
      dryRun: true,
      mode: "started",
      plan: {
        contacts: 6,
        suppressed: 0,
        invalid: 1,
        duplicates: 1,
        outOfHours: 0,
        firstOpensAt: null,
        unknownZone: 0,
        shortestMs: 10_000,
      },
    });
    expect(await campaign.placed()).toHaveLength(0);
    expect((await campaign.cli(["campaign", "status"])).exitCode).toBe(4);
  });

  it("refuses a finished list, and calls it once more with --again", async () => {
    const campaign = await campaignOf(CONTACTS);
    await campaign.run();
    const repeat = await campaign.run();
    expect(repeat).toMatchObject({ exitCode: 2, stdout: "" });
    expect(repeat.stderr).toContain("which is finished");
    expect(repeat.stderr).toContain("--again calls everyone once more");
    expect(await campaign.placed()).toHaveLength(6);

    expect(reportOf(await campaign.run(["--again", "--json"]))).toMatchObject({
      mode: "restarted",
      campaign: { byState: { finished: 6 } },
    });
    expect(await campaign.placed()).toHaveLength(12);
  });

  it("keeps the names of lists apart", async () => {
    const campaign = await campaignOf(CONTACTS, { files: { "other.csv": csvOf(["+14155550107"]) } });
    await campaign.run(["--name", "spring"]);
    const taken = await campaign.runFile(["other.csv"], ["--name", "spring"]);
    expect(taken).toMatchObject({ exitCode: 2, stdout: "" });
    expect(taken.stderr).toContain("Another list has the name spring.");
  });

  it("stops when the API cannot be reached, keeps what it has, and goes on by name", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--concurrency", "1", "--name", "spring"], {
      fetch: onCall(async (count) => {
        if (count <= 2) return undefined;
        throw networkError("ECONNREFUSED");
      }),
    });
    expect(result.exitCode).toBe(6);
    expect(result.stdout).toMatch(/Stopped early: .*Cannot connect for POST \/calls: ECONNREFUSED/);
    expect(result.stdout).toContain("Go on with: dialpool campaign run list.csv");

    const resumed = reportOf(await campaign.runFile([], ["--name", "spr", "--name", "spring", "--json"]));
    expect(resumed).toMatchObject({ mode: "resumed", source: null, campaign: { byState: { finished: 6 } } });
    const callees = (await campaign.placed()).map((call) => call.phone_number_to);
    expect(new Set(callees).size).toBe(6);
    expect(callees).toHaveLength(6);
  });

  it("exits 7 while a call's outcome is unknown, never asks again, and finds it in the records", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--json", "--concurrency", "1"], {
      fetch: onCall(async (count, request) => {
        if (count !== 6) return undefined;
        // It is placed, and the answer is lost.
        await fetch(request);
        throw networkError("ECONNRESET");
      }),
    });
    expect([0, 7]).toContain(result.exitCode);

    const reconciled = await campaign.cli(["campaign", "reconcile", "--json"]);
    expect(reconciled.exitCode).toBe(0);
    expect(reconciled.json() as unknown as CampaignReconcileData).toMatchObject({
      version: 1,
      absent: 0,
      unclear: 0,
      undecided: 0,
      waitUntil: null,
      campaigns: [],
    });
    const { campaigns } = (
      await campaign.cli(["campaign", "status", "--json"])
    ).json() as unknown as CampaignStatusData;
    expect(campaigns[0]).toMatchObject({ state: "finished", attempts: 6, byState: { finished: 6 } });
    expect(await campaign.placed()).toHaveLength(6);
    expect((await campaign.cli(["verify"])).stdout).toContain("all 6 calls used the selected caller ID");
  });

  it("lists whose call no record shows, and calls them again only when told to", async () => {
    const campaign = await campaignOf(CONTACTS);
    const lost = await campaign.run(["--concurrency", "1"], {
      fetch: onCall(async (count) => {
        // It never arrived, and nobody can know that.
        if (count === 6) throw networkError("ECONNRESET");
        return undefined;
      }),
    });
    expect(lost.exitCode).toBe(7);
    const early = (await campaign.cli(["campaign", "reconcile", "--json"])).json();
    expect(early).toMatchObject({ absent: 0, undecided: 1, waitUntil: expect.stringMatching(/Z$/) });

    aheadMs += 3_600_000;
    const absent = await campaign.cli(["campaign", "reconcile"]);
    expect(absent.exitCode).toBe(7);
    expect(absent.stdout).toContain("1 taken for absent.");
    const { stdout } = await campaign.cli(["campaign", "report", "--state", "absent"]);
    expect(stdout).toMatch(/\n7,absent,\+442079460106,Contact 6,1,,no record shows its call,,\n$/);
    expect((await campaign.run()).exitCode).toBe(2);
    expect(await campaign.placed()).toHaveLength(5);

    await campaign.cli(["campaign", "reconcile", "--on-absent", "redial"]);
    expect((await campaign.run()).exitCode).toBe(0);
    expect((await campaign.placed()).map((call) => call.phone_number_to).sort()).toEqual([...PHONES].sort());
  });

  it("stops when the key is refused", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--json"], {
      fetch: onCall(
        async () => new Response('{"detail":{"description":"Invalid API key"}}', { status: 401 }),
      ),
    });
    expect(result.exitCode).toBe(3);
    expect(reportOf(result).stopped).toMatchObject({ kind: "credentials" });
    expect(reportOf(result).campaign.byState.queued).toBe(6);
  });

  it("finishes what has begun when interrupted, and gives the cursor back", async () => {
    const campaign = await campaignOf(CONTACTS);
    const interrupt = new AbortController();
    let shown = "";
    let shownWhileInFlight = "";
    const result = await campaign.run(["--concurrency", "1"], {
      interrupted: interrupt.signal,
      stderr: {
        isTTY: true,
        columns: 100,
        write: (text) => {
          shown += text;
        },
      },
      fetch: onCall(async (count) => {
        if (count === 2) {
          interrupt.abort();
          shownWhileInFlight = shown;
        }
        return undefined;
      }),
    });

    expect(result.exitCode).toBe(130);
    expect(shownWhileInFlight).toContain("Ctrl-C again stops at once.");
    expect(shown.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(shown.lastIndexOf(HIDE_CURSOR));
    expect(await campaign.placed()).toHaveLength(2);
    expect((await campaign.run()).exitCode).toBe(0);
    expect(await campaign.placed()).toHaveLength(6);
  });

  it("exits 6 when somebody has to wait for a number, and says until when", async () => {
    const config = "policy:\n  affinity: off\n  limits:\n    maxCallsPerDay: 1\n";
    const campaign = await campaignOf(CONTACTS, { config });
    const result = await campaign.run(["--json"]);

    expect(result.exitCode).toBe(6);
    expect(reportOf(result)).toMatchObject({
      end: "waiting",
      campaign: {
        byState: { finished: 3, queued: 3 },
        waiting: { number: 3 },
        nextDueAt: expect.stringMatching(/Z$/),
      },
    });
    const again = await campaign.run();
    expect(again.exitCode).toBe(6);
    expect(again.stdout).toMatch(/3 waiting: 3 for a number; the first is due at \d{4}-\d\d-\d\d /);
    expect(await campaign.placed()).toHaveLength(3);
  });

  it("exits 4 when nobody could be called and waiting does not help", async () => {
    const config = "policy: { limits: { allowedCountries: [GB] } }\n";
    const campaign = await campaignOf(csvOf(["+14155550101", "+12125550102"]), { config });
    const result = await campaign.run();
    expect(result.exitCode).toBe(4);
    expect(result.stdout).toContain("2 refused:");
  });

  it("lets what became of its calls decide which numbers go on", async () => {
    const [bad, good] = ["+14155550142", "+12125550142"];
    const config =
      "policy: { affinity: 'off', order: least-used, limits: { minGapSeconds: null, quarantineAfterBlocks: { blocks: 2, withinHours: 24, quarantineDays: 30 }, restAfterFailures: null } }\n";
    const phones = Array.from({ length: 8 }, (_, line) => `+1646555${1000 + line}`);
    const campaign = await campaignOf(csvOf(phones), { config, numbers: [bad, good] });
    blockedCallerId = bad;
    onTestFinished(() => {
      blockedCallerId = undefined;
    });
    // One after the other, so that each outcome is known before the next call.
    await campaign.run(["--concurrency", "1"]);
    const from = (await campaign.placed()).map((call) => call.phone_number_from);
    expect(from.filter((number) => number === bad)).toHaveLength(2);
    expect(from.filter((number) => number === good)).toHaveLength(6);
  });

  it("uses the columns that are named or routed by, and no other", async () => {
    const config = [
      "policy: { affinity: off, route: { tags: [brand] }, limits: { minGapSeconds: null } }",
      "numbers:",
      '  "+14155550142": { tags: { brand: acme } }',
      '  "+12125550142": { tags: { brand: globex } }',
    ].join("\n");
    const list =
      "Mobile,name,Brand,plan,secret,from\n+14155550101,Ann,acme,team,hush,\n+14155550102,Bo,globex,solo,hush,\n+14155550103,Cy,,,hush,+13125550142\n";
    const campaign = await campaignOf(list, { config });
    const result = await campaign.run([
      ...["--columns", "phone=mobile", "caller-id=from", "--variable-columns", "plan"],
    ]);
    expect(result.exitCode).toBe(0);

    const calls = await campaign.placed();
    expect(calls.map((call) => [call.phone_number_to, call.phone_number_from]).sort()).toEqual([
      ["+14155550101", "+14155550142"],
      ["+14155550102", "+12125550142"],
      ["+14155550103", "+13125550142"],
    ]);
    expect(JSON.stringify(calls)).not.toContain("hush");
    const ann = calls.find((call) => call.phone_number_to === "+14155550101");
    expect(ann?.prompt_variables).toMatchObject({ plan: "team" });
  });

  it("reads JSON Lines from standard input", async () => {
    const campaign = await campaignOf(CONTACTS);
    const text = PHONES.map((phone) => `${JSON.stringify({ phone, name: "Ann" })}\n`).join("");
    const stdin = {
      isTTY: false,
      [Symbol.asyncIterator]: async function* () {
        yield new TextEncoder().encode(text);
      },
    };
    expect(reportOf(await campaign.runFile(["-"], ["--json"], { stdin }))).toMatchObject({
      source: "standard input",
      campaign: { byState: { finished: 6 } },
    });
  });

  it("never calls whom the do-not-call list has, and refuses a list it does not understand", async () => {
    const files = { "never.txt": "+12125550102\n+13125550103\n", "bad.txt": "+12125550102\nCALL-NOW-9\n" };
    const campaign = await campaignOf(CONTACTS, { files });
    const bad = await campaign.run(["--do-not-call", "bad.txt"]);
    expect(bad).toMatchObject({ exitCode: 2, stdout: "" });
    expect(bad.stderr).toContain("bad.txt line 2: the phone number has letters.");
    const result = await campaign.run(["--do-not-call", "never.txt"]);
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain("2 not to be called.");
    expect((await campaign.placed()).map((call) => call.phone_number_to)).not.toContain("+12125550102");
    const { stdout } = await campaign.cli(["campaign", "report", "--state", "suppressed"]);
    expect(stdout).toContain(
      "3,suppressed,+12125550102,Contact 2,0,,the number is on the do-not-call list,,\n",
    );
  });

  it("leaves those for whom it is not time, and says when it is", async () => {
    // Nobody is ever called: today is a holiday wherever they are.
    const days = [-1, 0, 1].map((offset) =>
      new Date(Date.now() + offset * 86_400_000).toISOString().slice(5, 10),
    );
    const files = { "hours.yaml": `hours: { daily: "08:00-21:00" }\nholidays: ${JSON.stringify(days)}\n` };
    const campaign = await campaignOf(CONTACTS, { files });
    const planned = (await campaign.run(["--calling-hours", "hours.yaml", "--dry-run", "--json"])).json();
    expect(planned).toMatchObject({ callingHours: "hours.yaml", plan: { contacts: 6, outOfHours: 6 } });
    const result = await campaign.run(["--calling-hours", "hours.yaml", "--json"]);
    expect(result.exitCode).toBe(6);
    expect(reportOf(result)).toMatchObject({ end: "waiting", campaign: { waiting: { hours: 6 } } });
    expect(await campaign.placed()).toHaveLength(0);
  });

  it.each([
    [["--calling-hours", "none.yaml"], "--calling-hours: cannot read none.yaml: there is no such file."],
    [["--calling-hours", "bad.yaml"], "bad.yaml: The calling hours cannot be used. hours.daily"],
    [["--retries", "bad.yaml"], "bad.yaml: The retry rules cannot be used."],
    [["--columns", "fone=Mobile"], '--columns knows no "fone".'],
    [["--columns", "phone=Mobile"], "list.csv has no column «Mobile»"],
    [["--variable-columns", "plan"], "list.csv has no column «plan»"],
  ])("refuses %j", async (flags, sentence) => {
    const campaign = await campaignOf(CONTACTS, {
      files: { "bad.yaml": 'hours: { daily: "21:00-08:00" }\n' },
    });
    const result = await campaign.run(flags);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
    expect(await campaign.placed()).toHaveLength(0);
  });

  it.each(["memory", "redis://127.0.0.1:1"])("refuses --store %s", async (store) => {
    const campaign = await campaignOf(CONTACTS);
    for (const flags of [[], ["--dry-run"]]) {
      const result = await campaign.run(["--store", store, ...flags]);
      expect(result).toMatchObject({ exitCode: 2, stdout: "" });
      expect(result.stderr).toContain(
        "Calls and campaigns are written down in a file of this machine for now",
      );
    }
  });

  describe("against the real API", () => {
    /** The real address, whose requests end at the sandbox all the same. */
    const real = () => {
      const { origin } = new URL(sandbox.url);
      return {
        flags: ["--base-url", "https://api.example.com/v2", "--calling-hours", "off"],
        fetch: (request: Request) =>
          fetch(new Request(request.url.replace("https://api.example.com", origin), request)),
      };
    };

    it("calls nobody without a yes", async () => {
      const campaign = await campaignOf(CONTACTS);
      const { flags, fetch } = real();
      const silent = await campaign.run(flags, { fetch });
      expect(silent).toMatchObject({ exitCode: 2, stdout: "" });
      expect(silent.stderr).toContain("Add --yes if that is meant.");
      const questions: string[] = [];
      const confirm = async (question: string) => {
        questions.push(question);
        return false;
      };
      const asked = await campaign.run(flags, { fetch, confirm });
      expect(asked).toMatchObject({ exitCode: 130, stdout: "" });
      expect(asked.stderr).toMatch(
        /Calls +6 contacts\nFrom +3 caller IDs\nPace +200 started per second, 5 at once\n/,
      );
      expect(asked.stderr).toContain("Nobody was called.");
      expect(questions).toEqual(["Real phones will ring. Call them?"]);
      expect(await campaign.placed()).toHaveLength(0);
      expect((await campaign.cli(["campaign", "status", "--json"])).json()).toMatchObject({ campaigns: [] });
    });

    it("calls with --yes, or when somebody agrees; keeps to people's hours by default", async () => {
      const campaign = await campaignOf(CONTACTS, { files: { "all.txt": PHONES.join("\n") } });
      const { flags, fetch } = real();
      const planned = await campaign.run(
        ["--base-url", "https://api.example.com/v2", "--dry-run", "--json"],
        { fetch },
      );
      expect(planned.json()).toMatchObject({ callingHours: "us-federal" });
      expect((await campaign.run(flags, { fetch, confirm: async () => true })).exitCode).toBe(0);
      expect(await campaign.placed()).toHaveLength(6);
      const again = await campaign.run([...flags, "--yes", "--again", "--do-not-call", "all.txt"], { fetch });
      expect(again.exitCode).toBe(0);
    });

    it("cannot ask when the list is on standard input", async () => {
      const campaign = await campaignOf(CONTACTS);
      const { flags, fetch } = real();
      const result = await campaign.runFile(["-"], flags, { fetch, confirm: async () => true });
      expect(result).toMatchObject({ exitCode: 2, stdout: "" });
      expect(result.stderr).toContain("add --yes");
    });
  });
});

describe("campaign status, pause, resume and abort", () => {
  it("need neither key nor API", async () => {
    const campaign = await campaignOf(CONTACTS, { config: "policy: { limits: { maxCallsPerDay: 1 } }\n" });
    await campaign.run(["--name", "spring"]);
    const env = { DIALPOOL_STORE: join(campaign.cwd, "state.db") };
    const offline = (...args: readonly string[]) => campaign.cli(["campaign", ...args], { env });
    const status = await offline("status");
    expect(status.exitCode).toBe(0);
    expect(status.stdout).toMatch(/^spring is open, made .+ UTC\.\n3 of 6 contacts called\.\n/);
    expect((await offline("pause")).stdout).toContain("spring is paused: nobody is called.");
    expect((await campaign.run()).stderr).toContain("which is paused.");
    expect((await offline("resume", "spring")).stdout).toContain("spring may go on with 3 contacts");
    expect((await offline("abort", "spr")).exitCode).toBe(4);
    expect((await offline("abort", "spri", "--json")).json()).toMatchObject({
      version: 1,
      verb: "abort",
      campaign: { name: "spring", state: "aborted", wish: "abort" },
    });
    expect((await campaign.run()).stderr).toContain("which was aborted.");
    const unknown = await offline("status", "autumn");
    expect(unknown).toMatchObject({ exitCode: 4, stdout: "" });
    expect(unknown.stderr).toContain("There is no campaign autumn in this file.\nThose that are: spring.");
  });

  it("name the campaigns when several may be meant", async () => {
    const campaign = await campaignOf(csvOf(PHONES), {
      config: "policy: { limits: { maxCallsPerDay: 1 } }\n",
      files: { "other.csv": csvOf(["+14155550107", "+14155550108", "+14155550109", "+14155550110"]) },
    });
    await campaign.run(["--name", "spring"]);
    await campaign.runFile(["other.csv"], ["--name", "autumn"]);
    const paused = await campaign.cli(["campaign", "pause"]);
    expect(paused.exitCode).toBe(2);
    expect(paused.stderr).toContain("Name one of them: spring, autumn.");
    const { stdout } = await campaign.cli(["campaign", "status"]);
    expect(stdout).toMatch(
      /^Campaign +State +Contacts +Called +Waiting +Live +Undecided +Made \(UTC\)\nspring +open +6 +3 /,
    );
  });
});

describe("campaign report", () => {
  it("lists every row with state and reason, as CSV and as JSON Lines", async () => {
    const campaign = await campaignOf("phone,name\n+14155550101,Ann\nCALL-NOW,Vi\n+14155550101,Twin\n");
    await campaign.run();
    const csv = await campaign.cli(["campaign", "report"]);
    expect(csv.stdout).toMatch(
      /^line,state,phone,name,attempts,outcome,reason,waitsFor,dueAt\n2,finished,\+14155550101,Ann,1,[a-z-]+,,,\n3,invalid,,,0,,the phone number has letters,,\n4,duplicate,,,0,,the same number as in line 2,,\n$/,
    );
    const json = await campaign.cli(["campaign", "report", "--json"]);
    const lines = json.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ version: 1, kind: "campaign", contacts: 1, invalid: 1, duplicates: 1 });
    expect(lines.slice(1).map(({ kind, line, state }) => [kind, line, state])).toEqual([
      ["row", 2, "finished"],
      ["row", 3, "invalid"],
      ["row", 4, "duplicate"],
    ]);
  });

  it("lists attempts with their calls", async () => {
    const campaign = await campaignOf(csvOf(["+14155550101"]));
    await campaign.run();
    const [call] = await campaign.placed();
    const { stdout } = await campaign.cli(["campaign", "report", "--attempts", "--json"]);
    expect(JSON.parse(stdout.trimEnd().split("\n")[1] ?? "")).toMatchObject({
      kind: "attempt",
      line: 2,
      phone: "+14155550101",
      callerId: call?.phone_number_from,
      callId: call?.call_id,
      state: "ended",
    });
  });
});

describe("verify", () => {
  it("names every call that used another number", async () => {
    const campaign = await campaignOf(CONTACTS);
    await campaign.run();
    const fetchChanged = async (request: Request) => {
      const answer = await fetch(request);
      if (!request.url.includes("/calls?")) return answer;
      const body = (await answer.json()) as { response: { calls: Call[] } };
      const call = body.response.calls.find(({ phone_number_to: to }) => to === "+14155550105");
      if (call !== undefined)
        Object.assign(call, { phone_number_from: "+19995550100", agent_phone_number: "+19995550100" });
      return Response.json(body);
    };
    const result = await campaign.cli(["verify", "--wait", "0"], { fetch: fetchChanged });
    expect(result.exitCode).toBe(5);
    expect(result.stdout).toMatch(/line 6: \+\d+ was selected, and call [0-9a-f-]+ used \+19995550100/);
    expect(result.stdout).toContain("Of 6 calls: 5 as they were asked for, 1 not as they were asked for.");
    const { json } = await campaign.cli(["verify", "--wait", "0", "--json"], { fetch: fetchChanged });
    expect(json() as unknown as VerifyData).toMatchObject({
      version: 1,
      checked: 6,
      match: 5,
      different: [
        { line: 6, callee: "+14155550105", differences: [{ field: "callerId", shown: "+19995550100" }] },
      ],
      withoutRecord: [],
      unknownCalls: [],
      undecided: 0,
    });
  });

  it("tells which records are not there yet, and which calls came from elsewhere", async () => {
    const campaign = await campaignOf(CONTACTS);
    await campaign.run();
    const empty = {
      status: "ok",
      response: { calls: [], pagination: { total_records: 0, limit: 100, offset: 0 } },
    };
    const missing = await campaign.cli(["verify", "--wait", "0"], {
      fetch: async (request) => (request.url.includes("/calls?") ? Response.json(empty) : fetch(request)),
    });
    expect(missing.exitCode).toBe(6);
    expect(missing.stdout).toContain("Of 6 calls: 6 without a record yet.");

    await sandbox.client().calls.create({ model_id: campaign.agentId, phone: "+14155550199", name: "Eve" });
    const other = await campaign.cli(["verify", "--wait", "0"]);
    expect(other.exitCode).toBe(5);
    expect(other.stdout).toContain("1 call of the same agents came from elsewhere.");
  });
});

describe("webhook listen", () => {
  it("wants a secret", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.cli(["webhook", "listen", "--secret-env", "MINE"]);
    expect(result).toMatchObject({ exitCode: 3, stdout: "" });
    expect(result.stderr).toContain("The environment variable MINE holds no webhook secret.");
  });
});
