import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { isPoolStrategiesError, type Policy, parsePolicy, presets } from "@dialpool/pool-strategies";
import { CliError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { parseYaml } from "../config/yaml-text.js";
import { EXIT, type ExitCode } from "../exit-codes.js";

/**
 * The policy in force: `--policy`, else `policy` of the configuration, else the
 * preset `balanced`. A text is a preset's name or else a file in YAML or JSON,
 * relative to the working folder or to the configuration file.
 *
 * @throws CliError that names the file and the path of what is wrong: exit 2 for an unknown flag value, else exit 3.
 */
export async function loadPolicy(
  context: Pick<CommandContext, "io" | "config" | "configFile">,
  flag?: string,
): Promise<Policy> {
  const { io, config, configFile } = context;
  if (flag !== undefined) return await policyNamed(flag, resolve(io.cwd, flag), EXIT.usage);
  const { policy } = config;
  const where = configFile ?? "the configuration";
  if (typeof policy === "string")
    return await policyNamed(policy, resolve(dirname(where), policy), EXIT.config);
  return checkPolicy(policy ?? {}, where);
}

async function policyNamed(name: string, file: string, unknownExit: ExitCode): Promise<Policy> {
  if (Object.hasOwn(presets, name)) return parsePolicy(name);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== "ENOENT")
      throw new CliError(EXIT.config, `Cannot read the policy file ${file}: ${message}.`, { cause });
    throw new CliError(
      unknownExit,
      `There is neither a preset nor a file "${name}" to take the policy from.`,
      {
        hint: `Presets: ${Object.keys(presets).join(", ")}.`,
      },
    );
  }
  return checkPolicy(parseYaml(text, file), file);
}

function checkPolicy(input: unknown, where: string): Policy {
  let policy: Policy;
  try {
    policy = parsePolicy(input);
  } catch (error) {
    if (!isPoolStrategiesError(error)) throw error;
    throw new CliError(EXIT.config, `${where}: ${error.message}`, { cause: error });
  }
  if (policy.order.name === "custom") rejectFunction(where, "order.use", "order");
  if (policy.route.custom !== undefined) rejectFunction(where, "route.custom", "route");
  return policy;
}

/** A policy file can name a function and cannot bring it. */
function rejectFunction(where: string, path: string, what: string): never {
  throw new CliError(EXIT.config, `${where}: ${path}: The command line has no ${what} of your own.`, {
    hint: `A custom ${what} is a function: write a program with @dialpool/pool-strategies, and pass it there in \`extensions\`.`,
  });
}
