import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { PoolNumber } from "@dialpool/pool-strategies";
import { canonicalNumber } from "@dialpool/pool-strategies/transfer";
import { usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { parseConfig } from "../config/config.js";
import { parseYaml } from "../config/yaml-text.js";
import { joinNumberSettings } from "./join-number-settings.js";

/**
 * Reads a pool from a file, without an agent: YAML or JSON, a list of numbers
 * or something with `numbers`. A number is a text or has at least `number`;
 * `numbers` may also map numbers to their settings, as `dialpool.yaml` does.
 * The document of `dialpool pool show --json` is such a file.
 *
 * What the configuration says of a number counts where the file says nothing.
 *
 * @throws CliError that says which entry is not a number (exit 2), or which setting is not as expected (exit 3).
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

/** Of an entry, what selection needs; its settings are those of `dialpool.yaml`. Whatever else it says is passed over. */
function numberOf(entry: unknown, index: number, file: string): PoolNumber {
  const fields = isRecord(entry) ? entry : { number: entry };
  const written = textOf(fields.number);
  if (written === undefined)
    throw usageError(
      `${file}: entry ${index + 1} is not a number.`,
      'Write it like "+14155550123" or { number: "+14155550123" }.',
    );
  const number = canonicalNumber(written);
  const { slug, sid, tags, weight, tier, limits, activeSince } = fields;
  const given = Object.entries({ tags, weight, tier, limits, activeSince }).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  const { numbers = {} } = parseConfig({ numbers: { [number]: Object.fromEntries(given) } }, file);
  return {
    number,
    slug: typeof slug === "string" ? slug : number.replace(/^\+/, ""),
    sid: typeof sid === "string" ? sid : null,
    ...numbers[number],
  };
}

/** To YAML, `+14155550123` without quotes is a whole number. */
function textOf(number: unknown): string | undefined {
  if (typeof number === "string" && number.trim() !== "") return number;
  return Number.isSafeInteger(number) && Number(number) > 0 ? String(number) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
