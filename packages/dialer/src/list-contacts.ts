import { createHash } from "node:crypto";
import { isE164 } from "@dialpool/pool-strategies";
import { isTimeZone } from "@dialpool/pool-strategies/store-kit";
import type { ContactRow, ListedContact } from "./contacts/contact-row.js";
import { isRegion } from "./contacts/read-row.js";
import type { ContactSource } from "./import-list.js";

/** Contacts that are written in one transaction. */
const BATCH = 10_000;

/**
 * A list of contacts that is at hand, for a campaign. Its digest is that of the contacts as JSON, so that the
 * same contacts in the same order are the same list another time.
 *
 * Whoever cannot be called is kept as an *invalid* row, as in a file: a number that is not E.164 (`readContacts` understands others), no
 * name, a time zone or a region that is none.
 *
 * @param contacts Without `line`: their place in the list, from 1, stands for it.
 */
export function listContacts(contacts: readonly Omit<ListedContact, "line">[]): ContactSource {
  return {
    async *batches() {
      for (let start = 0; start < contacts.length; start += BATCH) {
        yield contacts
          .slice(start, start + BATCH)
          .map((contact, index) => rowOf({ ...contact, line: start + index + 1 }));
      }
    },
    summary() {
      const hash = createHash("sha256");
      for (const contact of contacts) hash.update(`${JSON.stringify(contact)}\n`);
      return { digest: `sha256:${hash.digest("hex")}` };
    },
  };
}

function rowOf(contact: ListedContact): ContactRow {
  const fault = faultOf(contact);
  return fault === undefined
    ? { kind: "contact", ...contact }
    : { kind: "invalid", line: contact.line, ...fault };
}

/** The types say all this; lists come from outside of them. */
function faultOf({
  phone,
  name,
  timeZone,
  region,
}: ListedContact): Pick<Extract<ContactRow, { readonly kind: "invalid" }>, "reason" | "code"> | undefined {
  if (!isE164(phone)) return { reason: "the phone number is not written like +14155550123", code: "phone" };
  if (typeof name !== "string" || name.trim() === "") return { reason: "the name is missing", code: "name" };
  if (timeZone !== undefined && !isTimeZone(timeZone))
    return { reason: `there is no time zone "${timeZone}"`, code: "override" };
  if (region !== undefined && !isRegion(region))
    return { reason: `"${region}" is no region such as US-FL, and no country such as GB`, code: "override" };
  return undefined;
}
