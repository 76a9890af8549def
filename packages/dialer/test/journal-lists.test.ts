import { describe, expect, it } from "vitest";
import { createCampaign, freshPaths, NOW, openFile } from "./support/journal-file.js";

const nextPath = freshPaths();

describe("a journal's file, of the lists in it,", () => {
  it("keeps rows as they are, also of lists in which no row has the columns of another", () => {
    const { store, journal } = openFile(nextPath());
    createCampaign(journal, "c1");
    const rows = Array.from({ length: 1500 }, (_, at) => ({
      kind: "contact" as const,
      line: at + 1,
      phone: `+1628${5_550_000 + at}` as const,
      name: `Callee ${at}`,
      ...(at % 3 === 0 ? {} : { tags: { [`tag ${at}`]: "x" } }),
      variables: at % 7 === 0 ? {} : { [`variable ${at}`]: String(at), shared: "y" },
    }));
    for (const from of [0, 500, 1000]) journal.addRows("c1", rows.slice(from, from + 500));
    journal.sealCampaign("c1", { digest: "sha256:1" });
    const kept = journal.dueContacts("c1", { now: NOW, limit: 2000 });
    expect(
      kept.map(({ line, phone, name, tags, variables }) => ({ line, phone, name, tags, variables })),
    ).toEqual(rows.map(({ kind: _, ...row }) => row));
    const { shapes } = store.database.prepare("SELECT count(*) AS shapes FROM dialer_row_shape").get([]) as {
      readonly shapes: number;
    };
    expect(shapes).toBeLessThan(1010);
    expect(journal.check()).toEqual([]);
    store.close();
  });

  it("keeps a list free of numbers twice, even if several connections import it", () => {
    const path = nextPath();
    const one = openFile(path);
    const other = openFile(path);
    const row = (line: number, end: number) =>
      ({ kind: "contact", line, phone: `+162855501${end}`, name: "" }) as const;
    createCampaign(one.journal, "c1");
    one.journal.addRows("c1", [row(1, 11), row(2, 12)]);
    other.journal.addRows("c1", [row(3, 11), row(4, 13)]);
    expect(() =>
      one.store.transaction(() => {
        one.journal.addRows("c1", [row(5, 13), row(6, 14)]);
        throw new Error("the disk is full");
      }),
    ).toThrow("the disk is full");
    one.journal.addRows("c1", [row(6, 14), row(7, 13)]);
    one.journal.sealCampaign("c1", { digest: "sha256:1" });
    expect(
      one.journal
        .rows("c1", { states: ["queued", "duplicate"], afterLine: 0, limit: 9 })
        .map(({ line, state, reason }) => [line, state, reason]),
    ).toEqual([
      [1, "queued", undefined],
      [2, "queued", undefined],
      [3, "duplicate", "the same number as in line 1"],
      [4, "queued", undefined],
      [6, "queued", undefined],
      [7, "duplicate", "the same number as in line 4"],
    ]);
    expect(one.journal.check()).toEqual([]);
    one.store.close();
    other.store.close();
  });
});
