import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createClient } from "@dialpool/core";
import { createDialer, type ReadContactsOptions, readContacts } from "@dialpool/dialer";
import { sqliteJournal } from "@dialpool/dialer/sqlite";
import { openSqliteStore } from "@dialpool/store-sqlite";

/**
 * Imports a list as a campaign does: read, and entered in a journal that is durable at `full`.
 *
 * @param folder Where the journal's file goes.
 * @returns Contacts that the journal has afterwards.
 */
export async function enterList(file: string, folder: string, options: ReadContactsOptions): Promise<number> {
  const store = openSqliteStore({ path: join(folder, "journal.db"), synchronous: "full" });
  const dialer = createDialer({
    // Nobody is called.
    client: createClient({ apiKey: "unused", baseUrl: "http://127.0.0.1:9" }),
    store,
    journal: sqliteJournal(store),
    pool: { agentId: "agent" },
  });
  const { campaign } = await dialer.campaigns.import(readContacts(createReadStream(file), options));
  const { progress } = await dialer.campaigns.status(campaign.id);
  await dialer.close();
  store.close();
  return progress.byState.queued;
}
