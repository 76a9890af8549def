import { dirname } from "node:path";
import type { Client } from "@dialpool/core";
import { type Command, Option } from "commander";
import { type Config, loadConfig } from "./config/config.js";
import { apiKeyOf, connect } from "./config/connection.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import type { Io } from "./io.js";
import { createStyle, type Style } from "./present/style.js";
import { createStoreAccess, type StoreAccess } from "./store/store-access.js";
import { storeSettingOf } from "./store/store-setting.js";
import { workspaceId } from "./store/workspace-id.js";

/** Flags that every command has. */
export interface GlobalFlags {
  readonly json?: boolean;
  readonly config?: string;
  readonly debug?: boolean;
  readonly baseUrl?: string;
  readonly region?: "global" | "us" | "eu";
  /** Where the pool state is kept: a file, a Redis address, or `memory`. */
  readonly store?: string;
}

/** What a command works with. */
export interface CommandContext {
  readonly io: Io;
  readonly config: Config;
  /** Absolute path of the configuration file; absent when there is none. */
  readonly configFile?: string;
  readonly flags: GlobalFlags;
  /** The API client; made when first asked for, so that commands without the API need no key. */
  readonly client: () => Client;
  /** Where the pool state is kept. Opened when first asked for, closed when the command is over. */
  readonly state: StoreAccess;
  /** Says a sentence beside the result: a line on standard error. */
  readonly note: (sentence: string) => void;
}

/** What a command found out. `data` is the JSON document; `present` makes the text of it. */
export interface Outcome<Data extends object> {
  readonly data: Data;
  readonly exitCode?: ExitCode;
}

/** One command: arguments and flags in, data out. Printing is not its business. */
export interface CommandDefinition<
  Args extends readonly unknown[],
  Flags extends object,
  Data extends object,
> {
  run(context: CommandContext, flags: Flags, ...args: Args): Promise<Outcome<Data>>;
  present(data: Data, style: Style): string;
}

/** Version of the JSON documents. It rises when a field is removed or changes its meaning. */
export const JSON_VERSION = 1;

/** Registers the flags that every command has. The program has them, so they may stand before and after the command. */
export function addGlobalFlags(program: Command): Command {
  return program
    .option("--json", "print one JSON document instead of text")
    .option("--base-url <url>", "API to talk to, e.g. http://127.0.0.1:8080/v2 (or SYNTHFLOW_BASE_URL)")
    .addOption(new Option("--region <region>", "region of the workspace").choices(["global", "us", "eu"]))
    .option(
      "--store <file|url>",
      "keep the pool state in this file, in redis://…, or in memory (or DIALPOOL_STORE)",
    )
    .option("--config <file>", "configuration file (default: dialpool.yaml here, if there is one)")
    .option("--debug", "show the stack of an error");
}

/**
 * Joins a parsed command line with its definition.
 *
 * @param setExitCode Told the exit code once the result is printed.
 */
export function bind<Args extends readonly unknown[], Flags extends object, Data extends object>(
  command: Command,
  definition: CommandDefinition<Args, Flags, Data>,
  io: Io,
  setExitCode: (code: ExitCode) => void,
): void {
  onAction<Args, Flags>(command, io, async (context, flags, ...args) => {
    const { data, exitCode = EXIT.done } = await definition.run(context, flags, ...args);
    const text = context.flags.json
      ? JSON.stringify({ version: JSON_VERSION, ...data }, null, 2)
      : definition.present(data, createStyle(io.stdout, io.env)).trimEnd();
    io.stdout.write(`${text}\n`);
    setExitCode(exitCode);
  });
}

/** Joins a parsed command line with what is done for it: for the few commands that print as they go. */
export function onAction<Args extends readonly unknown[], Flags extends object>(
  command: Command,
  io: Io,
  work: (context: CommandContext, flags: Flags, ...args: Args) => Promise<void>,
): void {
  command.action(async (...received: unknown[]) => {
    // Commander gives the arguments, then the command's own flags, then the command.
    const args = received.slice(0, -2) as unknown as Args;
    const flags = command.optsWithGlobals<Flags & GlobalFlags>();
    const context = await createContext(io, flags);
    try {
      await work(context, flags, ...args);
    } finally {
      await context.state.close();
    }
  });
}

async function createContext(io: Io, flags: GlobalFlags): Promise<CommandContext> {
  const { config, file } = await loadConfig(io, flags.config);
  let client: Client | undefined;
  const clientOf = () => {
    client ??= connect(io, flags, config);
    return client;
  };
  return {
    io,
    config,
    ...(file === undefined ? {} : { configFile: file }),
    flags,
    client: clientOf,
    state: createStoreAccess(
      () =>
        storeSettingOf({
          flag: flags.store,
          variable: io.env.DIALPOOL_STORE,
          configured: config.store,
          cwd: io.cwd,
          configFolder: dirname(file ?? io.cwd),
        }),
      () => workspaceId({ baseUrl: clientOf().baseUrl, apiKey: apiKeyOf(io, config) }),
      io,
    ),
    note: (sentence) => io.stderr.write(`${sentence}\n`),
  };
}
