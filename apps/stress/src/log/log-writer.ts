import { closeSync, openSync, writeSync } from "node:fs";
import type { LogEntry } from "./entries.js";

/** The machine's monotonic clock, microseconds: the same for all its processes. */
export function machineMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/**
 * Appends to the log of one life of one process. An entry is with the operating system when
 * `write` returns, so that no death of the process takes it back.
 */
export class LogWriter {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, "a", 0o600);
  }

  write(entry: LogEntry): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}
