import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { PolicyInput, PoolNumber } from "@dialpool/pool-strategies";
import * as v from "valibot";
import { CliError } from "../cli-error.js";
import { EXIT } from "../exit-codes.js";
import type { Io } from "../io.js";
import { isCountry } from "../selection/phone.js";
import { parseYaml } from "./yaml-text.js";

/** The configuration file that is read when none is named. */
export const CONFIG_FILE = "dialpool.yaml";

const tagValue = v.union([v.string(), v.array(v.string())]);
const numberSettings = v.strictObject({
  tags: v.exactOptional(v.record(v.string(), tagValue)),
  weight: v.exactOptional(v.number()),
  limits: v.exactOptional(v.strictObject({ maxCallsPerDay: v.exactOptional(v.nullable(v.number())) })),
});
const configSchema = v.strictObject({
  apiKey: v.exactOptional(v.string()),
  region: v.exactOptional(v.picklist(["global", "us", "eu"])),
  baseUrl: v.exactOptional(v.string()),
  agent: v.exactOptional(v.string()),
  workspace: v.exactOptional(v.string()),
  defaultCountry: v.exactOptional(
    v.pipe(v.string(), v.check(isCountry, "expected two letters such as US or GB")),
  ),
  /** A preset's name, a file or a policy; `loadPolicy` judges it where it is used. */
  policy: v.exactOptional(v.union([v.string(), v.record(v.string(), v.unknown())])),
  numbers: v.exactOptional(v.record(v.string(), numberSettings)),
});

/** What `dialpool.yaml` may say. All of it is optional; flags and environment variables win over it. */
export type Config = v.InferOutput<typeof configSchema> & { readonly policy?: string | PolicyInput };
/** Attributes of one number that the API does not keep. */
export type NumberSettings = Pick<PoolNumber, "tags" | "weight" | "limits">;

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
  const config = checkConfig(parseYaml(text, file) ?? {}, file);
  if (config.apiKey !== undefined) {
    io.keepSecret?.(config.apiKey);
    await warnIfOthersCanRead(io, file);
  }
  return { config, file };
}

function checkConfig(value: unknown, file: string): Config {
  // A list is an object to the schema, with 0, 1, 2 for keys.
  const result = v.safeParse(configSchema, Array.isArray(value) ? null : value);
  if (result.success) return result.output as Config;
  const [issue] = result.issues;
  throw new CliError(EXIT.config, `${file}: ${describeIssue(issue)}.`, {
    hint: "The README of @dialpool/cli lists every key of dialpool.yaml.",
  });
}

/** Says what was expected and never quotes a value: it may be a secret in the wrong place. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  if (issue.expected === "never") return `${nameOfKey(path)} is not known`;
  if (path === null) return "it must hold keys and values, such as `agent: ID`";
  if (issue.type === "check") return `${path} is not as expected: ${issue.message}`;
  return `${path} is not as expected: it must be ${EXPECTED[issue.expected ?? ""] ?? issue.expected ?? "another value"}`;
}

/** `{apiKey:secret}` is, to YAML, a key of that name: only what reads like a key is shown. */
function nameOfKey(path: string | null): string {
  return path !== null && /^[A-Za-z.]{1,60}$/.test(path) ? `the key ${path}` : "one of the keys";
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  Object: "a group of keys",
  "(string | Array)": "a text or a list of texts",
  "(string | Object)": "a preset's name, a file or a group of keys",
};

async function warnIfOthersCanRead(io: Io, file: string): Promise<void> {
  const { mode } = await stat(file);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    io.stderr.write(`Warning: ${file} holds an API key and others can read it. Run: chmod 600 ${file}\n`);
  }
}
