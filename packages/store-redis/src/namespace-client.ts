import { Calendar, PoolStoreError, rejectInput } from "@dialpool/pool-strategies/store-kit";
import { CallQueue, type QueuedCall } from "./call-queue.js";
import type { Script, ScriptRunner } from "./client/index.js";

/** What a script answered: its first element says what it is. */
export type Answer = readonly [kind: string, ...rest: unknown[]];

/** How often a verb of a pool that is being loaded is tried again, and for how long, ms. */
const WAIT_MS = 25;
const MAX_WAIT_MS = 30_000;

/** What belongs to every verb. */
export interface NamespaceOptions {
  readonly runner: ScriptRunner;
  /** Does acquires and settlements; see `scripts/calls.lua`. */
  readonly callsScript: Script;
  readonly namespace: string;
  readonly keyPrefix: string;
  readonly maxClockSkewMs: number | null;
  readonly maxCallMs: number;
  readonly maxCallees: number;
}

/**
 * A namespace on a server: sends scripts with the keys and arguments that all have in common, and repeats those that
 * ask for it.
 */
export class NamespaceClient {
  /** What all keys begin with. */
  readonly root: string;
  readonly #options: NamespaceOptions;
  readonly #runner: ScriptRunner;
  readonly #skew: string;
  readonly #maxClockSkewMs: number | null;
  readonly #maxCallMs: string;
  readonly #maxCallees: string;
  readonly #calendars = new Map<string, Calendar>();
  readonly #callsScript: Script;
  readonly #calls = new CallQueue((calls) => this.#runCalls(calls));
  #keys: readonly [string, string];
  #isClosed = false;

  constructor(options: NamespaceOptions) {
    const { runner, callsScript, namespace, keyPrefix, maxClockSkewMs, maxCallMs, maxCallees } = options;
    this.#options = options;
    this.root = `${keyPrefix}:{${namespace}}:`;
    this.#runner = runner;
    this.#callsScript = callsScript;
    this.#maxClockSkewMs = maxClockSkewMs;
    this.#skew = maxClockSkewMs === null ? "" : String(maxClockSkewMs);
    this.#maxCallMs = String(maxCallMs);
    this.#maxCallees = String(maxCallees);
    this.#keys = [`${this.root}0:`, this.root];
  }

  close(): void {
    this.#isClosed = true;
  }

  /** Keys of the present generation; another one when the namespace was cleared or replaced. */
  get keys(): readonly [string, string] {
    return this.#keys;
  }

  /** Keys of a generation. */
  keysOf(generation: string): readonly [string, string] {
    return [`${this.root}${generation}:`, this.root];
  }

  /** The present generation. */
  get generation(): string {
    return this.#keys[0].slice(this.root.length, -1);
  }

  /** Goes on under the keys of a generation. */
  follow(generation: string): void {
    this.#keys = this.keysOf(generation);
  }

  /** The same on a generation that nobody uses yet, where the caller's clock is no matter. */
  staged(generation: string): NamespaceClient {
    const client = new NamespaceClient({ ...this.#options, maxClockSkewMs: null });
    client.follow(generation);
    return client;
  }

  /** Runs a script as it is, on the present generation or the one given. */
  async run(
    script: Script,
    args: readonly (string | number)[],
    keys: readonly [string, string] = this.#keys,
  ): Promise<Answer> {
    this.#checkOpen();
    return (await this.#runner.run(script, keys, args)) as Answer;
  }

  /** Runs a script that only asks, following the namespace to where it is now. */
  async ask(script: Script, args: readonly (string | number)[]): Promise<Answer> {
    for (;;) {
      const answer = await this.run(script, args);
      if (answer[0] !== "moved") return answer;
      this.#moved(answer);
    }
  }

  /**
   * Runs a verb's script at the caller's time, and again until it was done: while more numbers are due than one run wakes,
   * when periods of time zones are asked for, while its pool is being loaded.
   *
   * @param args What follows the arguments that all verbs have.
   * @param options `isTimeless`: the caller's clock is no matter, for time is not moved on.
   */
  async verb(
    script: Script,
    now: number,
    args: readonly (string | number)[],
    { isTimeless = false }: { readonly isTimeless?: boolean } = {},
  ): Promise<Answer> {
    const at = String(now);
    return this.#repeat(isTimeless, (isChecked, zones) =>
      this.run(script, [at, isChecked ? this.#skew : "", this.#maxCallMs, this.#maxCallees, zones, ...args]),
    );
  }

  /**
   * The same for an acquire or a settlement, which shares its run with others of this turn.
   *
   * @param kind What its text begins with; see `scripts/calls.lua`.
   * @param text What follows its time.
   * @param more Texts that come after it.
   */
  async call(kind: "a" | "s", now: number, text: string, more: readonly string[] = []): Promise<Answer> {
    return this.#repeat(false, (isChecked, zones) => {
      this.#checkOpen();
      const whole = `${kind} ${now} ${isChecked ? "1" : ""} ${text}`;
      return this.#calls.ask({ now, zones, texts: more.length === 0 ? [whole] : [whole, ...more] });
    });
  }

  #runCalls(calls: readonly QueuedCall[]): Promise<Answer> {
    let latest = 0;
    let zones = "";
    const texts: string[] = [];
    for (const call of calls) {
      if (call.now > latest) latest = call.now;
      // If these are not those of the namespace's instant, the first call asks anew, and the others bring none.
      if (call.zones !== "") zones = call.zones;
      texts.push(...call.texts);
    }
    return this.run(this.#callsScript, [
      String(latest),
      this.#skew,
      this.#maxCallMs,
      this.#maxCallees,
      zones,
      String(calls.length),
      ...texts,
    ]);
  }

  async #repeat(
    isTimeless: boolean,
    run: (isChecked: boolean, zones: string) => Promise<Answer>,
  ): Promise<Answer> {
    let isChecked = !isTimeless;
    let zones = "";
    let waited = 0;
    for (;;) {
      const answer = await run(isChecked, zones);
      // Periods that it was asked for may be over by now: whoever is before it asks for those of a later instant.
      zones = "";
      if (answer[0] === "behind") continue;
      // The clock was right when the verb began; it may take longer than clocks may differ.
      if (answer[0] !== "clock_skew") isChecked = false;
      switch (answer[0]) {
        case "again":
          break;
        case "moved":
          this.#moved(answer);
          break;
        case "zones":
          zones = this.#periodsOf(Number(answer[1]), answer[2] as readonly string[]);
          break;
        case "wait":
          if (waited >= MAX_WAIT_MS) throw beingLoaded();
          await pause(WAIT_MS);
          waited += WAIT_MS;
          break;
        case "clock_skew":
          throw this.#clockSkew(Number(answer[1]));
        default:
          return answer;
      }
    }
  }

  #checkOpen(): void {
    if (this.#isClosed)
      throw new PoolStoreError("store_closed", "The Redis store was closed. Make a new one.");
  }

  #moved(answer: Answer): void {
    this.follow(String(answer[1]));
  }

  #periodsOf(now: number, names: readonly string[]): string {
    const periods = names.map((name) => {
      const calendar = this.#calendars.get(name) ?? new Calendar(name);
      this.#calendars.set(name, calendar);
      const day = calendar.day(now);
      const hour = calendar.hour(now);
      return [name, [day.start, day.end, hour.start, hour.end]] as const;
    });
    return JSON.stringify(Object.fromEntries(periods));
  }

  #clockSkew(aheadMs: number): PoolStoreError {
    const side = aheadMs < 0 ? "behind" : "ahead of";
    return new PoolStoreError(
      "clock_skew",
      `The caller's clock is ${Math.abs(aheadMs)} ms ${side} that of the Redis server; ${this.#maxClockSkewMs} ms are allowed. Set the clocks right, by NTP for instance.`,
    );
  }
}

/** The error of a pool that another process has been loading for too long. */
export function beingLoaded(): PoolStoreError {
  return new PoolStoreError(
    "store_busy",
    "The pool is being loaded by another process, and has been for half a minute. Try again; if its loader died, load the pool once more.",
  );
}

/** Lets time pass. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Throws unless a text may stand inside a hash tag. */
export function checkKeyPart(path: string, value: string): void {
  const isFit = typeof value === "string" && value.length > 0 && value.length <= 200 && !/[{}]/.test(value);
  if (!isFit) rejectInput(path, "Must be 1 to 200 characters, none of them a brace.");
}
