/** Dials from a campaign's file for ever: `node killed-process.js FILE`. Says so after some commits, and waits for nobody. */
import { NOW, open, requestFor } from "./campaign-file.js";

const COMMITS = 20;
const CALLS = 16;

const { journal } = open(process.argv[2] as string);
for (let commits = 1; ; commits++) {
  const due = journal.dueContacts("campaign", { now: NOW, limit: CALLS });
  journal.begin(
    due.map((contact) => requestFor(contact, commits)),
    NOW,
  );
  if (commits === COMMITS) process.send?.("dialling");
  // The message leaves, and a kill comes, between two commits or within one.
  await new Promise((resolve) => setImmediate(resolve));
}
