import { describe, expect, it } from "vitest";
import { CliError } from "../cli-error.js";
import { readContacts } from "./read-contacts.js";

const encode = (text: string) => new TextEncoder().encode(text);
const read = (text: string, defaultCountry?: string) =>
  readContacts(encode(text), {
    source: "list.csv",
    ...(defaultCountry === undefined ? {} : { defaultCountry }),
  });

function refusalOf(bytes: Uint8Array): CliError {
  try {
    readContacts(bytes, { source: "list.csv" });
  } catch (error) {
    if (error instanceof CliError) return error;
  }
  throw new Error("expected the file to be refused");
}

describe("readContacts", () => {
  it("reads rows with their line, number in E.164 and all columns", () => {
    const list = read("Phone,Name,City\n+1 (415) 555-0123,Ann,Oakland\n+14155550124,Bo,\n");
    expect(list.contacts).toEqual([
      {
        line: 2,
        phone: "+14155550123",
        name: "Ann",
        columns: { phone: "+1 (415) 555-0123", name: "Ann", city: "Oakland" },
      },
      {
        line: 3,
        phone: "+14155550124",
        name: "Bo",
        columns: { phone: "+14155550124", name: "Bo", city: "" },
      },
    ]);
    expect(list).toMatchObject({ rows: 2, skipped: [], columnNames: ["phone", "name", "city"] });
  });

  it.each([
    ["semicolons", "phone;name\n+14155550123;Ann\n"],
    ["tabs", "phone\tname\n+14155550123\tAnn\n"],
    ["a byte-order mark", "\ufeffphone,name\n+14155550123,Ann\n"],
    ["CRLF", "phone,name\r\n+14155550123,Ann\r\n"],
    ["no line break at the end", "phone,name\n+14155550123,Ann"],
    ["columns in another order", "name,phone\nAnn,+14155550123\n"],
  ])("reads a file with %s", (_, text) => {
    expect(read(text).contacts).toMatchObject([{ line: 2, phone: "+14155550123", name: "Ann" }]);
  });

  it("counts lines through blank lines and line breaks in quotes", () => {
    const list = read('phone,name\n\n+14155550123,"An\nn"\r\n\n+14155550124,Bo\n555,Cy\n');
    expect(list.contacts.map(({ line, name }) => [line, name])).toEqual([
      [3, "An\nn"],
      [6, "Bo"],
    ]);
    expect(list.skipped).toMatchObject([{ line: 7, kind: "invalid" }]);
  });

  it("reports every row it cannot use, by line and reason, and drops none", () => {
    const list = read(
      "phone,name\n+14155550123,Ann\n1-800-FLOWERS,Vi\n,Nobody\n+14155550124,\n+14155550125,Too,Many\n415-555-0123,Twin\n",
      "US",
    );
    expect(list.contacts.map(({ line }) => line)).toEqual([2]);
    expect(list.skipped).toEqual([
      { line: 3, kind: "invalid", reason: "the phone number has letters" },
      { line: 4, kind: "invalid", reason: "the phone number is missing" },
      { line: 5, kind: "invalid", reason: "the name is missing" },
      { line: 6, kind: "invalid", reason: "it has 3 fields where the header has 2" },
      { line: 7, kind: "duplicate", reason: "the same phone number as line 2" },
    ]);
    expect(list.rows).toBe(list.contacts.length + list.skipped.length);
  });

  it("knows a list by its content alone", () => {
    const text = "phone,name\n+14155550123,Ann\n";
    expect(read(text).digest).toBe(readContacts(encode(text), { source: "copy.csv" }).digest);
    expect(read(text).digest).not.toBe(read(`${text}+14155550124,Bo\n`).digest);
    expect(read(text).digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it.each([
    ["nothing", encode(""), /is empty/],
    ["a header alone", encode("phone,name\n"), /a header and no rows/],
    ["no column phone", encode("tel,name\n1,Ann\n"), /no column «phone»; its header is: tel, name/],
    ["neither column", encode("a,b\n1,2\n"), /no column «phone» and no column «name»/],
    ["a column twice", encode("phone,name,phone\n1,2,3\n"), /column «phone» twice/],
    [
      "an open quote",
      encode('phone,name\n+14155550123,Ann\n+14155550124,"Bo\n'),
      /starts at line 3 opens a quote/,
    ],
    [
      "text after a quote",
      encode('phone,name\n+14155550123,"Ann"x\n'),
      /starts at line 2 has text after a closing quote/,
    ],
    [
      "Latin-1",
      Uint8Array.from([...encode("phone,name\n+14155550123,Jos"), 0xe9, 0x0a]),
      /line 2 holds bytes that are not UTF-8/,
    ],
    ["UTF-16", Uint8Array.from([0xff, 0xfe, 0x70, 0x00]), /is UTF-16/],
  ])("refuses a file with %s", (_, bytes, message) => {
    const refusal = refusalOf(bytes);
    expect(refusal.message).toMatch(message);
    expect(refusal.exitCode).toBe(2);
  });
});
