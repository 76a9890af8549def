import { describe, expect, it } from "vitest";
import { createListing, type Page, type PageRange } from "./paginate.js";

interface Row {
  readonly id: string;
}

const rowsOf = (...ids: readonly string[]): Row[] => ids.map((id) => ({ id }));
const numbered = (count: number): Row[] =>
  rowsOf(...Array.from({ length: count }, (_, index) => `r${index}`));

/** A list of the API: answers slices of `rows`, and remembers what was asked for. */
function listOf(rows: readonly Row[], { total = true, mostRows = Number.POSITIVE_INFINITY } = {}) {
  const asked: PageRange[] = [];
  const fetchPage = async ({ limit, offset }: PageRange): Promise<Page<Row>> => {
    asked.push({ limit, offset });
    const items = rows.slice(offset, offset + Math.min(limit, mostRows));
    return total ? { items, pagination: { total_records: rows.length, limit, offset } } : { items };
  };
  return { asked, fetchPage };
}

const idOf = (row: Row): string => row.id;

describe("createListing", () => {
  it("asks for nothing until it is read", () => {
    const { asked, fetchPage } = listOf(numbered(3));
    createListing(fetchPage, idOf);
    expect(asked).toEqual([]);
  });

  it("gives every row of every page, in order", async () => {
    const { asked, fetchPage } = listOf(numbered(5));
    const rows = await createListing(fetchPage, idOf, { limit: 2 }).toArray();
    expect(rows).toEqual(numbered(5));
    expect(asked).toEqual([
      { limit: 2, offset: 0 },
      { limit: 2, offset: 1 },
      { limit: 2, offset: 2 },
      { limit: 2, offset: 3 },
    ]);
  });

  it("asks for 100 rows a page when the caller does not say", async () => {
    const { asked, fetchPage } = listOf(numbered(3));
    await createListing(fetchPage, idOf).toArray();
    expect(asked).toEqual([{ limit: 100, offset: 0 }]);
  });

  it("begins at the offset", async () => {
    const { fetchPage } = listOf(numbered(5));
    expect(await createListing(fetchPage, idOf, { limit: 2, offset: 3 }).toArray()).toEqual(
      rowsOf("r3", "r4"),
    );
  });

  it("goes on when the API gives fewer rows a page than asked for", async () => {
    const { fetchPage } = listOf(numbered(7), { mostRows: 2 });
    expect(await createListing(fetchPage, idOf, { limit: 5 }).toArray()).toEqual(numbered(7));
  });

  it("stops at an empty page, whatever total was promised", async () => {
    const fetchPage = async ({ limit, offset }: PageRange) => ({
      items: offset === 0 ? rowsOf("a") : [],
      pagination: { total_records: 9, limit, offset },
    });
    expect(await createListing(fetchPage, idOf).toArray()).toEqual(rowsOf("a"));
  });

  it("ends at a short page when the API gives no total", async () => {
    const { asked, fetchPage } = listOf(numbered(5), { total: false });
    expect(await createListing(fetchPage, idOf, { limit: 2 }).toArray()).toEqual(numbered(5));
    expect(asked).toHaveLength(3);
  });

  it("ends without a total when the API ignores the offset", async () => {
    let requests = 0;
    const fetchPage = async () => {
      requests += 1;
      if (requests > 10) throw new Error("The listing does not end.");
      return { items: rowsOf("a", "b") };
    };
    expect(await createListing(fetchPage, idOf, { limit: 2 }).toArray()).toEqual(rowsOf("a", "b"));
  });

  /** A list that changes after each request. */
  function changing(rows: Row[], ...changes: readonly ((rows: Row[]) => unknown)[]) {
    const asked: number[] = [];
    const fetchPage = async ({ limit, offset }: PageRange) => {
      const page = {
        items: rows.slice(offset, offset + limit),
        pagination: { total_records: rows.length, limit, offset },
      };
      changes[asked.length]?.(rows);
      asked.push(offset);
      return page;
    };
    return { asked, fetchPage };
  }

  it("gives a row once that moved to a later page", async () => {
    const { fetchPage } = changing(numbered(5), (rows) => rows.unshift({ id: "new" }));
    expect(await createListing(fetchPage, idOf, { limit: 3 }).toArray()).toEqual(numbered(5));
  });

  it("steps back when rows in front of it have gone, and misses none", async () => {
    const { asked, fetchPage } = changing(numbered(8), (rows) => rows.splice(0, 3));
    expect(await createListing(fetchPage, idOf, { limit: 3 }).toArray()).toEqual(numbered(8));
    expect(asked.slice(0, 3)).toEqual([0, 2, 0]);
  });

  it("steps back when the list has become shorter than it has read", async () => {
    const { fetchPage } = changing(numbered(8), undefined as never, (rows) => rows.splice(0, 6));
    expect(await createListing(fetchPage, idOf, { limit: 4 }).toArray()).toEqual(numbered(8));
  });

  it("ends when the order changes all the time", async () => {
    let requests = 0;
    const fetchPage = async ({ limit, offset }: PageRange) => {
      requests++;
      const items = rowsOf(`${requests}a`, `${requests}b`);
      return { items, pagination: { total_records: 6, limit, offset } };
    };
    await createListing(fetchPage, idOf, { limit: 2 }).toArray();
    expect(requests).toBeLessThan(300);
  });

  it("gives every row that has no key", async () => {
    const items = [{}, {}, { id: "a" }] as Row[];
    expect(await createListing(async () => ({ items }), idOf).toArray()).toEqual(items);
  });

  it("starts anew each time it is read", async () => {
    const { asked, fetchPage } = listOf(numbered(2));
    const listing = createListing(fetchPage, idOf);
    expect(await listing.toArray()).toEqual(await listing.toArray());
    expect(asked).toHaveLength(2);
  });

  it("asks for no page after the reader has stopped", async () => {
    const { asked, fetchPage } = listOf(numbered(6));
    for await (const row of createListing(fetchPage, idOf, { limit: 2 })) {
      if (row.id === "r1") break;
    }
    expect(asked).toHaveLength(1);
  });

  it("passes a page's failure on", async () => {
    const failing = createListing<Row>(() => Promise.reject(new Error("no")), idOf);
    await expect(failing.toArray()).rejects.toThrow("no");
    await expect(failing.page()).rejects.toThrow("no");
  });
});

describe("toArray", () => {
  it.each([
    [0, 0],
    [2, 1],
    [3, 2],
  ])("with a limit of %i gives no more rows and asks for no more than %i pages", async (limit, pages) => {
    const { asked, fetchPage } = listOf(numbered(6));
    const rows = await createListing(fetchPage, idOf, { limit: 2 }).toArray({ limit });
    expect(rows).toEqual(numbered(limit));
    expect(asked).toHaveLength(pages);
  });
});

describe("page", () => {
  it("is one request and gives the pagination as it came", async () => {
    const { asked, fetchPage } = listOf(numbered(5));
    const page = await createListing(fetchPage, idOf, { limit: 2, offset: 2 }).page();
    expect(page).toEqual({
      items: rowsOf("r2", "r3"),
      pagination: { total_records: 5, limit: 2, offset: 2 },
    });
    expect(asked).toHaveLength(1);
  });
});

describe("a listing for whoever concludes something from a row that is not there", () => {
  const totalOf = (total_records: number) => ({ total_records, limit: 2, offset: 0 });
  const brokenOff = (rows: number): never => {
    throw new Error(`broke off after ${rows}`);
  };
  const whole = (fetchPage: (range: PageRange) => Promise<Page<Row>>, limit = 2) =>
    createListing(fetchPage, idOf, { limit }, brokenOff).toArray();

  it.each([{ total: true }, { total: false }])("is all rows where it ends as it should: %o", async (how) => {
    for (const size of [0, 1, 2, 5])
      expect(await whole(listOf(numbered(size), how).fetchPage)).toEqual(numbered(size));
  });

  it("goes on after a short page where the API tells no total", async () => {
    const { fetchPage } = listOf(numbered(5), { total: false, mostRows: 2 });
    expect(await whole(fetchPage, 10)).toEqual(numbered(5));
  });

  it("fails where a page is empty before the total, after the rows that came", async () => {
    const { fetchPage } = listOf(numbered(5));
    const breaking = async (range: PageRange) =>
      range.offset < 3 ? fetchPage(range) : { items: [], pagination: totalOf(5) };
    const came: Row[] = [];
    const reading = (async () => {
      for await (const row of createListing(breaking, idOf, { limit: 2 }, brokenOff)) came.push(row);
    })();
    await expect(reading).rejects.toThrow("broke off after 4");
    expect(came).toEqual(numbered(4));
    expect(await createListing(breaking, idOf, { limit: 2 }).toArray()).toEqual(numbered(4));
  });

  it("fails where the first page is empty and the total is not", async () => {
    await expect(whole(async () => ({ items: [], pagination: totalOf(1) }))).rejects.toThrow("after 0");
  });

  it("fails where the API gives the same full page for ever and tells no total", async () => {
    await expect(whole(async () => ({ items: numbered(2) }))).rejects.toThrow("after 2");
  });

  it("fails where the order never holds", async () => {
    let asked = 0;
    const fetchPage = async () => ({
      items: rowsOf(`a${asked++}`, `b${asked}`),
      pagination: totalOf(1_000_000),
    });
    await expect(whole(fetchPage)).rejects.toThrow("broke off after");
  });
});
