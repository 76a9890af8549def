import { describe, expect, it } from "vitest";
import { START } from "../journal-history/history-pool.js";
import { callTo, codeOf, contacts, sealed } from "./journal-asks.js";
import type { InJournal } from "./journal-setup.js";

/** What state a campaign is in. */
export function describeStanding(name: string, inJournal: InJournal): void {
  describe(`${name}: where a campaign stands`, () => {
    it(
      "is aborted when nothing of it is open any more, and goes on when that is wished",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(2));
        journal.begin([callTo("a1", { line: 1 })], START);
        expect(journal.changeCampaign("c1", { wish: "abort" }).state).toBe("open");
        journal.apply(
          [{ kind: "ended", attemptId: "a1", status: "busy", outcome: "busy", at: START }],
          START,
        );
        expect(journal.findCampaign("c1")?.state).toBe("aborted");
        expect(journal.changeCampaign("c1", { wish: "run" }).state).toBe("open");
      }),
    );

    it(
      "is finished when all are final, and open again when one is redialled",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(1));
        journal.begin([callTo("a1", { line: 1 })], START);
        const absent = (redial: boolean) => ({ kind: "absent", attemptId: "a1", redial }) as const;
        journal.apply([{ kind: "unknown", attemptId: "a1", reason: "timeout" }, absent(false)], START);
        expect(journal.findCampaign("c1")?.state).toBe("finished");
        journal.apply([absent(true)], START);
        expect(journal.findCampaign("c1")?.state).toBe("open");
        expect(journal.dueContacts("c1", { now: START, limit: 1 })).toMatchObject([
          { line: 1, waitsFor: "retry", dueAt: START },
        ]);
      }),
    );

    it(
      "takes changes of its pace, each by itself",
      inJournal((journal) => {
        sealed(journal, "c1", contacts(1));
        expect(journal.changeCampaign("c1", { startRate: null })).toMatchObject({
          startRate: null,
          concurrency: 10,
        });
        expect(journal.changeCampaign("c1", { concurrency: 3 })).toMatchObject({
          startRate: null,
          concurrency: 3,
        });
        expect(codeOf(() => journal.changeCampaign("c2", {}))).toBe("campaign_not_found");
      }),
    );
  });
}
