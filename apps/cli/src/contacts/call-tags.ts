import type { Policy, Tags } from "@dialpool/pool-strategies";
import type { Contact } from "./read-contacts.js";

/** The tags of one call: the columns the policy routes by, over the tags given for all. */
export function tagsOf(contact: Contact, policy: Policy, common: Tags): Tags {
  const own = policy.route.tags.flatMap(({ key }) => {
    const value = contact.columns[key.toLowerCase()];
    return value ? [[key, value] as const] : [];
  });
  return { ...common, ...Object.fromEntries(own) };
}
