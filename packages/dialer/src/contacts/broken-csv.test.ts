import { describe, expect, it } from "vitest";
import { ANA, BEN, CLEO, failure, outline, read } from "../../test/support/read-list.js";

describe("a CSV that is broken", () => {
  it.each(["\n", "\r\n", "\r"])(
    "passes over all of a row that is too long, and keeps count of the lines (%j)",
    async (lineBreak) => {
      const text = [
        "phone,name",
        `${ANA},Ana`,
        `${BEN},${"x".repeat(300_000)}`,
        `${CLEO},Cleo`,
        "y",
        "",
      ].join(lineBreak);
      for (const size of [4_096, 65_536, 300_050, 1_000_000])
        expect(await outline(text, {}, size)).toEqual([
          [2, "Ana"],
          [3, "(it is longer than 131072 bytes, or has a quote that is never closed)"],
          [4, "Cleo"],
          [5, "(it has 1 field where the header has 2)"],
        ]);
    },
  );

  it("passes over a row that is too long and ends the text", async () => {
    for (const end of ["", "\n", "\r\n"])
      expect(await outline(`phone,name\n${ANA},Ana\n${BEN},${"x".repeat(300_000)}${end}`)).toEqual([
        [2, "Ana"],
        [3, "(it is longer than 131072 bytes, or has a quote that is never closed)"],
      ]);
  });

  it.each([1, 5, 65_536])("loses one row to a broken quote, in pieces of %i bytes", async (size) => {
    const text = `phone,name\n${ANA},"Ana\n${BEN},Ben\n${CLEO},"Cleo"\n${ANA},"x"y\n${BEN},Ben\n`;
    expect(await outline(text, {}, size)).toEqual([
      [2, "(it has text after a closing quote, or a quote that is never closed)"],
      [3, "Ben"],
      [4, "Cleo"],
      [5, "(it has text after a closing quote, or a quote that is never closed)"],
      [6, "Ben"],
    ]);
  });

  it.each([1, 65_536])(
    "loses one row to a quote that is open to the end, in pieces of %i bytes",
    async (size) => {
      const text = `phone,name\n${ANA},Ana\n${BEN},"Ben\n${CLEO},Cleo\n${ANA},Ana`;
      expect(await outline(text, {}, size)).toEqual([
        [2, "Ana"],
        [3, "(it opens a quote that is never closed)"],
        [4, "Cleo"],
        [5, "Ana"],
      ]);
      expect(await outline(`phone,name\n${ANA},Ana\n${BEN},"Ben`, {}, size)).toEqual([
        [2, "Ana"],
        [3, "(it opens a quote that is never closed)"],
      ]);
    },
  );

  it("loses one row to an open quote before a megabyte of others", async () => {
    const others = Array.from({ length: 50_000 }, (_, index) => `+1415${2_000_000 + index},Somebody\n`).join(
      "",
    );
    const { rows } = await read(`phone,name\n${ANA},"Ana\n${others}`);
    expect(rows.length).toBe(50_001);
    expect(rows[0]).toMatchObject({ kind: "invalid", line: 2, code: "quotes" });
    expect(rows[1]).toMatchObject({ kind: "contact", line: 3 });
    expect(rows.at(-1)).toMatchObject({ kind: "contact", line: 50_002 });
  });

  it("tells how far a row with too few fields goes", async () => {
    const text = `phone,name,city\n"${ANA},Ana,x\n${BEN},Ben,y"\n${CLEO},Cleo,z\n`;
    expect(await outline(text)).toEqual([
      [2, "(it has 1 field where the header has 3, and quotes that make it go on to line 3)"],
      [4, "Cleo"],
    ]);
  });

  it("gives up when nearly all quotes are broken", async () => {
    const error = await failure(`phone,name\n${`${ANA},"Ana"x\n`.repeat(1100)}`);
    expect(error.message).toBe(
      "More than 1000 rows have broken quotes or are too long, the last at line 1002. Is this CSV?",
    );
    expect(error.line).toBe(1002);
  });

  it("refuses rows that are not UTF-8, and keeps the others", async () => {
    const latin = Buffer.concat([
      Buffer.from(`phone,name\n${ANA},Zoë\n${BEN},Andr`),
      Buffer.from([0xe9]),
      Buffer.from(`\n${CLEO},Björk\n`),
    ]);
    for (const size of [1, 3, 65_536]) {
      expect(await outline(latin, {}, size)).toEqual([
        [2, "Zoë"],
        [3, "(it has bytes that are not UTF-8)"],
        [4, "Björk"],
      ]);
    }
  });

  it.each([
    ["UTF-16 with a mark", Buffer.from("\ufeffphone,name\n", "utf16le"), /UTF-16/],
    ["UTF-16 without", Buffer.from("phone,name\n", "utf16le"), /UTF-16/],
    ["zero bytes", Buffer.from("ph\0ne,name\n"), /no text/],
    ["nothing", Buffer.alloc(0), /is empty/],
    ["blank lines alone", Buffer.from("\n\r\n  \n"), /is empty/],
    ["a header alone", Buffer.from("phone,name\n"), /a header and no rows/],
    [
      "no phone column",
      Buffer.from(`number,name\n${ANA},Ana\n`),
      /no column «phone»; its header is: number, name/,
    ],
    ["a column twice", Buffer.from(`phone,name,Name\n${ANA},Ana,B\n`), /the column «name» twice/i],
    ["a broken header", Buffer.from(`phone,"na"me\n${ANA},Ana\n`), /header of The list cannot be read/],
    ["a JSON array", Buffer.from(`[{"phone":"${ANA}"}]`), /JSON array/],
  ])("cannot be read as a whole: %s", async (_, bytes, message) => {
    expect((await failure(bytes)).message).toMatch(message);
  });
});
