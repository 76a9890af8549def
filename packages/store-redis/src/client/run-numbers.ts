import { randomBytes } from "node:crypto";

/** Runs that share a key of bits on the server: 512 bytes. */
const RUNS_PER_KEY = 4_096;

/** Numbers each run of this process, so that the server knows one that comes twice. */
export class RunNumbers {
  readonly #runner = randomBytes(9).toString("base64url");
  #next = 0;

  /** The two last arguments of a run: which key its bit is in, and which bit. */
  take(): [key: string, bit: string] {
    const number = this.#next++;
    const bit = number % RUNS_PER_KEY;
    return [`${this.#runner}:${(number - bit) / RUNS_PER_KEY}`, String(bit)];
  }
}
