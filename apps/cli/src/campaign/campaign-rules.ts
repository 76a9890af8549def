import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  type CallingHours,
  isDialerError,
  type NumberSet,
  parseCallingHours,
  parseRetryRules,
  type RetryRules,
  readDoNotCall,
} from "@dialpool/dialer";
import { CliError, usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { parseYaml } from "../config/yaml-text.js";
import { readBytes } from "../contacts/read-file.js";
import { EXIT } from "../exit-codes.js";
import { isLoopbackApi } from "./loopback-api.js";

/** Flags that say when and how often people are called, and who never. */
export interface RuleFlags {
  /** A preset's name, a file, or `off`. */
  readonly callingHours?: string;
  /** `none`, `default`, or a file. */
  readonly retries?: string;
  readonly doNotCall?: string;
  readonly defaultCountry?: string;
}

/** The rules of a campaign that is made. */
export interface CampaignRules {
  /** Absent: people are called at any time. */
  readonly hours?: CallingHours;
  /** For people: `us-federal`, a file, or `off`. */
  readonly hoursShown: string;
  readonly retries: RetryRules;
  readonly doNotCall?: NumberSet;
}

const PRESETS: readonly string[] = ["us-federal"];

/**
 * Reads the rules that the flags name.
 *
 * Without `--calling-hours` real people are called from 8:00 to 21:00 on their own clocks; on a sandbox nobody is woken
 * up, and it is off. Without `--retries` each contact is called once.
 *
 * @param baseUrl Where the API is.
 * @throws CliError (exit 2) naming the file and what is wrong in it.
 */
export async function readRules(
  context: Pick<CommandContext, "io" | "config">,
  flags: RuleFlags,
  baseUrl: string,
): Promise<CampaignRules> {
  const hoursShown = flags.callingHours ?? (isLoopbackApi(baseUrl) ? "off" : "us-federal");
  const hours = await hoursNamed(context, hoursShown);
  const doNotCall = flags.doNotCall === undefined ? undefined : await readNumbers(context, flags);
  return {
    hoursShown,
    retries: await retriesNamed(context, flags.retries ?? "none"),
    ...(hours === undefined ? {} : { hours }),
    ...(doNotCall === undefined ? {} : { doNotCall }),
  };
}

async function hoursNamed(
  context: Pick<CommandContext, "io">,
  name: string,
): Promise<CallingHours | undefined> {
  if (name === "off") return undefined;
  if (PRESETS.includes(name)) return parseCallingHours({ preset: name });
  const others = `It takes ${PRESETS.join(", ")}, off, or a YAML or JSON file.`;
  return await readRulesFile(context, name, { flag: "--calling-hours", others }, parseCallingHours);
}

async function retriesNamed(context: Pick<CommandContext, "io">, name: string): Promise<RetryRules> {
  if (name === "none") return parseRetryRules("none");
  if (name === "default") return parseRetryRules({});
  const others = "It takes none, default, or a YAML or JSON file.";
  return await readRulesFile(context, name, { flag: "--retries", others }, parseRetryRules);
}

async function readRulesFile<Rules>(
  { io }: Pick<CommandContext, "io">,
  file: string,
  { flag, others }: { readonly flag: string; readonly others: string },
  parse: (input: unknown) => Rules,
): Promise<Rules> {
  const path = resolve(io.cwd, file);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw usageError(
      `${flag}: cannot read ${file}: ${code === "ENOENT" ? "there is no such file" : message}.`,
      others,
    );
  }
  try {
    return parse(parseYaml(text, path));
  } catch (error) {
    if (!isDialerError(error)) throw error;
    throw new CliError(EXIT.usage, `${file}: ${error.message}`, { cause: error });
  }
}

/** An entry that was not understood keeps nobody from being called, so a list with one is refused. */
async function readNumbers(
  { io, config }: Pick<CommandContext, "io" | "config">,
  { doNotCall: file = "", defaultCountry = config.defaultCountry }: RuleFlags,
): Promise<NumberSet> {
  const { numbers, rejected, firstRejected } = await readDoNotCall(
    readBytes({ io }, file, "the do-not-call list"),
    { named: file, ...(defaultCountry === undefined ? {} : { defaultCountry }) },
  );
  const [first] = firstRejected;
  if (first === undefined) return numbers;
  const more = rejected === 1 ? "" : ` (and ${rejected - 1} more)`;
  throw usageError(
    `${file} line ${first.line}: ${first.reason}${more}. An entry that is not understood keeps nobody from being called.`,
    "Mend it, begin its line with #, or say --default-country.",
  );
}
