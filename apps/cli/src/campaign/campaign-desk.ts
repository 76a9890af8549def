import { createDialer, type Dialer, type DialerOptions, type Journal } from "@dialpool/dialer";
import { type JournalStore, sqliteJournal } from "@dialpool/dialer/sqlite";
import { CliError, usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { EXIT } from "../exit-codes.js";
import type { OpenStore } from "../store/open-store.js";

/** What commands work with that place calls, or look at those that were placed: the journal in the file of the pool state. */
export interface CampaignDesk {
  readonly journal: Journal;
  readonly store: OpenStore & { readonly journalStore: JournalStore };
}

/** Opens the journal for a command that dials; the file is made if there is none. */
export async function openDesk({ state }: Pick<CommandContext, "state">): Promise<CampaignDesk> {
  requireFile(state);
  return deskOf(await state.open());
}

/** Opens the journal if there is a file; makes none. */
export async function openDeskIfAny({
  state,
}: Pick<CommandContext, "state">): Promise<CampaignDesk | undefined> {
  requireFile(state);
  const open = await state.openIfAny();
  return open === undefined ? undefined : deskOf(open);
}

/**
 * Opens the journal for a command that only looks, or changes a campaign. Makes no file.
 *
 * @throws CliError (exit 4) if there is none yet.
 */
export async function requireDesk(context: Pick<CommandContext, "state">): Promise<CampaignDesk> {
  const desk = await openDeskIfAny(context);
  if (desk === undefined) throw noCampaign(context.state.shown());
  return desk;
}

/**
 * Makes a dialer on the desk. The API client is made when the dialer first asks for it, so that a command that
 * only looks needs no key.
 */
export function dialerOn(
  context: Pick<CommandContext, "client" | "io">,
  { journal, store }: CampaignDesk,
  options: Omit<DialerOptions, "client" | "store" | "journal" | "clock">,
): Dialer {
  const { client, io } = context;
  return createDialer({
    ...options,
    client: {
      get calls() {
        return client().calls;
      },
      get agents() {
        return client().agents;
      },
    },
    store: store.store,
    journal,
    clock: { now: io.now, sleep: io.sleep, random: io.random },
  });
}

/** An agent for a dialer that only reads records: those are read of whatever agents were called for. */
export async function someAgentOf({ journal }: Pick<CampaignDesk, "journal">): Promise<string> {
  const [attempt] = await journal.attempts({ limit: 1 });
  return attempt?.agentId ?? (await journal.campaigns()).at(-1)?.agentId ?? "nobody was called yet";
}

/** There is no file, or it has no campaign. */
export function noCampaign(shown: string): CliError {
  return new CliError(EXIT.refused, `There is no campaign in ${shown} yet.`, {
    hint: "`dialpool campaign run CONTACTS.csv` makes one; --store FILE names another file.",
  });
}

function deskOf(open: OpenStore): CampaignDesk {
  const { journalStore } = open;
  if (journalStore === undefined) throw notAFile(`${open.shown} is none`);
  return { journal: sqliteJournal(journalStore) as Journal, store: { ...open, journalStore } };
}

/**
 * Makes sure that calls can be written down before they are placed: without a journal a call could be placed twice.
 *
 * @throws CliError (exit 2) if the store is no file.
 */
export function requireFile(state: CommandContext["state"]): void {
  if (!state.isKept()) throw notAFile("the store is memory");
  if (state.engine() !== "sqlite") throw notAFile(`${state.shown()} is none`);
}

function notAFile(what: string): CliError {
  return usageError(
    `Calls and campaigns are written down in a file of this machine for now, and ${what}.`,
    "Name a file with --store FILE, or leave --store and DIALPOOL_STORE out: every workspace has its own.",
  );
}
