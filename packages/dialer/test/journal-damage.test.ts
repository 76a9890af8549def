import { describe, expect, it } from "vitest";
import { addCampaign, callTo, freshPaths, NOW, openFile } from "./support/journal-file.js";

const nextPath = freshPaths();

describe("a journal's file that is damaged", () => {
  it("says what is lost when it does not know what the values of a row stand for", () => {
    const { store, journal } = openFile(nextPath());
    addCampaign(journal, "c1", 1);
    store.database.exec("DELETE FROM dialer_row_shape");
    expect(() => journal.contact({ campaignId: "c1", line: 1 })).toThrow(
      expect.objectContaining({
        code: "store_corrupt",
        message: expect.stringContaining("dialer_row_shape 1"),
      }),
    );
    store.close();
  });

  it.each([
    ["UPDATE dialer_tally SET count = count + 1 WHERE name = 'queued'", "counts"],
    ["UPDATE dialer_contact SET state = 'open', due_at = NULL, waits_for = NULL WHERE line = 2", "contacts"],
    ["UPDATE dialer_contact SET waits_for = NULL WHERE line = 2", "contacts"],
    ["UPDATE dialer_contact SET attempts = 4 WHERE line = 1", "contacts"],
    [
      "UPDATE dialer_contact SET phone = (SELECT phone FROM dialer_contact WHERE line = 3) WHERE line = 2",
      "list",
    ],
    ["UPDATE dialer_contact SET details = '[1' WHERE line = 2", "contacts"],
    ["UPDATE dialer_contact SET details = json_array(1) WHERE line = 2", "contacts"],
    ["DELETE FROM dialer_row_shape", "contacts"],
    ["UPDATE dialer_attempt SET state = 'placed'", "attempts"],
    ["UPDATE dialer_attempt SET state = 'ended'", "contacts"],
    ["DELETE FROM dialer_attempt", "contacts"],
  ])("is found out: %s", (damage, law) => {
    const { store, journal } = openFile(nextPath());
    addCampaign(journal, "c1", 3);
    journal.begin([callTo("c1")], NOW);
    expect(journal.check()).toEqual([]);
    store.database.exec(damage);
    expect(journal.check().map((finding) => finding.law)).toContain(law);
    store.close();
  });
});
