import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Campaign } from "@dialpool/dialer";
import { CliError, usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { digestOf, readBytes } from "../contacts/read-file.js";
import { EXIT } from "../exit-codes.js";
import { type CampaignDesk, noCampaign } from "./campaign-desk.js";
import { shortName } from "./campaign-name.js";

/** So much of a name tells it, if no other begins so. */
const SHORTEST_BEGINNING = 4;

/**
 * The campaign that a text means: its name or id, its list's digest, the beginning of one of them that no other
 * has, or the file with its list. Without a text: the only one that is not over, else the latest.
 *
 * @throws CliError if there is none (exit 4), or several may be meant (exit 2).
 */
export async function findCampaign(
  context: Pick<CommandContext, "io">,
  { journal, store }: CampaignDesk,
  text: string | undefined,
): Promise<Campaign> {
  const campaigns = await journal.campaigns();
  const latest = campaigns.at(-1);
  if (latest === undefined) throw noCampaign(store.shown);
  if (text === undefined) {
    const open = campaigns.filter(({ state }) => state === "open");
    if (open.length <= 1) return open[0] ?? latest;
    throw usageError("Which campaign? Several are not over.", `Name one of them: ${namesOf(open)}.`);
  }
  return (
    (await journal.findCampaign(text)) ??
    onlyOne(campaigns.filter((campaign) => beginsWith(campaign, text))) ??
    (await ofFile(context, journal, text)) ??
    unknown(text, campaigns)
  );
}

function beginsWith({ id, name, digest }: Campaign, text: string): boolean {
  if (text.length < SHORTEST_BEGINNING) return false;
  return [id, name, digest, digest.replace("sha256:", "")].some((each) => each.startsWith(text));
}

function onlyOne(found: readonly Campaign[]): Campaign | undefined {
  return found.length === 1 ? found[0] : undefined;
}

async function ofFile(
  { io }: Pick<CommandContext, "io">,
  journal: CampaignDesk["journal"],
  file: string,
): Promise<Campaign | undefined> {
  const isFile = await stat(resolve(io.cwd, file)).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return undefined;
  return await journal.findCampaign(await digestOf(readBytes({ io }, file, "the list")));
}

function unknown(text: string, campaigns: readonly Campaign[]): never {
  throw new CliError(EXIT.refused, `There is no campaign ${text} in this file.`, {
    hint: `Those that are: ${namesOf(campaigns)}.`,
  });
}

function namesOf(campaigns: readonly Campaign[]): string {
  return campaigns.map(({ name }) => shortName(name)).join(", ");
}
