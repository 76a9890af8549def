import { describe, expect, it } from "vitest";
import { ContactsError } from "../errors.js";
import { readDoNotCall } from "./do-not-call.js";

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe("a do-not-call list", () => {
  it("is numbers, one a line, in any spelling", async () => {
    const text = "# opted out\n(415) 555-0123\n\n+44 20 7946 0123\r\n415-555-0123\n";
    const list = await readDoNotCall(once(text), { defaultCountry: "US" });
    expect(list.numbers.size).toBe(2);
    expect(list.numbers.has("+14155550123")).toBe(true);
    expect(list.numbers.has("+442079460123")).toBe(true);
    expect(list).toMatchObject({ rejected: 0, firstRejected: [] });
    expect(list.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it.each([
    ["the column phone", "id;Phone\n7;+14155550123\n", undefined],
    ["a named column", "phone,Mobile\n+14155550100,+14155550123\n", "mobile"],
    ["the column phone, beside one with a digit in its name", "phone,list 2\n+14155550123,x\n", undefined],
    ["a named column with a digit in its name", "Name,Phone 1\nAnn,+14155550123\n", "phone 1"],
    ["the first column, under a header", "Number,Since\n+14155550123,2024-01-01\n", undefined],
    ["the first column, without a header", "+14155550123,2024-01-01\n", undefined],
  ])("may be a CSV: %s", async (_, text, column) => {
    const list = await readDoNotCall(once(text), column === undefined ? {} : { column });
    expect(list.numbers.has("+14155550123")).toBe(true);
    expect(list.numbers.size).toBe(1);
    expect(list.rejected).toBe(0);
  });

  it.each([
    ["a comment with commas before it", "# a, b, c\nid;phone\n7;+14155550123\n"],
    [
      "several, with quotes in them",
      '# the "never", of\n\n  # May; June; July\nphone,since\n+14155550123,2024\n',
    ],
    ["a comment among its rows", '+14155550123;x\n# don\'t call "him", ever\n'],
    ["nothing but comments before the only number", "# one, two\r# three\r+14155550123"],
  ])("is read whatever its comments say: %s", async (_, text) => {
    const list = await readDoNotCall(once(text));
    expect(list).toMatchObject({ rejected: 0, firstRejected: [] });
    expect([list.numbers.size, list.numbers.has("+14155550123")]).toEqual([1, true]);
  });

  it("counts comments as lines", async () => {
    const list = await readDoNotCall(once("# a, b\n+14155550123\n# c\nnobody\n"));
    expect(list.firstRejected.map(({ line }) => line)).toEqual([4]);
  });

  it("tells which entries it did not understand", async () => {
    const text = `+14155550123\n4155550124\n"+1415"x\n${"none\n".repeat(200)}`;
    const list = await readDoNotCall(once(text));
    expect(list.rejected).toBe(202);
    expect(list.firstRejected.length).toBe(100);
    expect(list.firstRejected.slice(0, 3).map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(list.firstRejected[0]?.reason).toMatch(/has no country/);
  });

  it("may be empty", async () => {
    expect((await readDoNotCall(once(""))).numbers.size).toBe(0);
  });

  it("cannot be read without the column that was named", async () => {
    await expect(readDoNotCall(once("phone\n+14155550123\n"), { column: "mobile" })).rejects.toThrow(
      ContactsError,
    );
  });
});
