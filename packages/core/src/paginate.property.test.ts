import fc from "fast-check";
import { expect, it } from "vitest";
import { createListing } from "./paginate.js";

interface Row {
  readonly id: string;
}

/** What happens to a list between two requests; `at` is a place in it, from 0 to 1. */
interface Change {
  readonly kind: "add" | "remove";
  readonly at: number;
}

const change = fc.record<Change>({
  kind: fc.constantFrom("add", "remove"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
});

it("gives no row twice, and every row that stays, whatever is added and removed while it is read", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(40),
      fc.integer({ min: 2, max: 9 }),
      fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 20 }),
      async (size, limit, changes) => {
        const rows: Row[] = Array.from({ length: size }, (_, index) => ({ id: `r${index}` }));
        const atStart = [...rows];
        let added = 0;
        let requests = 0;
        const fetchPage = async ({ offset }: { readonly offset: number }) => {
          const pagination = { total_records: rows.length, limit, offset };
          const items = rows.slice(offset, offset + limit);
          for (const { kind, at } of changes[requests++] ?? []) {
            if (kind === "remove") rows.splice(Math.floor(at * rows.length), 1);
            else rows.splice(Math.round(at * rows.length), 0, { id: `n${added++}` });
          }
          return { items, pagination };
        };

        // Nor is it taken for broken off.
        const read = await createListing(
          fetchPage,
          ({ id }) => id,
          { limit },
          (rows) => {
            throw new Error(`It broke off after ${rows}.`);
          },
        ).toArray();

        const ids = read.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const stayed = atStart.filter((row) => rows.includes(row)).map(({ id }) => id);
        expect(ids.filter((id) => stayed.includes(id))).toEqual(stayed);
      },
    ),
    { numRuns: 500 },
  );
});
