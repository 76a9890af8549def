import type { Call } from "@dialpool/core";
import { describe, expect, it } from "vitest";
import type { VerifyData } from "../../src/commands/verify.js";
import { CONTACTS, useCampaigns } from "../support/campaign-lists.js";

const { sandbox, campaignOf } = useCampaigns();

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
