import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Call } from "@dialpool/core";
import { describe, expect, it, onTestFinished } from "vitest";
import type { CampaignReport } from "../../src/campaign/campaign-report.js";
import { readResults } from "../../src/campaign/results-file.js";
import { useSandbox } from "../support/cli.js";
import { folderOf } from "../support/test-io.js";
import { createVirtualClock } from "../support/virtual-clock.js";

const clock = createVirtualClock();
/** Calls from this number are turned away as spam. */
let blockedCallerId: string | undefined;
const sandbox = useSandbox({
  speed: 10,
  now: clock.now,
  outcomeOf: ({ from }) => (from === blockedCallerId ? { status: "spam" } : undefined),
});
const NUMBERS = ["+14155550142", "+12125550142", "+13125550142"];
const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const CONTACTS = csvOf([
  "+14155550101",
  "+12125550102",
  "+13125550103",
  "+16465550104",
  "+14155550105",
  "+442079460106",
]);

function csvOf(phones: readonly string[]): string {
  return `phone,name\n${phones.map((phone, index) => `${phone},Contact ${index + 1}\n`).join("")}`;
}

/** A folder with a list, an agent of its own, and `campaign` to work on them. */
async function campaignOf(
  contacts: string,
  options: { readonly config?: string; readonly numbers?: readonly string[] } = {},
) {
  const agentId = await sandbox.agentWith(options.numbers ?? NUMBERS);
  const files = {
    "list.csv": contacts,
    ...(options.config === undefined ? {} : { "dialpool.yaml": options.config }),
  };
  const cwd = await folderOf(files);
  const resultsFile = join(cwd, "list.csv.results.jsonl");
  const machine = { cwd, now: clock.now, sleep: clock.sleep };
  return {
    agentId,
    resultsFile,
    cwd,
    run: (args: readonly string[] = [], parts: Parameters<typeof sandbox.cli>[1] = {}) =>
      sandbox.cli(["campaign", "run", "list.csv", "--agent", agentId, "--start-rate", "50", ...args], {
        ...machine,
        ...parts,
      }),
    verify: (args: readonly string[] = [], parts: Parameters<typeof sandbox.cli>[1] = {}) =>
      sandbox.cli(["verify", resultsFile, "--wait", "0", ...args], { ...machine, ...parts }),
    placed: (): Promise<readonly Call[]> => sandbox.client().calls.list({ model_id: agentId }).toArray(),
    events: async () => (await readResults(resultsFile)).events,
  };
}

const reportOf = (result: { json: () => Record<string, unknown> }) =>
  result.json() as unknown as CampaignReport;

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

/** The same for `GET /calls`. */
function onCallList(act: (count: number) => Promise<Response | undefined>) {
  let count = 0;
  return async (request: Request): Promise<Response> => {
    const isCallList = request.method === "GET" && new URL(request.url).pathname.endsWith("/calls");
    if (isCallList) count++;
    return (isCallList ? await act(count) : undefined) ?? (await fetch(request));
  };
}

function networkError(code: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

describe("campaign run", () => {
  it("places exactly one call for each contact, from the caller ID it logged", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--policy", "localPresence", "--json"]);

    expect(result.exitCode).toBe(0);
    expect(reportOf(result)).toMatchObject({ rows: 6, contacts: 6, placed: 6, unknown: 0, stopped: null });
    const calls = await campaign.placed();
    expect(calls.map((call) => call.phone_number_to).sort()).toEqual(CONTACTS.match(/\+\d+/g)?.sort());
    const from = new Map(calls.map((call) => [call.phone_number_to, call.phone_number_from]));
    expect(from.get("+14155550101")).toBe("+14155550142");
    expect(from.get("+12125550102")).toBe("+12125550142");
    expect(from.get("+13125550103")).toBe("+13125550142");
  });

  it("writes a line before each call and another after it", async () => {
    const campaign = await campaignOf(CONTACTS);
    const linesAtSend: string[] = [];
    await campaign.run([], {
      fetch: onCall(async (_, request) => {
        const { phone } = (await request.json()) as { phone: string };
        const intended = (await campaign.events()).some(
          (event) => event.event === "intended" && event.phone === phone,
        );
        linesAtSend.push(intended ? "intended" : "nothing");
        return undefined;
      }),
    });

    expect(linesAtSend).toEqual(Array(6).fill("intended"));
    const kinds = (await campaign.events()).map(({ event }) => event);
    expect(kinds.filter((kind) => kind === "placed")).toHaveLength(6);
    expect(kinds.filter((kind) => kind === "ended")).toHaveLength(6);
    expect([kinds[0], kinds.at(-1)]).toEqual(["started", "finished"]);
  });

  it("reports invalid and duplicate rows by line and calls the others", async () => {
    const campaign = await campaignOf(
      "phone,name\n+14155550101,Ann\nCALL-NOW,Vi\n+1 415 555 0101,Twin\n+12125550102,Bo\n",
    );
    const text = await campaign.run();

    expect(text.stdout).toContain("line 3: not called, invalid: the phone number has letters");
    expect(text.stdout).toContain("line 4: not called, duplicate: the same phone number as line 2");
    expect(text.stdout).toContain("2 calls placed of 2 contacts.");
    expect(await campaign.placed()).toHaveLength(2);
  });

  it.each([[], ["--dry-run"]])("exits 2 when no row of the list can be called (%j)", async (...flags) => {
    const campaign = await campaignOf("phone,name\nCALL-NOW,Vi\n+1415555010,Bo\n");
    const result = await campaign.run(flags);

    expect(result.exitCode).toBe(2);
    expect(result.stdout).toContain("line 2: not called, invalid: the phone number has letters");
    expect(result.stdout).not.toContain("dialpool verify");
  });

  it("refuses a list it has run, and says what can be done", async () => {
    const campaign = await campaignOf(CONTACTS);
    await campaign.run();
    const repeat = await campaign.run();

    expect(repeat).toMatchObject({ exitCode: 2, stdout: "" });
    expect(repeat.stderr).toMatch(/list.csv was run before .*: all of its contacts were tried/);
    expect(repeat.stderr).toContain("--again calls everyone once more");
    expect(await campaign.placed()).toHaveLength(6);

    const resumed = await campaign.run(["--resume"]);
    expect(resumed).toMatchObject({ exitCode: 0 });
    expect(resumed.stdout).toContain("Nobody of list.csv is left to call");
    expect(await campaign.placed()).toHaveLength(6);

    expect(reportOf(await campaign.run(["--again", "--json"]))).toMatchObject({
      mode: "restarted",
      placed: 6,
    });
    expect(await campaign.placed()).toHaveLength(12);
  });

  it("dials nothing and writes nothing on a dry run", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--dry-run"]);

    expect(result.stdout).toContain("Would call 6 contacts of list.csv (6 rows). Nothing was dialled.");
    expect(await campaign.placed()).toHaveLength(0);
    await expect(readFile(campaign.resultsFile)).rejects.toThrow();
  });

  it("never asks again for a call whose outcome is unknown", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--json"], {
      fetch: onCall(async (count, request) => {
        if (count !== 2) return undefined;
        // It is placed, and the answer is lost.
        await fetch(request);
        throw networkError("ECONNRESET");
      }),
    });

    expect(result.exitCode).toBe(7);
    expect(reportOf(result)).toMatchObject({ placed: 5, unknown: 1 });
    expect(reportOf(await campaign.run(["--resume", "--json"]))).toMatchObject({ contacts: 0 });
    expect(await campaign.placed()).toHaveLength(6);
    const verified = await campaign.verify();
    expect(verified.exitCode).toBe(7);
    expect(verified.stdout).toMatch(/line 3: the outcome is unknown; it may have become call [0-9a-f-]+/);
  });

  it("stops when the API cannot be reached, keeps what it has, and goes on later", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run([], {
      fetch: onCall(async (count) => {
        if (count <= 2) return undefined;
        throw networkError("ECONNREFUSED");
      }),
    });

    expect(result.exitCode).toBe(5);
    expect(result.stdout).toContain("2 calls placed of 6 contacts, 4 not attempted.");
    expect(result.stdout).toMatch(/Stopped early: Cannot connect for POST \/calls: ECONNREFUSED/);
    expect((await campaign.events()).at(-1)).toMatchObject({ event: "stopped" });

    expect(reportOf(await campaign.run(["--resume", "--json"]))).toMatchObject({
      mode: "resumed",
      contacts: 4,
      placed: 4,
    });
    const callees = (await campaign.placed()).map((call) => call.phone_number_to);
    expect(new Set(callees).size).toBe(6);
    expect(callees).toHaveLength(6);
    expect((await campaign.verify()).stdout).toContain("all 6 calls used the selected caller ID");
  });

  it("goes on when the call list cannot be read for a moment", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--concurrency", "2", "--no-history", "--json"], {
      fetch: onCallList(async (count) => (count <= 3 ? new Response("{}", { status: 502 }) : undefined)),
    });

    expect(reportOf(result)).toMatchObject({ placed: 6, stopped: null });
    expect(result.exitCode).toBe(0);
  });

  it("stops when the call list stays unreadable", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--concurrency", "2", "--no-history", "--json"], {
      fetch: onCallList(async () => new Response("{}", { status: 502 })),
    });

    expect(reportOf(result)).toMatchObject({
      placed: 2,
      stopped: { message: "GET /calls was refused with 502." },
    });
    expect(result.exitCode).toBe(5);
  });

  it("stops after three unknown outcomes in a row", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--json", "--start-rate", "1"], {
      fetch: onCall(async () => new Response("{}", { status: 502 })),
    });

    expect(result.exitCode).toBe(7);
    expect(reportOf(result)).toMatchObject({
      placed: 0,
      unknown: 3,
      notAttempted: 3,
      stopped: { kind: "api_failing" },
    });
  });

  it("stops when the key is refused", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--json"], {
      fetch: onCall(async (count) =>
        count === 1
          ? undefined
          : new Response('{"detail":{"description":"Invalid API key"}}', { status: 401 }),
      ),
    });

    expect(result.exitCode).toBe(5);
    expect(reportOf(result).stopped).toMatchObject({ kind: "credentials" });
  });

  it("names a number that was detached meanwhile, and uses it no more", async () => {
    const campaign = await campaignOf(CONTACTS, { numbers: ["+14155550142", "+12125550142"] });
    const detached: string[] = [];
    const result = await campaign.run(["--concurrency", "1", "--json"], {
      fetch: onCall(async (count, request) => {
        if (count !== 2) return undefined;
        const { from_phone_number: from } = (await request.json()) as { from_phone_number: string };
        detached.push(from);
        await sandbox.client().agents.detachPhoneNumber(campaign.agentId, from.slice(1));
        return undefined;
      }),
    });

    expect(result.exitCode).toBe(5);
    expect(reportOf(result)).toMatchObject({ placed: 5, rejected: 1 });
    expect(result.stderr).toContain(`${detached[0]} was detached from the agent while the campaign ran`);
    const later = (await campaign.placed()).slice(0, 4);
    expect(later.map((call) => call.phone_number_from)).not.toContain(detached[0]);
  });

  it("backs off after a 429 and asks again as a new attempt", async () => {
    const campaign = await campaignOf(CONTACTS);
    const result = await campaign.run(["--json"], {
      fetch: onCall(async (count) =>
        count === 2
          ? new Response('{"detail":{"description":"Concurrency limit reached"}}', {
              status: 429,
              headers: { "Retry-After": "7" },
            })
          : undefined,
      ),
    });

    expect(result.exitCode).toBe(0);
    expect(await campaign.placed()).toHaveLength(6);
    const events = await campaign.events();
    const rejected = events.find((event) => event.event === "rejected");
    expect(rejected).toMatchObject({ status: "429" });
    const attempts = events.filter((event) => event.event === "intended" && event.line === rejected?.line);
    expect(attempts.map(({ attempt }) => attempt?.split("-").at(-1))).toEqual(["1", "2"]);
    expect(Date.parse(attempts[1]?.at ?? "") - Date.parse(rejected?.at ?? "")).toBeGreaterThanOrEqual(7000);
  });

  it("starts calls no faster than the rate and holds no more at once than allowed", async () => {
    const campaign = await campaignOf(
      csvOf(Array.from({ length: 20 }, (_, index) => `+141555501${index + 10}`)),
    );
    const sentAt: number[] = [];
    await campaign.run(["--start-rate", "4", "--concurrency", "3"], {
      fetch: onCall(async () => {
        sentAt.push(clock.now());
        return undefined;
      }),
    });

    expect(sentAt).toHaveLength(20);
    for (const [index, at] of sentAt.entries()) {
      if (index > 0) expect(at - (sentAt[index - 1] ?? at)).toBeGreaterThanOrEqual(250);
    }
    const calls = (await campaign.placed()).map((call) => ({
      start: Number(call.start_time),
      end: Date.parse(call.telephony_end ?? ""),
    }));
    for (const { start } of calls) {
      expect(calls.filter((other) => other.start <= start && other.end > start).length).toBeLessThanOrEqual(
        3,
      );
    }
  });

  it("finishes what has begun when interrupted, and starts nothing new", async () => {
    const campaign = await campaignOf(CONTACTS);
    const interrupt = new AbortController();
    const result = await campaign.run(["--concurrency", "1", "--json"], {
      interrupted: interrupt.signal,
      fetch: onCall(async (count) => {
        if (count === 2) interrupt.abort();
        return undefined;
      }),
    });

    expect(result.exitCode).toBe(130);
    expect(reportOf(result)).toMatchObject({ placed: 2, unknown: 0, notAttempted: 4 });
    expect(await campaign.placed()).toHaveLength(2);
    expect(reportOf(await campaign.run(["--resume", "--json"]))).toMatchObject({ placed: 4 });
  });

  it("says on a terminal what a second interrupt would do, and gives the cursor back", async () => {
    const campaign = await campaignOf(CONTACTS);
    const interrupt = new AbortController();
    let shown = "";
    let shownWhileInFlight = "";
    const result = await campaign.run([], {
      interrupted: interrupt.signal,
      stderr: {
        isTTY: true,
        columns: 100,
        write: (text) => {
          shown += text;
        },
      },
      fetch: onCall(async () => {
        interrupt.abort();
        shownWhileInFlight = shown;
        return undefined;
      }),
    });

    expect(result.exitCode).toBe(130);
    expect(shownWhileInFlight).toContain("Ctrl-C again stops at once.");
    expect(shown.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(shown.lastIndexOf(HIDE_CURSOR));
    expect(shownWhileInFlight).toContain(SHOW_CURSOR);
  });

  it("dials nobody beyond a daily limit, over several runs", async () => {
    const config = "policy:\n  affinity: off\n  limits:\n    maxCallsPerDay: 1\n";
    const campaign = await campaignOf(CONTACTS, { config });
    const result = await campaign.run(["--json"]);

    expect(result.exitCode).toBe(5);
    expect(reportOf(result)).toMatchObject({
      placed: 3,
      refused: 3,
      refusals: [{ code: "exhausted", contacts: 3, retryAt: expect.stringMatching(/Z$/) }],
    });
    const again = await campaign.run(["--resume", "--json"]);
    expect(again.exitCode).toBe(6);
    expect(reportOf(again)).toMatchObject({ placed: 0, refused: 3 });
    expect(await campaign.placed()).toHaveLength(3);
  });

  it("waits for a number that is soon free again, and lets others go on meanwhile", async () => {
    const numbers = ["+14155550142", "+12125550142"];
    const config = "policy: { route: { localPresence: [area-code] }, limits: { minGapSeconds: 20 } }\n";
    const list = csvOf(["+14155550101", "+14155550102", "+14155550103", "+12125550104"]);
    const campaign = await campaignOf(list, { config, numbers });
    const result = await campaign.run(["--json", "--no-wait"]);

    expect(result.exitCode).toBe(0);
    expect(reportOf(result)).toMatchObject({ placed: 4, refused: 0, refusals: [] });
    const intended = (await campaign.events()).filter(({ event }) => event === "intended");
    expect(intended.map(({ line }) => line)).toEqual([2, 5, 3, 4]);
    const [first = 0, , second = 0, third = 0] = intended.map(({ at }) => Date.parse(at));
    expect(second - first).toBeGreaterThanOrEqual(20_000);
    expect(second - first).toBeLessThan(22_000);
    expect(third - second).toBeGreaterThanOrEqual(20_000);
  });

  it("waits no longer than --max-wait", async () => {
    const config = "policy: { limits: { minGapSeconds: 20 } }\n";
    const campaign = await campaignOf(csvOf(["+14155550101", "+14155550102"]), {
      config,
      numbers: NUMBERS.slice(0, 1),
    });
    const result = await campaign.run(["--max-wait", "10s"]);

    expect(result.exitCode).toBe(5);
    expect(result.stdout).toMatch(
      /1 call placed of 2 contacts, 1 without a usable caller ID\.\n1 without a caller ID: every number that fits was at a limit; the first may be called at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\n/,
    );
  });

  it("waits for a call to end when its number may have no other", async () => {
    const config = "policy: { limits: { maxConcurrentCalls: 1, minGapSeconds: null } }\n";
    const campaign = await campaignOf(csvOf(["+14155550101", "+14155550102", "+14155550103"]), {
      config,
      numbers: NUMBERS.slice(0, 1),
    });
    const result = await campaign.run(["--json", "--max-wait", "0s"]);

    expect(reportOf(result)).toMatchObject({ placed: 3, refused: 0 });
    const kinds = (await campaign.events()).map(({ event }) => event);
    expect(kinds.filter((kind) => kind === "intended" || kind === "ended")).toEqual(
      Array(3).fill(["intended", "ended"]).flat(),
    );
  });

  it("exits 4 when nobody could be called and waiting does not help", async () => {
    const config = "policy: { limits: { allowedCountries: [GB] } }\n";
    const campaign = await campaignOf(csvOf(["+14155550101", "+12125550102"]), { config });
    const result = await campaign.run();

    expect(result.exitCode).toBe(4);
    expect(result.stdout).toContain(
      "\n2 without a caller ID: the policy does not allow the country; waiting does not help.\n",
    );
  });

  it("lets what became of its calls decide which numbers go on", async () => {
    const [bad, good] = ["+14155550142", "+12125550142"];
    const config =
      "policy: { affinity: 'off', order: least-used, limits: { minGapSeconds: null, quarantineAfterBlocks: { blocks: 2, withinHours: 24, quarantineDays: 30 }, restAfterFailures: null } }\n";
    const phones = Array.from({ length: 12 }, (_, line) => `+1646555${1000 + line}`);
    const campaign = await campaignOf(csvOf(phones), { config, numbers: [bad, good] });
    blockedCallerId = bad;
    onTestFinished(() => {
      blockedCallerId = undefined;
    });
    // One after the other, so that each outcome is known before the next call.
    const result = await campaign.run(["--json", "--concurrency", "1"]);

    expect(reportOf(result)).toMatchObject({ placed: 12 });
    const from = (await campaign.placed()).map((call) => call.phone_number_from);
    expect(from.filter((number) => number === bad)).toHaveLength(2);
    expect(from.filter((number) => number === good)).toHaveLength(10);
  });

  it("calls each brand's people from the brand's numbers, by a column of the list", async () => {
    const config = [
      "policy: { affinity: off, route: { tags: [brand] } }",
      "numbers:",
      '  "+14155550142": { tags: { brand: acme } }',
      '  "+12125550142": { tags: { brand: globex } }',
    ].join("\n");
    const list =
      "phone,name,brand\n+14155550101,Ann,acme\n+14155550102,Bo,globex\n+14155550103,Cy,acme\n+14155550104,Di,\n";
    const campaign = await campaignOf(list, { config });
    await campaign.run();

    const from = new Map(
      (await campaign.placed()).map((call) => [call.phone_number_to, call.phone_number_from]),
    );
    expect([...from].sort()).toEqual([
      ["+14155550101", "+14155550142"],
      ["+14155550102", "+12125550142"],
      ["+14155550103", "+14155550142"],
      ["+14155550104", "+13125550142"],
    ]);
  });

  it("sends the columns asked for as variables, and no other", async () => {
    const campaign = await campaignOf("phone,name,plan,secret\n+14155550101,Ann,team,hush\n");
    await campaign.run(["--variable-columns", "plan"]);

    const [call] = await campaign.placed();
    expect(call?.prompt_variables).toMatchObject({ plan: "team" });
    expect(JSON.stringify(call)).not.toContain("hush");
  });

  it("reads a list from standard input", async () => {
    const campaign = await campaignOf("phone,name\n+14155550199,Other\n");
    const stdin = {
      isTTY: false,
      [Symbol.asyncIterator]: async function* () {
        yield new TextEncoder().encode(CONTACTS);
      },
    };
    const args = ["campaign", "run", "-", "--agent", campaign.agentId, "--start-rate", "50"];
    const machine = { cwd: campaign.cwd, now: clock.now, sleep: clock.sleep, stdin };
    expect((await sandbox.cli(args, machine)).stderr).toContain("needs --results FILE");
    expect((await sandbox.cli([...args, "--results", "r.jsonl"], machine)).stdout).toContain(
      "6 calls placed of 6 contacts.",
    );
  });
});

describe("campaign results", () => {
  it("prints one row a contact", async () => {
    const campaign = await campaignOf("phone,name\n+14155550101,Ann\nCALL-NOW,Vi\n");
    await campaign.run();
    const { stdout } = await sandbox.cli(["campaign", "results", campaign.resultsFile]);

    const [head, ann, vi] = stdout.trim().split("\n");
    expect(head).toMatch(/^line,phone,name,result,callerId/);
    expect(ann).toMatch(/^2,\+14155550101,Ann,placed,\+1\d{10},/);
    expect(vi).toMatch(/^3,,,skipped,/);
  });
});

describe("verify", () => {
  it("finds no difference after a run", async () => {
    const campaign = await campaignOf(CONTACTS);
    await campaign.run();
    const result = await campaign.verify();

    expect(result.exitCode).toBe(0);
    expect(result.stdout.trim().split("\n").at(-1)).toBe("all 6 calls used the selected caller ID");
  });

  it("names every call that used another number", async () => {
    const campaign = await campaignOf(CONTACTS);
    await campaign.run();
    const result = await campaign.verify([], {
      fetch: async (request) => {
        const answer = await fetch(request);
        const body = (await answer.json()) as { response: { calls: Call[] } };
        const [call] = body.response.calls;
        if (call !== undefined)
          Object.assign(call, { phone_number_from: "+19995550100", agent_phone_number: "+19995550100" });
        return Response.json(body);
      },
    });

    expect(result.exitCode).toBe(5);
    expect(result.stdout).toMatch(/line 7: \+\d+ was selected, and call [0-9a-f-]+ used \+19995550100/);
    expect(result.stdout).toContain("Of 6 calls: 5 used the selected caller ID, 1 used another one.");
  });

  it("tells which records are not there yet", async () => {
    const campaign = await campaignOf(CONTACTS);
    await campaign.run();
    const empty = {
      status: "ok",
      response: { calls: [], pagination: { total_records: 0, limit: 100, offset: 0 } },
    };
    const result = await campaign.verify([], {
      fetch: async (request) =>
        request.url.includes("?")
          ? Response.json(empty)
          : new Response('{"detail":"Not Found"}', { status: 404 }),
    });

    expect(result.exitCode).toBe(6);
    expect(result.stdout).toContain("Of 6 calls: 6 without a record yet.");
  });
});
