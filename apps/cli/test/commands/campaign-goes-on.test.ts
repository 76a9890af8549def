import { describe, expect, it } from "vitest";
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

  it("plans without those who came onto the do-not-call list", async () => {
    const campaign = await halfCalled([], { "never.txt": `${PHONES[4]}\n${PHONES[5]}\n` });
    const planned = await campaign.run(["--do-not-call", "never.txt", "--dry-run", "--json"]);
    expect(planned.json()).toMatchObject({ mode: "resumed", plan: { contacts: 2, suppressed: 2 } });
    const result = await campaign.run(["--do-not-call", "never.txt", "--json"]);
    expect(result.json()).toMatchObject({ campaign: { byState: { finished: 4, suppressed: 2 } } });
  });
});
