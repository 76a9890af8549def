import { open, unlink } from "node:fs/promises";
import { resolve } from "node:path";
import { exportNamespace, namespaceToLines } from "@dialpool/pool-strategies/transfer";
import { CliError, usageError } from "../../cli-error.js";
import { type CommandContext, JSON_VERSION } from "../../command.js";
import { EXIT } from "../../exit-codes.js";
import { presentExport } from "../../present/store.js";
import { createStyle } from "../../present/style.js";
import { countRecords, type RecordCounts } from "../../store/count-records.js";
import { requireStore } from "../../store/require-store.js";

/** The JSON document of `store export FILE`. Without a file, the export itself is the output. */
export interface StoreExportData {
  readonly store: string;
  /** Absolute path. */
  readonly file: string;
  readonly records: RecordCounts;
}

/** `store export [FILE]`: writes all that is kept as JSON Lines, one record a line, the last of kind `end`. */
export async function storeExport(
  context: CommandContext,
  _flags: object,
  file: string | undefined,
): Promise<void> {
  const { io, flags } = context;
  const { store, shown } = await requireStore(context);
  const { records, counts } = countRecords(exportNamespace(store));
  if (file === undefined || file === "-") return await toStdout(context, namespaceToLines(records));
  const path = resolve(io.cwd, file);
  await toFile(path, namespaceToLines(records), io.interrupted);
  const data: StoreExportData = { store: shown, file: path, records: counts() };
  const text = flags.json
    ? JSON.stringify({ version: JSON_VERSION, ...data }, null, 2)
    : presentExport(data, createStyle(io.stdout, io.env));
  io.stdout.write(`${text}\n`);
}

async function toStdout({ io }: CommandContext, pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    io.interrupted.throwIfAborted();
    io.stdout.write(piece);
    // Whoever reads may be slow, or have seen enough.
    if (!((await io.stdout.drained?.()) ?? true)) return;
  }
}

/** A new file that nobody else can read, for it holds phone numbers; whole, or not there. */
async function toFile(path: string, pieces: AsyncIterable<string>, interrupted: AbortSignal): Promise<void> {
  const target = await open(path, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EEXIST"
      ? usageError(`${path} is there already, and is not overwritten.`, "Name another file.")
      : usageError(
          `Cannot write ${path}: ${error.code === "ENOENT" ? "its folder is not there" : error.message}.`,
        );
  });
  try {
    for await (const piece of pieces) {
      interrupted.throwIfAborted();
      // Not `write`, which may write a part.
      await target.appendFile(piece);
    }
    await target.sync();
    await target.close();
  } catch (error) {
    await target.close().catch(() => {});
    await unlink(path).catch(() => {});
    throw isFull(error)
      ? new CliError(EXIT.retryLater, `${path} cannot be written: the disk is full. Nothing is left of it.`, {
          hint: "Make room on the disk, or name a file on another one.",
          cause: error,
        })
      : error;
  }
}

function isFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT";
}
