import { randomBytes } from "node:crypto";

/** Runs that share a key of bits on the server: 512 bytes. */
const RUNS_PER_KEY = 4_096;

/** For how long a key's expiry is left alone once it was set, ms: far below `RUNS_REMEMBERED_MS`. */
const EXPIRY_GOOD_MS = 20_000;

/** What a run is known by on the server. */
export interface RunNumber {
  /** The last three arguments of the run: whether to set the expiry of its key, which key its bit is in, which bit. */
  readonly args: readonly [setExpiry: "0" | "1", key: string, bit: string];
  /** To be called when the run was answered. */
  answered(): void;
}

/** Numbers each run of this process, so that the server knows one that comes twice. */
export class RunNumbers {
  readonly #runner = randomBytes(9).toString("base64url");
  readonly #clock: () => number;
  #next = 0;
  /** The key whose expiry is known to be set, and when it was. */
  #good = { prefix: "", key: "", at: 0 };

  /** @param clock Any clock that never steps back, ms. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** @param prefix What the key begins with: a copy and each generation of a namespace has keys of its own. */
  take(prefix: string): RunNumber {
    const number = this.#next++;
    const bit = number % RUNS_PER_KEY;
    const key = `${this.#runner}:${(number - bit) / RUNS_PER_KEY}`;
    const now = this.#clock();
    const good = this.#good;
    if (good.key === key && good.prefix === prefix && now - good.at < EXPIRY_GOOD_MS)
      return { args: ["0", key, String(bit)], answered: nothing };
    const answered = () => {
      this.#good = { prefix, key, at: now };
    };
    return { args: ["1", key, String(bit)], answered };
  }
}

function nothing(): void {}
