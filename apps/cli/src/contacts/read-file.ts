import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { usageError } from "../cli-error.js";
import { interruptible } from "../interruptible.js";
import type { Io } from "../io.js";

/**
 * The bytes of a file that a command names; `-` is standard input. An interrupt ends the reading.
 *
 * @param what Names the file in a sentence: `"the contacts file"`.
 * @throws CliError (exit 2) when it cannot be read; the interrupt's reason.
 */
export async function* readBytes(
  { io }: { readonly io: Pick<Io, "cwd" | "stdin" | "interrupted"> },
  file: string,
  what: string,
): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterable<Uint8Array> = file === "-" ? io.stdin : createReadStream(resolve(io.cwd, file));
  try {
    yield* interruptible(chunks, io.interrupted);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (typeof code !== "string") throw cause;
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : message;
    throw usageError(`Cannot read ${what} ${file}: ${why}.`);
  }
}

/** The digest that a campaign knows its list by: `sha256:` and hex digits. */
export async function digestOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}
