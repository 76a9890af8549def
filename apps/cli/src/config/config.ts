import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { PoolNumber } from "@dialpool/pool-strategies";
import * as v from "valibot";
import { CliError } from "../cli-error.js";
import { EXIT } from "../exit-codes.js";
import type { Io } from "../io.js";
import { passwordOf } from "../store/store-setting.js";
import { configSchema } from "./config-schema.js";
import { parseYaml } from "./yaml-text.js";

/** The configuration file that is read when none is named. */
export const CONFIG_FILE = "dialpool.yaml";

/** What `dialpool.yaml` may say. All of it is optional; flags and environment variables win over it. */
export type Config = v.InferOutput<typeof configSchema>;
/** Attributes of one number that the API does not keep. */
export type NumberSettings = Pick<PoolNumber, "tags" | "weight" | "tier" | "activeSince" | "limits">;

/** A configuration and the file it came from. */
export interface LoadedConfig {
  readonly config: Config;
  /** Absolute path; absent when there is no file. */
  readonly file?: string;
}

/**
 * Reads the configuration: the file named, or `dialpool.yaml` of the working folder if it is there.
 *
 * @throws CliError (exit 3) that names the file, and the path or the line of what is wrong.
 */
export async function loadConfig(io: Io, named?: string): Promise<LoadedConfig> {
  const file = resolve(io.cwd, named ?? CONFIG_FILE);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" && named === undefined) return { config: {} };
    const why = code === "ENOENT" ? "it does not exist" : code === "EISDIR" ? "it is a folder" : message;
    throw new CliError(EXIT.config, `Cannot read the configuration file ${file}: ${why}.`, { cause });
  }
  const config = parseConfig(parseYaml(text, file) ?? {}, file);
  const password = config.store === undefined ? undefined : passwordOf(config.store);
  const secrets = [config.apiKey, password].filter((secret) => secret !== undefined);
  for (const secret of secrets) io.keepSecret?.(secret);
  if (secrets.length > 0) await warnIfOthersCanRead(io, file);
  return { config, file };
}

/**
 * Checks what a file holds.
 *
 * @throws CliError (exit 3) that names the file and the path of everything that is wrong.
 */
export function parseConfig(value: unknown, file: string): Config {
  // A list is an object to the schema, with 0, 1, 2 for keys.
  const result = v.safeParse(configSchema, Array.isArray(value) ? null : value, { abortPipeEarly: true });
  if (result.success) return result.output;
  throw new CliError(EXIT.config, `${file}: ${listOf(result.issues.map(describeIssue))}`, {
    hint: "The README of @dialpool/cli lists every key of dialpool.yaml.",
  });
}

/** All of them, so that a file is put right in one go. */
function listOf(sentences: readonly string[]): string {
  const [only, ...others] = sentences;
  if (only !== undefined && others.length === 0) return only;
  return [`${sentences.length} settings are wrong.`, ...sentences].join(" ");
}

/** Says what was expected and never quotes a value: it may be a secret in the wrong place. */
function describeIssue({ expected, message, path: keys }: v.BaseIssue<unknown>): string {
  if (keys === undefined) return "it must hold keys and values, such as `agent: ID`.";
  const path = keys.map(({ key }) => String(key));
  if (expected === "never") return `${nameOfKey(path)} is not known; ${message}.`;
  // The limits speak in sentences.
  const [, unknown] = /^Unknown key; (.*)/.exec(message) ?? [];
  if (unknown !== undefined) return `${nameOfKey(path)} is not known; ${unknown}`;
  const what = message.endsWith(".") ? message.replace(/^Must /, "it must ") : `it must be ${message}.`;
  return `${path.join(".")} is not as expected: ${what}`;
}

/** `{apiKey:secret}` is, to YAML, a key of that name: only what reads like a key is shown. */
function nameOfKey(path: readonly string[]): string {
  return /^[A-Za-z]{1,40}$/.test(path.at(-1) ?? "") ? `the key ${path.join(".")}` : "one of the keys";
}

async function warnIfOthersCanRead(io: Io, file: string): Promise<void> {
  const { mode } = await stat(file);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    io.stderr.write(`Warning: ${file} holds a secret and others can read it. Run: chmod 600 ${file}\n`);
  }
}
