import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { PoolNumber } from "@dialpool/pool-strategies";
import { usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { parseYaml } from "../config/yaml-text.js";
import { canonicalNumber } from "./canonical-number.js";
import { joinNumberSettings } from "./join-number-settings.js";

/**
 * Reads a pool from a file, without an agent: YAML or JSON, a list of numbers
 * or something with `numbers`. A number is a text or has at least `number`;
 * `numbers` may also map numbers to their settings, as `dialpool.yaml` does.
 * The document of `dialpool pool show --json` is such a file.
 *
 * What the configuration says of a number counts where the file says nothing.
 *
 * @throws CliError (exit 2) that says which entry is not a number.
 */
export async function readPoolFile(
  { io, config }: Pick<CommandContext, "io" | "config">,
  file: string,
): Promise<readonly PoolNumber[]> {
  const path = resolve(io.cwd, file);
  const entries = entriesOf(parseYaml(await readText(path, file), path));
  if (entries === undefined || entries.length === 0)
    throw usageError(
      `${file} holds no numbers.`,
      "A pool file is a list of numbers, in YAML or JSON, or has `numbers`.",
    );
  const written = entries.map((entry, index) => numberOf(entry, index, file));
  const configured = joinNumberSettings(written, config.numbers).numbers;
  return written.map((own, index) => ({ ...configured[index], ...own }));
}

async function readText(path: string, named: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw usageError(
      `Cannot read the pool file ${named}: ${code === "ENOENT" ? "there is no such file" : message}.`,
    );
  }
}

function entriesOf(document: unknown): readonly unknown[] | undefined {
  if (Array.isArray(document)) return document;
  const numbers = isRecord(document) ? document.numbers : undefined;
  if (Array.isArray(numbers)) return numbers;
  if (!isRecord(numbers)) return undefined;
  return Object.entries(numbers).map(([number, settings]) => ({
    ...(isRecord(settings) ? settings : {}),
    number,
  }));
}

/** Of an entry, what selection needs. Whether it is as it should be, the store judges when the pool is loaded. */
function numberOf(entry: unknown, index: number, file: string): PoolNumber {
  const fields = typeof entry === "string" ? { number: entry } : entry;
  if (!isRecord(fields) || typeof fields.number !== "string")
    throw usageError(
      `${file}: entry ${index + 1} is not a number.`,
      'Write it like "+14155550123" or { number: "+14155550123" }.',
    );
  const number = canonicalNumber(fields.number);
  const { slug, sid, tags, weight, tier, limits, activeSince } = fields;
  return {
    number,
    slug: typeof slug === "string" ? slug : number.replace(/^\+/, ""),
    sid: typeof sid === "string" ? sid : null,
    ...definedOf({ tags, weight, tier, limits, activeSince: instantOf(activeSince) }),
  } as PoolNumber;
}

/** A date in a file is written as text; anything else is left for the store to judge. */
function instantOf(value: unknown): unknown {
  return typeof value === "string" ? Date.parse(value) : value;
}

function definedOf(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
