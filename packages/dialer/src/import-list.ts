import { type CallingHours, type CallingHoursInput, parseCallingHours } from "./calling-hours/index.js";
import type { CampaignSettings } from "./campaign-settings.js";
import type { DialerParts } from "./campaigns.js";
import { campaignOptionIssues, hasVerb } from "./check-options.js";
import { SUPPRESSED } from "./contact-moves.js";
import type { ContactRow } from "./contacts/contact-row.js";
import type { ContactReading, ListSummary } from "./contacts/read-contacts.js";
import { CampaignNameTakenError, ContactsError, DialerConfigError } from "./errors.js";
import { gather } from "./gather.js";
import type { ImportedList, ImportedRow } from "./journal.js";
import { checkPace } from "./options.js";
import { noPool } from "./pool-loader.js";
import { parseRetryRules, type RetryRulesInput } from "./retry-rules.js";

/**
 * Rows a transaction: what a commit costs is shared, nobody waits long for the lock (some 10 ms), and the rows are garbage
 * before they are old.
 */
const ROWS_AT_ONCE = 2000;

/** A list of contacts, to be read once: `readContacts` and `listContacts` give one. */
export type ContactSource = Pick<ContactReading, "batches"> & {
  /** Asked when the rows are through. */
  summary(): Pick<ListSummary, "digest">;
};

/** How a campaign is made. */
export interface CampaignOptions extends Pick<Partial<CampaignSettings>, "tags"> {
  /** When people may be called: what `parseCallingHours` reads, or has read. Default: at any time. */
  readonly hours?: CallingHours | CallingHoursInput | "us-federal";
  /** After which outcomes somebody is called again: what `parseRetryRules` reads, or has read. Default: its defaults. */
  readonly retries?: RetryRulesInput;
  /** Default: the list's digest. */
  readonly name?: string;
  /** Calls everybody on a list that was called before. */
  readonly again?: boolean;
  /** Default: the first pool's agent. A row's own goes before it. */
  readonly agentId?: string;
  /** Default: the dialer's. */
  readonly startRate?: number | null;
  readonly concurrency?: number;
}

/** Reads a list into the journal, with flat memory; see `Campaigns.import`. */
export async function importList(
  parts: Pick<DialerParts, "options" | "pools">,
  source: ContactSource,
  options: CampaignOptions,
): Promise<ImportedList> {
  const { journal, clock, createId, doNotCall, pools } = parts.options;
  const settings = settingsFrom(source, options);
  const { startRate = parts.options.startRate, concurrency = parts.options.concurrency } = options;
  checkPace("The campaign's pace", { startRate, concurrency });
  const agentId = options.agentId ?? (pools[0]?.agentId as string);
  if (!parts.pools.has(agentId)) throw noPool(agentId);
  const id = createId();
  const rowOf = (row: ContactRow): ImportedRow => {
    if (row.kind === "contact" && row.agentId !== undefined && !parts.pools.has(row.agentId))
      throw new DialerConfigError("The list", [
        {
          path: `line ${row.line}`,
          message: `It names the agent ${row.agentId}, whose pool was not given.`,
        },
      ]);
    if (row.kind === "suppressed") return { ...row, kind: "contact", suppressed: row.reason };
    return row.kind === "contact" && doNotCall.has(row.phone) ? { ...row, suppressed: SUPPRESSED } : row;
  };
  await journal.createCampaign({
    id,
    agentId,
    startRate,
    concurrency,
    settings,
    createdAt: clock.now(),
  });
  const { name, again } = options;
  const seen = new SeenRows();
  try {
    for await (const batch of gather(source.batches(), ROWS_AT_ONCE)) {
      const rows = batch.map(rowOf);
      seen.count(rows);
      await journal.addRows(id, rows);
    }
    const { digest } = source.summary();
    if (seen.contacts === 0) throw seen.nobody();
    const sealed = await journal.sealCampaign(id, {
      digest,
      ...(name === undefined ? {} : { name }),
      ...(again === undefined ? {} : { again }),
    });
    if (sealed.outcome === "name_taken") throw new CampaignNameTakenError(name ?? sealed.campaign.name);
    return sealed;
  } catch (error) {
    await journal.discardCampaign(id);
    throw error;
  }
}

/** @throws DialerConfigError for a list that is none, and for options that are wrong. */
function settingsFrom(source: ContactSource, options: CampaignOptions): CampaignSettings {
  if (!hasVerb(source, "batches") || !hasVerb(source, "summary")) {
    const message = "Is none. readContacts reads one from a file, listContacts makes one of an array.";
    throw new DialerConfigError("The list", [{ path: "source", message }]);
  }
  const issues = campaignOptionIssues(options);
  if (issues.length > 0) throw new DialerConfigError("The campaign's options", issues);
  const { hours, retries = {}, tags } = options;
  return {
    retries: parseRetryRules(retries),
    ...(hours === undefined ? {} : { hours: parseCallingHours(hours) }),
    ...(tags === undefined ? {} : { tags }),
  };
}

/** What a list turned out to hold, as its rows went by. */
class SeenRows {
  contacts = 0;
  #rows = 0;
  #first: Extract<ImportedRow, { readonly kind: "invalid" }> | undefined;

  count(rows: readonly ImportedRow[]): void {
    for (const row of rows) {
      this.#rows++;
      if (row.kind === "contact") this.contacts++;
      else this.#first ??= row;
    }
  }

  nobody(): ContactsError {
    const first = this.#first;
    const why =
      first === undefined
        ? "it has no rows."
        : `${this.#rows === 1 ? "its only row is no contact" : `none of its ${this.#rows} rows is a contact`}. Line ${first.line}: ${first.reason}.`;
    return new ContactsError(`The list has nobody to call: ${why}`, first?.line);
  }
}
