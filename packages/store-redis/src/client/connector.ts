import { setTimeout } from "node:timers/promises";
import { checkRange, rejectInput } from "@dialpool/pool-strategies/store-kit";
import { storeErrorOf, unanswered } from "./connection-errors.js";
import { IoredisLink } from "./ioredis-link.js";
import type { Link } from "./link.js";
import { NodeRedisLink } from "./node-redis-link.js";
import { isIoredis, isNodeRedis, type RedisClient } from "./redis-client.js";
import { isScriptUnknown, isSlotMoving } from "./reply-errors.js";
import { checkRights } from "./rights.js";
import { RunNumbers } from "./run-numbers.js";
import type { Script } from "./script.js";
import { within } from "./within.js";

const DEFAULT_COMMAND_TIMEOUT_MS = 5_000;
const MAX_COMMAND_TIMEOUT_MS = 3_600_000;

/**
 * The end of a second key of every run, which never exists. While a slot moves from one node of a Cluster to another, some of a namespace's keys
 * are here and some there, and a script that builds its keys itself would find the half of them. A run with two keys of which one is missing is
 * refused on both sides until the slot has moved.
 */
const NEVER_THERE = "never";

/** A slot with few keys moves in milliseconds, one with many takes seconds. */
const MOVING_PAUSE_MS = 25;

/** What a runner is made with. */
export interface ConnectorOptions {
  /** How long a run may wait for the connection, and then for its answer, ms. Default 5,000. */
  readonly commandTimeoutMs?: number;
  /** All scripts that will be run: the user's rights are checked for them before the first. */
  readonly scripts: readonly Script[];
}

/** Runs scripts on a server. */
export interface ScriptRunner {
  /**
   * Runs a script on the node of its first key. Texts come as text, whatever the client is set to.
   *
   * @throws PoolStoreError whatever goes wrong; `applied` says whether it may have run.
   */
  run(
    script: Script,
    keys: readonly [string, ...string[]],
    args: readonly (string | number)[],
  ): Promise<unknown>;
}

/** Makes a runner of the user's own client. Neither library is imported: clients are told by what they have. */
export function connectorOf(client: RedisClient, options: ConnectorOptions): ScriptRunner {
  const { commandTimeoutMs = DEFAULT_COMMAND_TIMEOUT_MS, scripts } = options;
  checkRange("commandTimeoutMs", commandTimeoutMs, 1, MAX_COMMAND_TIMEOUT_MS, "milliseconds");
  return new Connector(linkOf(client, commandTimeoutMs), commandTimeoutMs, scripts);
}

function linkOf(client: RedisClient, timeoutMs: number): Link {
  // Whoever has no types may hand over anything.
  if (typeof client === "object" && client !== null) {
    if (isIoredis(client)) return new IoredisLink(client, timeoutMs);
    if (isNodeRedis(client)) return new NodeRedisLink(client, timeoutMs);
  }
  return rejectInput("client", "must be a client of ioredis or of node-redis (the package redis)");
}

class Connector implements ScriptRunner {
  readonly #link: Link;
  readonly #timeoutMs: number;
  readonly #scripts: readonly Script[];
  readonly #numbers = new RunNumbers();
  /** Scripts that the server is just being told, by digest. */
  readonly #loading = new Map<string, Promise<unknown>>();
  #rights: Promise<void> | undefined;
  #hasRights = false;

  constructor(link: Link, timeoutMs: number, scripts: readonly Script[]) {
    this.#link = link;
    this.#timeoutMs = timeoutMs;
    this.#scripts = scripts;
  }

  async run(
    script: Script,
    keys: readonly [string, ...string[]],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    try {
      const waiting = this.#link.ready();
      if (waiting !== undefined) await waiting;
      if (!this.#hasRights) await this.#checkRights(keys[0]);
      // One number for the run, however often it is sent: a server that was restarted knows which runs it has seen, but no script
      // any more, so the client's own repetition is told NOSCRIPT and only ours finds the bit.
      const number = script.isNumbered ? this.#numbers.take(keys[0]) : undefined;
      const answer = await this.#runAnyhow(script, keys, [...args, ...(number?.args ?? [])]);
      number?.answered();
      return answer;
    } catch (error) {
      const failure = storeErrorOf(error);
      // Somebody may be changing the user's rights just now.
      if (failure.code === "store_denied") this.#hasRights = false;
      if (!script.isRepeatable || failure.applied === "no") throw failure;
      throw Object.assign(failure, { applied: "no" });
    }
  }

  /** By digest; a server that does not know the script is told it once, and everybody who waits tries again. */
  async #runAnyhow(
    script: Script,
    keys: readonly [string, ...string[]],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    try {
      return await this.#send("EVALSHA", script, keys, args);
    } catch (error) {
      if (!isScriptUnknown(error)) throw error;
    }
    const loading = this.#loading.get(script.sha);
    if (loading !== undefined) {
      await loading.catch(() => {});
      try {
        return await this.#send("EVALSHA", script, keys, args);
      } catch (error) {
        // Forgotten at once again, or another node's.
        if (!isScriptUnknown(error)) throw error;
      }
    }
    const run = this.#send("EVAL", script, keys, args);
    this.#loading.set(script.sha, run);
    try {
      return await run;
    } finally {
      if (this.#loading.get(script.sha) === run) this.#loading.delete(script.sha);
    }
  }

  /** Sends until it was run: while its slot moves to another node of a Cluster it is not, and answered so. */
  async #send(
    how: "EVAL" | "EVALSHA",
    script: Script,
    keys: readonly [string, ...string[]],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    const command = [how, how === "EVAL" ? script.source : script.sha, String(keys.length + 1), ...keys];
    command.push(`${keys[0]}${NEVER_THERE}`);
    for (const value of args) command.push(typeof value === "string" ? value : String(value));
    const givenUpAt = performance.now() + this.#timeoutMs;
    for (;;) {
      try {
        const sent = this.#link.send(keys[0], [...command]);
        return await within(sent, this.#timeoutMs, () => unanswered(this.#timeoutMs));
      } catch (error) {
        if (!isSlotMoving(error) || performance.now() > givenUpAt) throw error;
        await setTimeout(MOVING_PAUSE_MS);
      }
    }
  }

  async #checkRights(prefix: string): Promise<void> {
    this.#rights ??= checkRights(this.#scripts, (script, args) => this.#runAnyhow(script, [prefix], args));
    try {
      await this.#rights;
      this.#hasRights = true;
    } finally {
      this.#rights = undefined;
    }
  }
}
