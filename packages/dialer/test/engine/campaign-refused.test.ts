import { describe, expect, it } from "vitest";
import { type ContactRow, type ContactSource, listContacts } from "../../src/index.js";
import { callees, openDesk } from "./desk.js";

/** A list of these rows. */
function sourceOf(rows: readonly ContactRow[]): ContactSource {
  return {
    async *batches() {
      yield rows;
    },
    summary: () => ({ digest: `sha256:${rows.length}` }),
  };
}

describe("a campaign", () => {
  it("is not begun by a dialer without the pool of its agent, or of a row's", async () => {
    const desk = await openDesk();
    const name = await desk.importList(callees(2));
    const stranger = desk.another({ pool: { agentId: "stranger" } });
    await expect(stranger.campaigns.run(name)).rejects.toMatchObject({
      code: "config_invalid",
      issues: [{ path: "agentId" }],
    });
    const rows = [...callees(4)].map((phone) => ({ phone, name: "Ann" }));
    const list = listContacts([...rows, { phone: "+14155550123", name: "Eve", agentId: "stranger" }]);
    await expect(desk.dialer.campaigns.import(list)).rejects.toMatchObject({
      code: "config_invalid",
      issues: [{ path: "line 5" }],
    });
    expect(await desk.dialer.campaigns.list()).toHaveLength(1);
    expect((await desk.dialer.campaigns.run(name)).state).toBe("finished");
  });

  it("is not made of a list with nobody to call, and its name stays free", async () => {
    const desk = await openDesk();
    const named = { name: "spring" };
    await expect(desk.dialer.campaigns.import(sourceOf([]), named)).rejects.toMatchObject({
      code: "contacts_unreadable",
      message: "The list has nobody to call: it has no rows.",
    });
    const invalid = {
      kind: "invalid",
      line: 2,
      code: "phone",
      reason: "the phone number has letters",
    } as const;
    await expect(
      desk.dialer.campaigns.import(sourceOf([invalid, { ...invalid, line: 3 }]), named),
    ).rejects.toMatchObject({
      code: "contacts_unreadable",
      message:
        "The list has nobody to call: none of its 2 rows is a contact. Line 2: the phone number has letters.",
    });
    const broken = {
      ...sourceOf([invalid]),
      summary: () => {
        throw new Error("Cut short.");
      },
    };
    await expect(desk.dialer.campaigns.import(broken, named)).rejects.toThrow("Cut short.");
    expect(await desk.importList(callees(1), named)).toBe("spring");
    expect(await desk.dialer.campaigns.list()).toHaveLength(1);
  });

  it.each([
    { concurrency: 0 },
    { concurrency: Number.NaN },
    { startRate: 0 },
    { startRate: -5 },
    { startRate: 1e6 },
  ])("has no pace like %j, whoever says so", async (pace) => {
    const desk = await openDesk();
    const name = await desk.importList(callees(1));
    const wrong = { code: "config_invalid", issues: [{ path: Object.keys(pace)[0] }] };
    const { campaigns } = desk.dialer;
    await expect(campaigns.import(listContacts([]), pace)).rejects.toMatchObject(wrong);
    await expect(campaigns.changePace(name, pace)).rejects.toMatchObject(wrong);
    expect(() => desk.another(pace)).toThrow(`${Object.keys(pace)[0]}: Must be a number, `);
    expect(await campaigns.list()).toHaveLength(1);
  });
});
