import { describe, expect, it } from "vitest";
import { START } from "../journal-history/history-pool.js";
import type { SyncJournal } from "../sync-journal.js";
import { CALLEE, callTo, codeOf, contact, contacts, linesOf, make, sealed } from "./journal-asks.js";
import type { InJournal } from "./journal-setup.js";

/** What lists are: rows, names, digests. */
export function describeLists(name: string, inJournal: InJournal): void {
  describe(`${name}: lists`, () => {
    it(
      "show nothing of a campaign before it is sealed",
      inJournal((journal) => {
        make(journal, "c1");
        journal.addRows("c1", contacts(3));
        expect(journal.findCampaign("c1")).toBeUndefined();
        expect(journal.campaigns()).toEqual([]);
        expect(journal.dueContacts("c1", { now: START, limit: 10 })).toEqual([]);
        expect(codeOf(() => journal.progress("c1"))).toBe("campaign_not_found");
        expect(codeOf(() => journal.changeCampaign("c1", { wish: "pause" }))).toBe("campaign_not_found");
        expect(journal.begin([callTo("a1", { line: 1 })], START)).toEqual([{ outcome: "not_queued" }]);
        expect(journal.sealCampaign("c1", { digest: "sha256:1", name: "spring" })).toEqual({
          outcome: "created",
          campaign: {
            id: "c1",
            name: "spring",
            digest: "sha256:1",
            agentId: "agent",
            state: "open",
            wish: "run",
            startRate: 5,
            concurrency: 10,
            settings: { hours: "off" },
            createdAt: START,
          },
        });
        expect(codeOf(() => journal.addRows("c1", contacts(1)))).toBe("campaign_not_found");
      }),
    );

    it(
      "keep the first line of a number, and tell of the others by line and reason, over all batches",
      inJournal((journal) => {
        make(journal, "c1");
        journal.addRows("c1", [
          contact(2, "+16285550112"),
          contact(3, "+16285550111"),
          { kind: "invalid", line: 4, reason: "the phone number has letters" },
          contact(5, "+16285550112"),
        ]);
        journal.addRows("c1", [contact(6, "+16285550111"), contact(7, "+16285550113")]);
        journal.sealCampaign("c1", { digest: "sha256:1" });
        expect(journal.rows("c1", { states: ["invalid", "duplicate"], afterLine: 0, limit: 10 })).toEqual([
          { line: 4, state: "invalid", reason: "the phone number has letters" },
          { line: 5, state: "duplicate", reason: "the same number as in line 2" },
          { line: 6, state: "duplicate", reason: "the same number as in line 3" },
        ]);
        expect(linesOf(journal, "queued")).toEqual([2, 3, 7]);
        expect(journal.progress("c1")).toMatchObject({ total: 3, invalid: 1, duplicates: 2 });
      }),
    );

    it(
      "give back every column of a contact",
      inJournal((journal) => {
        const all = {
          kind: "contact",
          line: 2,
          phone: CALLEE,
          name: 'Zoë "Z" O’Neil',
          agentId: "other",
          callerId: "+14155550101",
          timeZone: "America/Phoenix",
          region: "US-AZ",
          tags: { brand: "acme", region: ["west", "south"] },
          variables: { order: "17", note: "a,b\n" },
        } as const;
        sealed(journal, "c1", [all]);
        const { kind: _, ...data } = all;
        expect(journal.contact({ campaignId: "c1", line: 2 })).toEqual({
          ...data,
          campaignId: "c1",
          state: "queued",
          dueAt: 0,
          waitsFor: "turn",
          attempts: 0,
          outcomes: [],
        });
        expect(journal.contact({ campaignId: "c1", line: 3 })).toBeUndefined();
      }),
    );

    it(
      "keep who is not to be called as suppressed, unless the number is in the list already",
      inJournal((journal) => {
        const suppressed = "is on the do-not-call list";
        sealed(journal, "c1", [
          contact(1, "+16285550111"),
          { ...contact(2, "+16285550112"), suppressed },
          { ...contact(3, "+16285550111"), suppressed },
          contact(4, "+16285550112"),
        ]);
        expect(
          journal
            .rows("c1", { states: ["queued", "suppressed", "duplicate"], afterLine: 0, limit: 10 })
            .map(({ state, reason }) => [state, reason]),
        ).toEqual([
          ["queued", undefined],
          ["suppressed", suppressed],
          ["duplicate", "the same number as in line 1"],
          ["duplicate", "the same number as in line 2"],
        ]);
        expect(journal.progress("c1")).toMatchObject({
          total: 2,
          byState: { queued: 1, suppressed: 1 },
          waiting: { turn: 1 },
        });
      }),
    );

    it(
      "are known by their digest and their name",
      inJournal((journal) => {
        const seal = (id: string, list: Parameters<SyncJournal["sealCampaign"]>[1]) => {
          make(journal, id);
          journal.addRows(id, contacts(2));
          const { outcome, campaign } = journal.sealCampaign(id, list);
          return [outcome, campaign.id, campaign.name];
        };
        expect(seal("c1", { digest: "sha256:1" })).toEqual(["created", "c1", "sha256:1"]);
        expect(seal("c2", { digest: "sha256:1" })).toEqual(["known", "c1", "sha256:1"]);
        expect(seal("c3", { digest: "sha256:1", name: "spring" })).toEqual(["known", "c1", "sha256:1"]);
        expect(seal("c4", { digest: "sha256:1", name: "spring", again: true })).toEqual([
          "created",
          "c4",
          "spring",
        ]);
        expect(seal("c5", { digest: "sha256:2", name: "spring" })).toEqual(["name_taken", "c4", "spring"]);
        expect(seal("c6", { digest: "sha256:2", name: "spring", again: true })).toEqual([
          "name_taken",
          "c4",
          "spring",
        ]);
        expect(seal("c7", { digest: "sha256:1", name: "spring", again: true })).toEqual([
          "created",
          "c7",
          "spring (2)",
        ]);
        expect(seal("c8", { digest: "sha256:1", name: "spring (2)" })).toEqual(["known", "c7", "spring (2)"]);
        expect(seal("c9", { digest: "sha256:1", name: "spring" })).toEqual(["known", "c7", "spring (2)"]);
        expect(seal("c10", { digest: "sha256:1", again: true })).toEqual(["created", "c10", "sha256:1 (2)"]);
        expect(journal.campaigns().map(({ id }) => id)).toEqual(["c1", "c4", "c7", "c10"]);
        expect(
          ["c1", "spring", "sha256:1", "c2", "winter"].map((name) => journal.findCampaign(name)?.id),
        ).toEqual(["c1", "c7", "c10", undefined, undefined]);
      }),
    );

    it(
      "are forgotten when they could not be read to their end, and then only",
      inJournal((journal) => {
        make(journal, "c1");
        journal.addRows("c1", contacts(3));
        journal.discardCampaign("c1");
        expect(codeOf(() => journal.sealCampaign("c1", { digest: "sha256:1" }))).toBe("campaign_not_found");
        sealed(journal, "c1", contacts(1));
        journal.discardCampaign("c1");
        expect(linesOf(journal, "queued")).toEqual([1]);
      }),
    );

    it(
      "are finished at once when nobody is in them",
      inJournal((journal) => {
        expect(sealed(journal, "c1", []).state).toBe("finished");
      }),
    );
  });
}
