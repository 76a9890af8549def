import { createMemoryStore } from "@dialpool/pool-strategies";
import { SEEDED } from "@dialpool/sandbox";
import { describe, expect, it } from "vitest";
import { listContacts } from "../../src/index.js";
import { callees, openDesk } from "./desk.js";

describe("what is no contact's fault", () => {
  it("stops the run and leaves them queued: a pool that the journal's store does not have", async () => {
    const desk = await openDesk();
    const name = await desk.importList(callees(3));
    const journal = { ...desk.journal, isBeside: () => true };
    const end = await desk.another({ store: createMemoryStore(), journal }).campaigns.run(name);
    expect(end).toMatchObject({
      state: "stopped",
      stop: { kind: "failed" },
      progress: { byState: { queued: 3 } },
    });
    expect(end.stop?.message).toContain("is not loaded");
  });

  it("stops the run and leaves them queued: an agent of a row whose pool was not given", async () => {
    const pool = [{ agentId: SEEDED.agentId }, { agentId: SEEDED.sharingAgentId }];
    const desk = await openDesk({}, { pool });
    const list = listContacts([{ phone: "+12125550123", name: "Ann", agentId: SEEDED.sharingAgentId }]);
    const { campaign } = await desk.dialer.campaigns.import(list);
    const end = await desk.another({ pool: { agentId: SEEDED.agentId } }).campaigns.run(campaign.name);
    expect(end).toMatchObject({
      state: "stopped",
      stop: { kind: "failed" },
      progress: { byState: { queued: 1 } },
    });
    expect(end.stop?.message).toContain(SEEDED.sharingAgentId);
  });
});

describe("a pool", () => {
  it("is read once, however many contacts need it first, and once for each that is insisted on", async () => {
    const desk = await openDesk();
    const name = await desk.importList(callees(50));
    await desk.dialer.campaigns.run(name);
    const reads = desk.sandbox.requests.filter(({ operationId }) => operationId === "get-assistant");
    expect(reads).toHaveLength(1);
    expect(desk.sandbox.calls).toHaveLength(50);
  });
});
