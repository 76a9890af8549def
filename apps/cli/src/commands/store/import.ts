import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isPoolStoreError, type PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { importNamespace, namespaceFromLines } from "@dialpool/pool-strategies/transfer";
import { CliError, usageError } from "../../cli-error.js";
import type { CommandContext, CommandDefinition } from "../../command.js";
import { EXIT } from "../../exit-codes.js";
import { interruptible } from "../../interruptible.js";
import { presentImport } from "../../present/store.js";
import { countRecords, type RecordCounts } from "../../store/count-records.js";
import { requireKept } from "../../store/require-store.js";
import { adviceOnStore } from "../../store/store-failure.js";

/** Flags of `store import`. */
export interface StoreImportFlags {
  /** Give up what is kept. */
  readonly replace?: boolean;
}

/** The JSON document of `store import`. */
export interface StoreImportData {
  readonly store: string;
  readonly source: string;
  readonly records: RecordCounts;
}

/** `store import [FILE]`: takes over what `store export` wrote, as a whole or not at all. */
export const storeImport: CommandDefinition<[string | undefined], StoreImportFlags, StoreImportData> = {
  async run(context, { replace = false }, file = "-") {
    requireKept(context.state);
    const input = await openInput(context, file);
    const { records, counts } = countRecords(namespaceFromLines(input));
    const shown = await context.state
      .fill(async (open) => {
        await importNamespace(open.store, records, { replace });
        return open.shown;
      })
      .catch((error: unknown) => {
        if (context.io.interrupted.aborted) throw interruptedImport(error);
        throw isPoolStoreError(error) && error.code === "namespace_not_empty"
          ? keptAlready(context.state.shown(), error)
          : error;
      });
    return {
      data: { store: shown, source: file === "-" ? "standard input" : file, records: counts() },
    };
  },
  present: presentImport,
};

async function openInput({ io }: CommandContext, file: string): Promise<AsyncIterable<string>> {
  if (file === "-") {
    if (!io.stdin.isTTY) return textOf(io.stdin, io.interrupted);
    throw usageError("There is nothing to import from.", "Name a file, or pipe an export in.");
  }
  const path = resolve(io.cwd, file);
  const found = await stat(path).catch(({ code, message }: NodeJS.ErrnoException) => {
    throw usageError(`Cannot read ${file}: ${code === "ENOENT" ? "there is no such file" : message}.`);
  });
  if (found.isDirectory()) throw usageError(`Cannot read ${file}: it is a folder.`);
  return textOf(createReadStream(path) as AsyncIterable<Uint8Array>, io.interrupted);
}

/** The store's own sentence speaks of the options of a program. */
function keptAlready(shown: string, cause: PoolStoreError): CliError {
  const { exitCode, hint } = adviceOnStore(cause);
  const message = `${shown} keeps a pool state already: nothing was imported.`;
  return new CliError(exitCode, message, { hint, cause });
}

function interruptedImport(cause: unknown): CliError {
  return new CliError(EXIT.interrupted, "Interrupted: nothing was imported.", { cause });
}

/** Bytes may be cut inside a character. An interrupt ends it, and with it the import, of which nothing is kept then. */
async function* textOf(chunks: AsyncIterable<Uint8Array>, interrupted: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of interruptible(chunks, interrupted)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
