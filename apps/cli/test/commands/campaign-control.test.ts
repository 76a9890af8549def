import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONTACTS, csvOf, PHONES, useCampaigns } from "../support/campaign-lists.js";

const { campaignOf, sandbox } = useCampaigns();

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
    expect((await campaign.run()).stderr).toContain("list.csv is campaign spring, which was aborted.");
    const named = await campaign.runFile([], ["--name", "spring"]);
    expect(named.stderr).toContain("Error: Campaign spring was aborted.");
    expect((await offline("report", "--state", "queued")).stdout).toMatch(
      /\n\d,queued,\+\d+,Contact \d,0,,,(turn,|number,20[^\n]+Z)\n/,
    );
    const unknown = await offline("status", "autumn");
    expect(unknown).toMatchObject({ exitCode: 4, stdout: "" });
    expect(unknown.stderr).toContain("There is no campaign autumn in this file.\nThose that are: spring.");
  });

  it("say where to see why no number is free", async () => {
    const campaign = await campaignOf(CONTACTS, {
      config: "policy: { limits: { maxCallsPerDay: 1, minGapSeconds: null } }\n",
    });
    const ran = await campaign.run(["--name", "spring"]);
    const why = `What keeps each number: dialpool usage ${campaign.agentId}`;
    expect(ran.stdout).toContain(why);
    expect((await campaign.cli(["campaign", "status"])).stdout).toContain(why);
    await campaign.cli(["campaign", "abort"]);
    expect((await campaign.cli(["campaign", "status"])).stdout).not.toContain(why);
  });

  it("say that calls of others take its places", async () => {
    const campaign = await campaignOf(CONTACTS, {
      config: "policy: { limits: { maxCallsPerDay: 1, minGapSeconds: null } }\n",
    });
    await campaign.run(["--name", "spring", "--concurrency", "2"]);
    const alone = await campaign.cli(["campaign", "status"]);
    expect(alone.stdout).toMatch(/ At most 2 calls at once\.\n/);
    expect((await campaign.cli(["campaign", "status", "--json"])).json()).toMatchObject({ openCalls: 0 });

    const other = await sandbox.agentWith(["+14155550188"]);
    const call = ["call", "--agent", other, "--phone", "+14155550177", "--name", "Vi", "--no-history"];
    expect((await campaign.cli(call)).exitCode).toBe(0);
    const { stdout } = await campaign.cli(["campaign", "status"]);
    expect(stdout).toMatch(/ At most 2 calls at once; other calls of the file take 1 of these places\.\n/);
    expect((await campaign.cli(["campaign", "status", "--json"])).json()).toMatchObject({ openCalls: 1 });
  });

  it("name the campaigns when several may be meant", async () => {
    const campaign = await campaignOf(csvOf(PHONES), {
      config: "policy: { limits: { maxCallsPerDay: 1 } }\n",
      files: {
        "other.csv": csvOf(["+14155550107", "+14155550108", "+14155550109", "+14155550110"]),
        "short.csv": csvOf(["+14155550111"]),
      },
    });
    const finished = await campaign.runFile(["short.csv"], ["--name", "over", "--policy", "stateless"]);
    expect(finished.exitCode).toBe(0);
    await campaign.run(["--name", "spring"]);
    await campaign.runFile(["other.csv"], ["--name", "autumn"]);
    const paused = await campaign.cli(["campaign", "pause"]);
    expect(paused.exitCode).toBe(2);
    expect(paused.stderr).toContain("Name one of them: spring, autumn.\n");
    const { stdout } = await campaign.cli(["campaign", "status"]);
    expect(stdout).toMatch(
      /^Campaign +State +Contacts +Called +Waiting +Live +Undecided +Made \(UTC\)\nover +finished .+\nspring +open +6 +2 /,
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
