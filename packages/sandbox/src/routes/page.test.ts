import { describe, expect, it } from "vitest";
import { pageOf } from "./page.js";

const ROWS = Array.from({ length: 45 }, (_, index) => index);

describe("pageOf", () => {
  it.each([
    [{}, 0, 20],
    [{ limit: 10 }, 0, 10],
    [{ offset: 40 }, 40, 45],
    [{ limit: 10, offset: 40 }, 40, 45],
    [{ limit: 1_000 }, 0, 45],
    [{ offset: 45 }, 45, 45],
    [{ offset: 1_000 }, 45, 45],
  ])("%j gives rows %d up to %d", (query, first, end) => {
    expect(pageOf(ROWS, query).rows).toEqual(ROWS.slice(first, end));
  });

  it("says where it stands, with the defaults filled in", () => {
    expect(pageOf(ROWS, { offset: 7 }).pagination).toEqual({ total_records: 45, limit: 20, offset: 7 });
  });
});
