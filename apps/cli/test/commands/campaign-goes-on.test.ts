import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { geography } from "@dialpool/pool-strategies/geo";
import { openSqliteStore } from "@dialpool/store-sqlite";
import { describe, expect, it } from "vitest";
import { readKnownPools } from "../../src/store/known-pools.js";
import { CONTACTS, networkError, onCall, PHONES, useCampaigns } from "../support/campaign-lists.js";

const { campaignOf } = useCampaigns();

/** A campaign that stopped after two calls. */
async function halfCalled(flags: readonly string[] = [], files: Readonly<Record<string, string>> = {}) {
  const campaign = await campaignOf(CONTACTS, { files });
  const stopped = await campaign.run(["--concurrency", "1", "--name", "spring", ...flags], {
    fetch: onCall(async (count) => {
      if (count <= 2) return undefined;
      throw networkError("ECONNREFUSED");
    }),
  });
  expect(stopped.exitCode).toBe(6);
  return campaign;
}

describe("campaign run of a list that goes on", () => {
  const files = {
    "day.yaml": 'hours: { daily: "08:00-21:00" }\n',
    "always.yaml": 'hours: { daily: "00:00-24:00" }\n',
  };

  it.each([
    [[], ["--calling-hours", "day.yaml"], "--calling-hours"],
    [["--calling-hours", "always.yaml"], ["--calling-hours", "off"], "--calling-hours"],
    [[], ["--retries", "default"], "--retries"],
    [["--tag", "brand=acme"], ["--tag", "brand=other"], "--tag"],
  ])("made with %j refuses %j before it calls or plans", async (made, asked, flag) => {
    const campaign = await halfCalled(made, files);
    for (const more of [[], ["--dry-run"]]) {
      const result = await campaign.run([...asked, ...more]);
      expect(result).toMatchObject({ exitCode: 2, stdout: "" });
      expect(result.stderr).toContain(
        `${flag} is not what campaign spring was made with, and it keeps that.`,
      );
      expect(result.stderr).toContain("`dialpool campaign report spring --state queued > rest.csv`");
    }
    expect(await campaign.placed()).toHaveLength(2);
  });

  it("takes rules that are the same, however they are written", async () => {
    const campaign = await halfCalled(["--calling-hours", "off", "--retries", "none", "--tag", "brand=acme"]);
    const same = await campaign.run(["--calling-hours", "off", "--retries", "none", "--tag", "brand=acme"]);
    expect(same.exitCode).toBe(0);
    expect(await campaign.placed()).toHaveLength(6);
  });

  it("keeps the policy that the list was called by, and says when another one is asked for", async () => {
    const campaign = await halfCalled(["--policy", "localPresence"]);
    const orders = async () => {
      const store = openSqliteStore({ path: join(campaign.cwd, "state.db"), geography });
      const pools = await readKnownPools(store);
      store.close();
      return pools.map(({ policy }) => policy);
    };
    // The configuration of these tests says a policy of its own.
    await writeFile(join(campaign.cwd, "dialpool.yaml"), "{}\n");
    const [before] = await orders();
    const plan = ["--dry-run", "--json"];
    expect((await campaign.run(plan)).json()).toMatchObject({ warnings: [] });
    expect((await campaign.run([...plan, "--policy", "balanced"])).json()).toMatchObject({
      warnings: [
        expect.stringContaining("The policy is another than the one that the pool was called by so far"),
      ],
    });
    // Somebody may have to wait for a number.
    expect((await campaign.run(["--max-wait", "10m"])).exitCode).toBe(0);
    expect(await orders()).toEqual([before]);
  });

  it("says of a finished list which rows were no contacts: --again would ring the others once more", async () => {
    const campaign = await campaignOf("phone,name\n+14155550101,Ann\n4155550102,Bo\n");
    expect((await campaign.run(["--name", "spring"])).exitCode).toBe(0);
    const again = await campaign.run(["--default-country", "US"]);
    expect(again).toMatchObject({ exitCode: 2, stdout: "" });
    expect(again.stderr).toContain(
      "1 row of it was no contact, and was not called: `dialpool campaign report spring --state invalid` names them by line; put them right in a list of their own.",
    );
  });

  it("plans without those who came onto the do-not-call list", async () => {
    const campaign = await halfCalled([], { "never.txt": `${PHONES[4]}\n${PHONES[5]}\n` });
    const planned = await campaign.run(["--do-not-call", "never.txt", "--dry-run", "--json"]);
    expect(planned.json()).toMatchObject({ mode: "resumed", plan: { contacts: 2, suppressed: 2 } });
    const result = await campaign.run(["--do-not-call", "never.txt", "--json"]);
    expect(result.json()).toMatchObject({ campaign: { byState: { finished: 4, suppressed: 2 } } });
  });
});
