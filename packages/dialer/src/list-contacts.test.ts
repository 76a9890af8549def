import { describe, expect, it } from "vitest";
import type { ListedContact } from "./contacts/contact-row.js";
import { listContacts } from "./list-contacts.js";

async function rowsOf(contacts: readonly Omit<ListedContact, "line">[]) {
  const rows = [];
  for await (const batch of listContacts(contacts).batches()) rows.push(...batch);
  return rows;
}

describe("listContacts", () => {
  it("numbers the contacts from 1, over all batches", async () => {
    const contacts = Array.from({ length: 10_001 }, () => ({ phone: "+14155550123", name: "Ada" }) as const);
    const rows = await rowsOf(contacts);
    expect(rows.map(({ line }) => line)).toEqual(contacts.map((_, index) => index + 1));
    expect(rows[10_000]).toEqual({ kind: "contact", line: 10_001, phone: "+14155550123", name: "Ada" });
  });

  it.each<[what: string, contact: Partial<Record<keyof ListedContact, unknown>>, reason: string]>([
    ["with spaces", { phone: "+1 415 555 0123" }, "the phone number is not written like +14155550123"],
    ["without its plus", { phone: "4155550123" }, "the phone number is not written like +14155550123"],
    ["that is missing", { phone: undefined }, "the phone number is not written like +14155550123"],
  ])("makes an invalid row of a number %s", async (_, contact, reason) => {
    expect(await rowsOf([{ name: "Ada", ...contact } as never])).toEqual([
      { kind: "invalid", line: 1, reason, code: "phone" },
    ]);
  });

  it.each<[what: string, contact: Partial<Record<keyof ListedContact, unknown>>, code: string]>([
    ["no name", { name: undefined }, "name"],
    ["an empty name", { name: " " }, "name"],
    ["a time zone that is none", { timeZone: "Mars/Base" }, "override"],
    ["a region that is none", { region: "Florida" }, "override"],
  ])("makes an invalid row of a contact with %s", async (_, contact, code) => {
    const rows = await rowsOf([{ phone: "+14155550123", name: "Ada", ...contact } as never]);
    expect(rows).toMatchObject([{ kind: "invalid", line: 1, code }]);
  });

  it("takes what a contact may say of itself", async () => {
    const contact = {
      phone: "+14155550123",
      name: "Ada",
      timeZone: "America/New_York",
      region: "US-NY",
    } as const;
    expect(await rowsOf([contact])).toEqual([{ kind: "contact", line: 1, ...contact }]);
  });

  it("knows the same contacts in the same order again", () => {
    const digestOf = (...phones: readonly `+${string}`[]) =>
      listContacts(phones.map((phone) => ({ phone, name: "Ada" }))).summary().digest;
    expect(digestOf("+14155550123", "+14155550124")).toBe(digestOf("+14155550123", "+14155550124"));
    expect(digestOf("+14155550124", "+14155550123")).not.toBe(digestOf("+14155550123", "+14155550124"));
  });
});
