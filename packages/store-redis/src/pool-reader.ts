import {
  type Extensions,
  type Geography,
  type Policy,
  PoolNotLoadedError,
  type PoolNumber,
} from "@dialpool/pool-strategies";
import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import type { NamespaceClient } from "./namespace-client.js";
import { type BucketIds, NO_BUCKETS, PoolDefinition } from "./pool-definition.js";
import type { Scripts } from "./scripts.js";

const PAGE = 1000;

/** A pool as it is in Redis, whole or not. */
export interface StoredPool {
  readonly index: string;
  /** `"0"` before its first load was complete. */
  readonly version: string;
  readonly policy: Policy | undefined;
  readonly bucketIds: BucketIds;
  /** Whether another load is under way, or one whose loader died. */
  readonly load: "" | "busy" | "dead";
  /** By slug key. */
  readonly numbers: ReadonlyMap<string, PoolNumber>;
}

/** Reads definitions of pools, and remembers them until another version is met. */
export class PoolReader {
  readonly #client: NamespaceClient;
  readonly #scripts: Scripts;
  readonly #geography: Geography | undefined;
  readonly #extensions: Extensions | undefined;
  readonly #known = new Map<string, PoolDefinition>();
  readonly #reading = new Map<string, Promise<PoolDefinition | undefined>>();

  constructor(
    client: NamespaceClient,
    scripts: Scripts,
    geography: Geography | undefined,
    extensions: Extensions | undefined,
  ) {
    this.#client = client;
    this.#scripts = scripts;
    this.#geography = geography;
    this.#extensions = extensions;
  }

  /** The definition that is remembered. */
  known(poolId: string): PoolDefinition | undefined {
    return this.#known.get(poolId);
  }

  remember(definition: PoolDefinition): void {
    this.#known.set(definition.poolId, definition);
  }

  /** Lets go of a definition that was found to be outdated, unless another caller has read a newer one meanwhile. */
  forget(poolId: string, outdated: PoolDefinition | undefined): void {
    if (this.#known.get(poolId) === outdated) this.#known.delete(poolId);
  }

  /** The definition that is remembered, or else the one that is read. @throws PoolNotLoadedError */
  async definition(poolId: string): Promise<PoolDefinition> {
    const definition = this.#known.get(poolId) ?? (await this.#readOnce(poolId));
    if (definition === undefined) throw new PoolNotLoadedError(poolId);
    return definition;
  }

  /** Callers who ask for the same pool at once share one reading. */
  #readOnce(poolId: string): Promise<PoolDefinition | undefined> {
    const reading = this.#reading.get(poolId);
    if (reading !== undefined) return reading;
    const begun = this.#readDefinition(poolId).finally(() => this.#reading.delete(poolId));
    this.#reading.set(poolId, begun);
    return begun;
  }

  async #readDefinition(poolId: string): Promise<PoolDefinition | undefined> {
    const stored = await this.read(poolId);
    if (stored?.policy === undefined || stored.version === "0") return undefined;
    const definition = this.definitionOf(poolId, stored, stored.policy);
    this.remember(definition);
    return definition;
  }

  /** What a pool that was read comes to. */
  definitionOf(poolId: string, stored: StoredPool, policy: Policy): PoolDefinition {
    const { index, version, bucketIds } = stored;
    return new PoolDefinition({
      poolId,
      index,
      version,
      policy,
      bucketIds,
      numbers: [...stored.numbers.values()],
      geography: this.#geography,
      extensions: this.#extensions,
    });
  }

  /** What is stored without its numbers; `undefined` when nobody ever began to load it. */
  async peek(poolId: string): Promise<StoredPool | undefined> {
    const answer = await this.#client.ask(this.#scripts.readPool, [poolId, "", 0]);
    return answer[0] === "none" ? undefined : storedPoolOf(poolId, answer, new Map());
  }

  /** All of it, of one version, unless a load is under way. */
  async read(poolId: string): Promise<StoredPool | undefined> {
    for (;;) {
      const numbers = new Map<string, PoolNumber>();
      let first: StoredPool | undefined;
      let after = "";
      for (;;) {
        const answer = await this.#client.ask(this.#scripts.readPool, [poolId, after, PAGE]);
        if (answer[0] === "none") return undefined;
        for (let at = 7; at < answer.length; at += 2) {
          after = answer[at] as string;
          numbers.set(after, numberOf(answer[at + 1] as string | null, poolId));
        }
        const page = storedPoolOf(poolId, answer, numbers);
        first ??= page;
        if (page.version !== first.version || page.index !== first.index || page.load !== first.load) break;
        if (answer[6] !== "1") return first;
      }
    }
  }
}

/**
 * A number of a pool as Redis keeps it.
 *
 * @throws PoolStoreError `store_corrupt` when a member is there and its number is not: evicted, or taken away.
 */
export function numberOf(text: string | null, poolId: string): PoolNumber {
  const number = text === null ? undefined : parsedOr<PoolNumber>(text);
  if (number !== undefined) return number;
  throw lostIn(poolId);
}

/** Of a pool something is lost, or damaged. */
export function lostIn(poolId: string): PoolStoreError {
  return new PoolStoreError(
    "store_corrupt",
    `Redis has lost what the pool ${JSON.stringify(poolId)} is, or some of its numbers. Does it evict keys? Rebuild the namespace from call records.`,
    { applied: "no" },
  );
}

/** What a text says; `undefined` where it is no JSON. */
export function parsedOr<Value>(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

function storedPoolOf(
  poolId: string,
  answer: readonly unknown[],
  numbers: StoredPool["numbers"],
): StoredPool {
  const [, index, version, policy = "", buckets = "", load] = answer as readonly string[];
  const definition = {
    policy: policy === "" ? undefined : parsedOr<Policy>(policy),
    bucketIds: buckets === "" ? undefined : parsedOr<BucketIds>(buckets),
  };
  // A load would give ids of buckets again that are in use.
  if (version !== "0" && (definition.policy === undefined || definition.bucketIds === undefined))
    throw lostIn(poolId);
  return {
    index: index as string,
    version: version as string,
    policy: definition.policy,
    bucketIds: definition.bucketIds ?? NO_BUCKETS,
    load: load as StoredPool["load"],
    numbers,
  };
}
