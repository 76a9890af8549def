import { setTimeout } from "node:timers/promises";
import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { CallQueue, type QueuedCall } from "./call-queue.js";
import type { Script, ScriptRunner } from "./client/index.js";
import { generationOf, type Keys, keysOf, rootOf } from "./namespace-keys.js";
import { beingLoaded, clockSkew } from "./verb-errors.js";
import { ZonePeriods } from "./zone-periods.js";

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
  readonly #periods = new ZonePeriods();
  readonly #callsScript: Script;
  readonly #calls = new CallQueue((calls) => this.#runCalls(calls));
  #keys: Keys;
  #isClosed = false;

  constructor(options: NamespaceOptions) {
    const { runner, callsScript, namespace, keyPrefix, maxClockSkewMs, maxCallMs, maxCallees } = options;
    this.#options = options;
    this.root = rootOf(keyPrefix, namespace);
    this.#runner = runner;
    this.#callsScript = callsScript;
    this.#maxClockSkewMs = maxClockSkewMs;
    this.#skew = maxClockSkewMs === null ? "" : String(maxClockSkewMs);
    this.#maxCallMs = String(maxCallMs);
    this.#maxCallees = String(maxCallees);
    this.#keys = keysOf(this.root, "0");
  }

  close(): void {
    this.#isClosed = true;
  }

  /** Keys of the present generation; another one when the namespace was cleared or replaced. */
  get keys(): Keys {
    return this.#keys;
  }

  /** Keys of a generation. */
  keysOf(generation: string): Keys {
    return keysOf(this.root, generation);
  }

  /** The present generation. */
  get generation(): string {
    return generationOf(this.#keys);
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
  async run(script: Script, args: readonly (string | number)[], keys: Keys = this.#keys): Promise<Answer> {
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
          zones = this.#periods.textOf(Number(answer[1]), answer[2] as readonly string[]);
          break;
        case "wait":
          if (waited >= MAX_WAIT_MS) throw beingLoaded();
          await setTimeout(WAIT_MS);
          waited += WAIT_MS;
          break;
        case "clock_skew":
          throw clockSkew(Number(answer[1]), this.#maxClockSkewMs);
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
}
