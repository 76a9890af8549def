import { describe, expect, it, onTestFinished } from "vitest";
import type { CampaignReconcileData } from "../../src/commands/campaign/reconcile.js";
import type { CampaignStatusData } from "../../src/commands/campaign/status.js";
import {
  CONTACTS,
  csvOf,
  networkError,
  onCall,
  PHONES,
  reportOf,
  useCampaigns,
} from "../support/campaign-lists.js";

const { campaignOf, passTime, block } = useCampaigns();
const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";

describe("campaign run", () => {
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
    expect(result.stdout).toContain("4 contacts are still to be called. The same command goes on.");

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
    expect(result.exitCode).toBe(7);

    // Its call ends meanwhile.
    passTime(1000);
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

    passTime(3_600_000);
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
    block(bad);
    onTestFinished(() => {
      block(undefined);
    });
    // One after the other, so that each outcome is known before the next call.
    await campaign.run(["--concurrency", "1"]);
    const from = (await campaign.placed()).map((call) => call.phone_number_from);
    expect(from.filter((number) => number === bad)).toHaveLength(2);
    expect(from.filter((number) => number === good)).toHaveLength(6);
  });
});
