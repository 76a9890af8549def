import { closeSync, openSync, readSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { timeOfWork } from "./time-of-work.js";

const BYTES = 4;

function pathIn(folder: string): string {
  return join(folder, "work.bin");
}

/**
 * How much work is done, counted by all processes in one small file: each process has a place of its own in it, so nothing is
 * written by two. The count outlives a killed process. From it follows the time, for all processes the same, and fast or
 * slow as the machine is.
 */
export class WorkClock {
  readonly #file: number;
  readonly #counts: Buffer;

  /** @param processes How many there are. */
  constructor(folder: string, processes: number) {
    this.#file = openSync(pathIn(folder), "r+");
    this.#counts = Buffer.alloc(processes * BYTES);
  }

  /** Makes the file, with nothing done. */
  static create(folder: string, processes: number): WorkClock {
    writeFileSync(pathIn(folder), Buffer.alloc(processes * BYTES), { mode: 0o600 });
    return new WorkClock(folder, processes);
  }

  /** Acquires of one process. */
  doneBy(process: number): number {
    this.#read();
    return this.#counts.readUInt32LE(process * BYTES);
  }

  /** Acquires of all processes. */
  done(): number {
    this.#read();
    let done = 0;
    for (let at = 0; at < this.#counts.length; at += BYTES) done += this.#counts.readUInt32LE(at);
    return done;
  }

  /** Says how much one process has done. */
  tell(process: number, done: number): void {
    const count = Buffer.alloc(BYTES);
    count.writeUInt32LE(done);
    writeSync(this.#file, count, 0, BYTES, process * BYTES);
  }

  now(): number {
    return timeOfWork(this.done());
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(): void {
    readSync(this.#file, this.#counts, 0, this.#counts.length, 0);
  }
}
