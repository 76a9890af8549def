import type { Journal } from "../journal.js";
import { apply } from "./apply.js";
import {
  attempt,
  attemptOfCall,
  attempts,
  expire,
  openAttempts,
  undecidedAttempts,
  watchedAttempts,
} from "./attempts.js";
import { begin } from "./begin.js";
import { campaigns, changeCampaign, findCampaign, sealCampaign } from "./campaigns.js";
import { checkJournal, type JournalFinding } from "./check.js";
import { askAgain, contact, dueContacts, rows } from "./contacts.js";
import { markDue, takeDue } from "./due-calls.js";
import { JournalFile } from "./journal-file.js";
import type { JournalStore } from "./journal-store.js";
import { discardCampaign, forgetInterrupted, ListImport } from "./list-import.js";
import { pacerVerbs } from "./pacer-row.js";
import { progress } from "./progress.js";
import { isInFileOf } from "./same-file.js";

/** A {@link Journal} that answers at once. */
export type SqliteJournal = {
  readonly [Verb in Exclude<keyof Journal, "isBeside" | "together">]: (
    ...input: Parameters<Journal[Verb]>
  ) => Awaited<ReturnType<Journal[Verb]>>;
} & Required<Pick<Journal, "isBeside" | "together">> & {
    /** Counts everything anew and compares. Changes nothing; reads the whole file. */
    check(): readonly JournalFinding[];
  };

/**
 * Keeps the journal in the file of a pool store, in tables of its own: a lease and its attempt are one transaction.
 *
 * Makes the tables, or brings them to this version, and forgets lists that a process which died left half imported. Several processes
 * of one machine may have the file open. The store stays the caller's: close it when both are done.
 *
 * @throws PoolStoreError `store_version` when a later version has written the file; DialerConfigError for what is no store in a SQLite file.
 * @example
 * const store = openSqliteStore({ path: "dialpool.db" });
 * const journal = sqliteJournal(store);
 */
export function sqliteJournal(store: JournalStore): SqliteJournal {
  const file = new JournalFile(store);
  const lists = new ListImport(file);
  forgetInterrupted(file);
  return {
    isBeside: (other) => isInFileOf(store, other),
    createCampaign: (campaign) => lists.create(campaign),
    addRows: (campaignId, imported) => lists.add(campaignId, imported),
    sealCampaign: (campaignId, list) => {
      lists.end(campaignId);
      return sealCampaign(file, campaignId, list);
    },
    discardCampaign: (campaignId) => {
      lists.end(campaignId);
      discardCampaign(file, campaignId);
    },
    findCampaign: (name) => file.read((sql) => findCampaign(sql, name)),
    campaigns: () => file.read((sql) => campaigns(sql)),
    changeCampaign: (campaignId, change) => changeCampaign(file, campaignId, change),
    progress: (campaignId) => file.read((sql) => progress(sql, campaignId)),
    dueContacts: (campaignId, query) => file.read((sql) => dueContacts(sql, campaignId, query)),
    askAgain: (campaignId, now) => askAgain(file, campaignId, now),
    contact: (ref) => file.read((sql) => contact(sql, ref)),
    rows: (campaignId, query) => file.read((sql) => rows(sql, campaignId, query)),
    together: (work, { waits = true } = {}) =>
      waits ? file.write(() => work()) : file.writeNow(() => work()),
    begin: (requests, now) => begin(file, requests, now),
    apply: (changes, now) => apply(file, changes, now),
    expire: (now) => expire(file, now),
    openAttempts: () => file.read((sql) => openAttempts(sql)),
    watchedAttempts: (query) => file.read((sql) => watchedAttempts(sql, query)),
    undecidedAttempts: () => file.read((sql) => undecidedAttempts(sql)),
    attempt: (attemptId) => file.read((sql) => attempt(sql, attemptId)),
    attemptOfCall: (callId) => file.read((sql) => attemptOfCall(sql, callId)),
    attempts: (query) => file.read((sql) => attempts(sql, query)),
    ...pacerVerbs(file),
    markDue: (callIds, now) => markDue(file, callIds, now),
    takeDue: () => takeDue(file),
    check: () => file.read((sql) => checkJournal(sql)),
  };
}
