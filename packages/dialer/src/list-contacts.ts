import { createHash } from "node:crypto";
import type { ListedContact } from "./contacts/contact-row.js";
import type { ContactSource } from "./import-list.js";

/** Contacts that are written in one transaction. */
const BATCH = 10_000;

/**
 * A list of contacts that is at hand, for a campaign. Its digest is that of the contacts as JSON, so that the
 * same contacts in the same order are the same list another time.
 *
 * @param contacts Without `line`: their place in the list, from 1, stands for it.
 */
export function listContacts(contacts: readonly Omit<ListedContact, "line">[]): ContactSource {
  return {
    async *batches() {
      for (let start = 0; start < contacts.length; start += BATCH) {
        yield contacts
          .slice(start, start + BATCH)
          .map((contact, index) => ({ kind: "contact" as const, ...contact, line: start + index + 1 }));
      }
    },
    summary() {
      const hash = createHash("sha256");
      for (const contact of contacts) hash.update(`${JSON.stringify(contact)}\n`);
      return { digest: `sha256:${hash.digest("hex")}` };
    },
  };
}
