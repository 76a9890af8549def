import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import type { Io } from "../io.js";
import { type ContactList, readContacts } from "./read-contacts.js";

/**
 * Reads the contacts file that a command names; `-` is standard input.
 *
 * @throws CliError (exit 2) when it cannot be read or used as a whole.
 */
export async function loadContacts(
  { io, config }: Pick<CommandContext, "io" | "config">,
  file: string,
  flags: { readonly defaultCountry?: string },
): Promise<ContactList> {
  const bytes = file === "-" ? await readAll(io) : await readContactsFile(resolve(io.cwd, file), file);
  const defaultCountry = flags.defaultCountry ?? config.defaultCountry;
  return readContacts(bytes, {
    source: file === "-" ? "standard input" : file,
    ...(defaultCountry === undefined ? {} : { defaultCountry }),
  });
}

async function readContactsFile(path: string, named: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : message;
    throw usageError(`Cannot read the contacts file ${named}: ${why}.`);
  }
}

async function readAll(io: Io): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of io.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}
