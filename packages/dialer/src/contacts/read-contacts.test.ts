import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ANA, BEN, CLEO, failure, inPieces, outline, read } from "../../test/support/read-list.js";
import { ContactsError } from "../errors.js";
import type { ContactRow } from "./contact-row.js";
import { readContacts } from "./read-contacts.js";

describe("a list in CSV", () => {
  it("gives contacts, and all that is wrong, in its order", async () => {
    const { rows, summary } = await read(
      [
        "Name,Phone",
        "Ana,(415) 555-0123",
        "Ben,415-555",
        ",+14155550124",
        "Cleo,+14155550125,extra",
        'Dan "the man",+14155550126',
        "Eve,+14155550127",
      ].join("\n"),
      { defaultCountry: "US" },
    );
    expect(rows).toEqual([
      { kind: "contact", line: 2, phone: ANA, name: "Ana" },
      {
        kind: "invalid",
        line: 3,
        code: "phone",
        reason: "the phone number is too short: ten digits follow +1, not 6",
      },
      { kind: "invalid", line: 4, code: "name", reason: "the name is missing" },
      { kind: "invalid", line: 5, code: "fields", reason: "it has 3 fields where the header has 2" },
      { kind: "invalid", line: 6, code: "quotes", reason: "it has a quote in the middle of a field" },
      { kind: "contact", line: 7, phone: "+14155550127", name: "Eve" },
    ]);
    expect(summary).toMatchObject({ rows: 6, contacts: 2, invalid: 4, suppressed: 0, format: "csv" });
    expect(summary.columnNames).toEqual(["Name", "Phone"]);
  });

  it("gives tags and variables the names of their columns, whatever those are", async () => {
    const { rows } = await read(`phone,name,__proto__,toString\n${ANA},Ana,one,two\n`, {
      columns: { tags: ["__proto__"], variables: ["toString", "__proto__"] },
    });
    const [{ tags, variables }] = rows as [Extract<ContactRow, { readonly kind: "contact" }>];
    expect([tags, variables].map((named) => Object.entries(named ?? {}))).toEqual([
      [["__proto__", "one"]],
      [
        ["toString", "two"],
        ["__proto__", "one"],
      ],
    ]);
  });

  it("knows the list by its bytes", async () => {
    const bytes = Buffer.from(`phone,name\n${ANA},Ana\n`);
    const { summary } = await read(bytes, {}, 7);
    expect(summary.digest).toBe(`sha256:${createHash("sha256").update(bytes).digest("hex")}`);
    expect(summary.bytes).toBe(bytes.length);
  });

  it.each([";", "\t", ","])("is separated by %j", async (delimiter) => {
    const text = `phone${delimiter}name\n${ANA}${delimiter}Ana\n`;
    expect(await outline(text)).toEqual([[2, "Ana"]]);
  });

  it("may begin with a byte-order mark, which belongs to the digest and not to the header", async () => {
    const text = `\ufeffphone,name\n${ANA},Ana\n`;
    const { rows, summary } = await read(text, {}, 1);
    expect(rows).toEqual([{ kind: "contact", line: 2, phone: ANA, name: "Ana" }]);
    expect(summary.bytes).toBe(Buffer.byteLength(text));
  });

  const mixed = `\r\n\nphone,name\r\n${ANA},"Ana\r\nMaria"\r\n\n\r${BEN},Ben\r${CLEO},"Cleo ""C"""`;
  it.each([1, 2, 3, 7, 65_536])("counts lines through mixed endings, in pieces of %i bytes", async (size) => {
    expect(await outline(mixed, {}, size)).toEqual([
      [4, "Ana\r\nMaria"],
      [8, "Ben"],
      [9, 'Cleo "C"'],
    ]);
  });

  it("is called what the caller calls it", async () => {
    expect((await failure("", { named: "leads.csv" })).message).toMatch(/^leads\.csv is empty/);
  });

  it("has no summary before its end", async () => {
    const reading = readContacts(inPieces(Buffer.from(`phone,name\n${ANA},Ana\n${BEN},Ben\n`), 65_536));
    for await (const _ of reading) break;
    expect(() => reading.summary()).toThrow(ContactsError);
  });
});

describe("numbers not to call", () => {
  it("are kept apart, with all that the row says", async () => {
    const { rows, summary } = await read(`phone,name\n${ANA},Ana\n${BEN},Ben\n`, {
      doNotCall: new Set([BEN]),
    });
    expect(rows[1]).toEqual({
      kind: "suppressed",
      line: 3,
      phone: BEN,
      name: "Ben",
      reason: "the number is on the do-not-call list",
    });
    expect(summary).toMatchObject({ rows: 2, contacts: 1, suppressed: 1 });
  });
});
