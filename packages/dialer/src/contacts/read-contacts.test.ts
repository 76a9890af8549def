import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ContactsError } from "../errors.js";
import type { ContactRow } from "./contact-row.js";
import { type ListSummary, readContacts } from "./read-contacts.js";
import type { ReadContactsOptions } from "./read-options.js";

/** Hands bytes out in pieces of a size. */
async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function read(
  text: string | Uint8Array,
  options: ReadContactsOptions = {},
  size = 65_536,
): Promise<{ rows: ContactRow[]; summary: ListSummary }> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const reading = readContacts(inPieces(bytes, size), options);
  const rows: ContactRow[] = [];
  for await (const row of reading) rows.push(row);
  return { rows, summary: reading.summary() };
}

/** Each row in short: its line, then the name or the reason. */
async function outline(text: string | Uint8Array, options: ReadContactsOptions = {}, size?: number) {
  const { rows } = await read(text, options, size);
  return rows.map((row) => [row.line, row.kind === "contact" ? row.name : `(${row.reason})`]);
}

async function failure(text: string | Uint8Array, options: ReadContactsOptions = {}): Promise<ContactsError> {
  try {
    await read(text, options);
  } catch (error) {
    if (error instanceof ContactsError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}

const ANA = "+14155550123";
const BEN = "+14155550124";
const CLEO = "+14155550125";

describe("a list in CSV", () => {
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

  it("is called what the caller calls it", async () => {
    expect((await failure("", { named: "leads.csv" })).message).toMatch(/^leads\.csv is empty/);
  });

  it("has no summary before its end", async () => {
    const reading = readContacts(inPieces(Buffer.from(`phone,name\n${ANA},Ana\n${BEN},Ben\n`), 65_536));
    for await (const _ of reading) break;
    expect(() => reading.summary()).toThrow(ContactsError);
  });
});

describe("columns", () => {
  const text = [
    "Mobile,Full name,Brand,city,Agent,From,TZ,State,plan",
    `${ANA},Ana,acme,Boston,agent-2,14155550100,America/Chicago,us-fl,gold`,
    `${BEN},Ben,,,,,,,`,
  ].join("\n");
  const columns = {
    phone: "mobile",
    name: "full name",
    agent: "agent",
    callerId: "from",
    timeZone: "tz",
    region: "state",
    tags: { brand: "Brand" },
    variables: { home: "city", plan: "plan" },
  };

  it("are mapped, and override what holds for all", async () => {
    const { rows } = await read(text, { columns });
    expect(rows).toEqual([
      {
        kind: "contact",
        line: 2,
        phone: ANA,
        name: "Ana",
        agentId: "agent-2",
        callerId: "+14155550100",
        timeZone: "America/Chicago",
        region: "US-FL",
        tags: { brand: "acme" },
        variables: { home: "Boston", plan: "gold" },
      },
      { kind: "contact", line: 3, phone: BEN, name: "Ben", tags: {}, variables: { home: "", plan: "" } },
    ]);
  });

  it("can be chosen when the header is known", async () => {
    const { rows } = await read(text, {
      columns: (names) => ({
        phone: names[0] ?? "",
        name: names[1] ?? "",
        tags: ["city"],
        variables: "rest",
      }),
    });
    expect(rows[0]).toMatchObject({
      tags: { city: "Boston" },
      variables: {
        Brand: "acme",
        Agent: "agent-2",
        From: "14155550100",
        TZ: "America/Chicago",
        State: "us-fl",
        plan: "gold",
      },
    });
  });

  it.each([
    ["timeZone", "Mars/Olympus", 'there is no time zone "Mars/Olympus"'],
    ["region", "Florida", '"Florida" is no region such as US-FL, and no country such as GB'],
  ])("refuse a row whose %s cannot be", async (field, value, reason) => {
    const { rows } = await read(`phone,name,x\n${ANA},Ana,${value}\n`, { columns: { [field]: "x" } });
    expect(rows).toEqual([{ kind: "invalid", line: 2, code: "override", reason }]);
  });

  it("that are not there are an error", async () => {
    expect((await failure(text, { columns: { ...columns, tags: ["segment"] } })).message).toMatch(
      /no column «segment»/,
    );
  });
});

describe("a list in JSON Lines", () => {
  const text = [
    `{"phone":"${ANA}","name":"Ana","brand":["acme","west"],"age":41,"vip":true,"note":null}`,
    "",
    "{broken",
    "[1]",
    '{"phone":4155550124,"name":"Ben","brand":"acme"}',
    `{"phone":"${CLEO}","name":{"first":"Cleo"}}`,
  ].join("\r\n");

  it.each([1, 2, 65_536])("is told by its first letter, in pieces of %i bytes", async (size) => {
    const { rows, summary } = await read(
      text,
      { defaultCountry: "US", columns: { tags: ["brand"], variables: "rest" } },
      size,
    );
    expect(rows).toEqual([
      {
        kind: "contact",
        line: 1,
        phone: ANA,
        name: "Ana",
        tags: { brand: ["acme", "west"] },
        variables: { age: "41", vip: "true" },
      },
      { kind: "invalid", line: 3, code: "json", reason: "it is not JSON" },
      { kind: "invalid", line: 4, code: "json", reason: "it is not a JSON object" },
      { kind: "contact", line: 5, phone: BEN, name: "Ben", tags: { brand: "acme" } },
      { kind: "invalid", line: 6, code: "fields", reason: '"name" is neither a text nor a number' },
    ]);
    expect(summary.format).toBe("jsonl");
    expect(summary.columnNames).toEqual(["phone", "name", "brand", "age", "vip", "note"]);
  });

  it("refuses lines that are not UTF-8", async () => {
    const bytes = Buffer.concat([
      Buffer.from(`{"phone":"${ANA}","name":"Andr`),
      Buffer.from([0xe9]),
      Buffer.from(`"}\n{"phone":"${BEN}","name":"Ben"}`),
    ]);
    expect(await outline(bytes)).toEqual([
      [1, "(it has bytes that are not UTF-8)"],
      [2, "Ben"],
    ]);
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
