import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  CONTACTS,
  csvOf,
  inputOf,
  NUMBERS,
  PHONES,
  reportOf,
  useCampaigns,
} from "../support/campaign-lists.js";

const { sandbox, campaignOf, passTime, passTimeToHour } = useCampaigns();

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
      warnings: [],
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
        exhausted: [],
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
    expect(repeat.stderr).toContain("list.csv is campaign ");
    expect(repeat.stderr).toContain(", which is finished: all of its contacts were called, or will not be.");
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

  it("does not call a list of another agent's campaign, and leaves its contacts as they are", async () => {
    const campaign = await campaignOf(CONTACTS, { config: "policy: { limits: { maxCallsPerDay: 1 } }\n" });
    await campaign.run(["--name", "spring"]);
    const before = await campaign.placed();
    const other = await sandbox.agentWith(NUMBERS);
    const stdin = () => inputOf(CONTACTS);
    const args = ["campaign", "run", "-", "--max-wait", "0s", "--agent", other];
    const fromInput = await campaign.cli(args, { stdin: stdin() });
    expect(fromInput).toMatchObject({ exitCode: 2, stdout: "" });
    expect(fromInput.stderr).toContain(
      `standard input is a campaign of the agent ${campaign.agentId}, not of ${other}.\nGo on with it by --agent ${campaign.agentId}, or`,
    );
    const { json } = await campaign.cli(["campaign", "status", "--json"]);
    expect(json()).toMatchObject({ campaigns: [{ byState: { queued: 3, finished: 3, rejected: 0 } }] });
    expect(await campaign.placed()).toEqual(before);
  });

  it("says that a list that is known keeps its name", async () => {
    const campaign = await campaignOf(CONTACTS, { config: "policy: { limits: { maxCallsPerDay: 1 } }\n" });
    await campaign.run(["--name", "spring"]);
    const { stderr } = await campaign.run(["--name", "autumn"]);
    expect(stderr).toContain("Note: the list is campaign spring already, and keeps that name.\n");
  });

  it("takes no row of an agent that was not named, and says how it is", async () => {
    const list = "phone,name,who\n+14155550101,Ann,\n+14155550102,Bo,stranger\n";
    const campaign = await campaignOf(list);
    const result = await campaign.run(["--columns", "agent=who"]);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(
      "line 3: It names the agent stranger, whose pool was not given.\nOther agents that rows may name are given with --row-agents.",
    );
    const planned = await campaign.run(["--columns", "agent=who", "--dry-run"]);
    expect(planned).toMatchObject({ exitCode: 2, stdout: "" });
    expect(planned.stderr).toContain(
      "Error: list.csv line 3 names the agent stranger, whose pool was not given.",
    );
    expect(await campaign.placed()).toEqual([]);
    const other = await sandbox.agentWith(NUMBERS);
    const named = await campaignOf(list.replace("stranger", other));
    expect((await named.run(["--columns", "agent=who", "--row-agents", other])).exitCode).toBe(0);
    expect(await named.placed()).toHaveLength(1);
    expect(await sandbox.client().calls.list({ model_id: other }).toArray()).toHaveLength(1);
  });

  it.each([
    [
      ["--variable-columns", "plan", "list.csv"],
      "--variable-columns has taken plan list.csv: name a list before it.",
    ],
    [["--row-agents", "list.csv"], "--row-agents has taken list.csv: name a list before it."],
    [["--columns", "phone=Tel", "list.csv"], "Write it like --columns phone=Mobile; all that follows"],
    [["--tag", "brand=acme", "list.csv"], "Write it like --tag brand=acme; all that follows"],
  ])("says where the list went that follows %j", async (flags, sentence) => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.runFile([], flags);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });

  it("makes no campaign of a list with nobody to call: mended, it has its name", async () => {
    const campaign = await campaignOf("phone,name\nCALL-NOW,Vi\n", { files: { "mended.csv": CONTACTS } });
    const result = await campaign.run(["--name", "spring"]);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(
      "The list has nobody to call: its only row is no contact. Line 2: the phone number has letters.",
    );
    expect((await campaign.runFile(["mended.csv"], ["--name", "spring"])).exitCode).toBe(0);
  });

  it("says how to name the column of a list that has none called phone", async () => {
    const campaign = await campaignOf("Tel,Name\n+14155550101,Ann\n");
    const { stderr } = await campaign.run();
    expect(stderr).toContain(
      "Error: list.csv has no column «phone»; its header is: Tel, Name.\nSay which column it is: --columns phone=COLUMN.\n",
    );
    expect((await campaign.run(["--columns", "phone=Tel"])).exitCode).toBe(0);
  });

  it("says of each row of such a list why it is no contact, also without calling", async () => {
    const campaign = await campaignOf("phone,name\nCALL-NOW,Vi\n+14155550101,\n,Bo\n");
    const rows = [
      "line 2: not called, invalid: the phone number has letters",
      "line 3: not called, invalid: the name is missing",
      "line 4: not called, invalid: the phone number is missing",
    ];
    const result = await campaign.run();
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(
      `${rows.join("\n")}\nError: The list has nobody to call: none of its 3 rows`,
    );
    const planned = await campaign.run(["--dry-run"]);
    expect(planned.exitCode).toBe(2);
    expect(planned.stdout).toContain(`${rows.join("\n")}\n\nList `);
    expect((await campaign.run(["--dry-run", "--json"])).json()).toMatchObject({
      plan: { invalid: 3, invalidRows: [{ line: 2 }, { line: 3 }, { line: 4 }] },
    });
  });

  it("reads JSON Lines from standard input", async () => {
    const campaign = await campaignOf(CONTACTS);
    const text = PHONES.map((phone) => `${JSON.stringify({ phone, name: "Ann" })}\n`).join("");
    const stdin = inputOf(text);
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

  it("goes by the time zone and the region that a row says, not by those of its number", async () => {
    const list = [
      "phone,name,zone,state",
      "+12125550101,Ann,Etc/UTC,",
      "+12125550102,Bo,Etc/GMT-12,",
      "+12125550103,Cy,Etc/UTC,US-FL",
      "+12125550104,Di,Mars/Base,",
    ];
    const hours =
      'hours: { daily: "00:00-12:00" }\nregions: { US-FL: { hours: { daily: "06:00-12:00" } } }\n';
    const campaign = await campaignOf(`${list.join("\n")}\n`, { files: { "hours.yaml": hours } });
    const flags = ["--columns", "time-zone=zone", "region=state", "--calling-hours", "hours.yaml", "--json"];
    const called = async () => (await campaign.placed()).map((call) => call.phone_number_to).sort();

    passTimeToHour(3);
    expect((await campaign.run([...flags, "--dry-run"])).json()).toMatchObject({
      plan: { contacts: 3, outOfHours: 2, invalid: 1 },
    });
    expect((await campaign.run(flags)).exitCode).toBe(6);
    expect(await called()).toEqual(["+12125550101"]);

    passTime(5 * 3_600_000);
    expect((await campaign.run(flags)).exitCode).toBe(6);
    expect(await called()).toEqual(["+12125550101", "+12125550103"]);

    passTime(5 * 3_600_000);
    expect((await campaign.run(flags)).exitCode).toBe(0);
    expect(await called()).toEqual(["+12125550101", "+12125550102", "+12125550103"]);
  });

  it.each([
    [["--calling-hours", "none.yaml"], "--calling-hours: cannot read none.yaml: there is no such file."],
    [["--calling-hours", "bad.yaml"], "bad.yaml: The calling hours cannot be used. hours.daily"],
    [["--retries", "bad.yaml"], "bad.yaml: The retry rules cannot be used."],
    [["--columns", "fone=Mobile"], '--columns knows no "fone".'],
    [["--columns", "phone=Mobile"], "list.csv has no column «Mobile»"],
    [["--variable-columns", "plan"], "list.csv has no column «plan»"],
    [
      ["--webhook-url", "events"],
      '--webhook-url takes an address such as https://example.com/events, not "events".',
    ],
    [["--webhook-url", "ftp://example.com/"], "--webhook-url takes an address"],
    [["--name", " "], "--name takes a name of one line"],
    [["--name", "spring\nautumn"], "--name takes a name of one line"],
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
      // Nothing was made, either.
      expect((await campaign.cli(["campaign", "status"])).exitCode).toBe(4);
      expect(await readdir(campaign.cwd)).toEqual(["dialpool.yaml", "list.csv"]);
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
