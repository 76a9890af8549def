import type { Policy, PoolNumber } from "@dialpool/pool-strategies";
import { PoolNotLoadedError } from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import { nameOf, textOf } from "../texts.js";
import { type DefinitionParts, PoolDefinition } from "./definition.js";
import { StoredPool } from "./stored-pool.js";

/**
 * The pools that this process has read, each until another version of it is there: whoever loads a pool gives it a new
 * version, and every verb compares.
 */
export class PoolShelf {
  readonly parts: DefinitionParts;
  readonly #books: Books;
  readonly #pools = new Map<number, StoredPool>();
  /** Those whose version is that of the file. */
  readonly #compared = new Map<number, StoredPool>();
  readonly #byId = new Map<string, StoredPool>();
  readonly #find;
  readonly #version;
  readonly #policy;
  readonly #numbers;
  readonly #buckets;

  constructor(books: Books, parts: DefinitionParts) {
    const { connection } = books;
    this.#books = books;
    this.parts = parts;
    this.#find = connection.prepare("SELECT pool FROM pool WHERE pool_id = ?");
    this.#version = connection.prepare("SELECT version FROM pool WHERE pool = ?");
    this.#policy = connection.prepare("SELECT policy, pool_id FROM pool WHERE pool = ?");
    this.#numbers = connection.prepare(
      "SELECT definition, number FROM pool_number WHERE pool = ? ORDER BY member",
    );
    this.#buckets = connection.prepare("SELECT name, bucket FROM bucket WHERE pool = ?");
  }

  /** @throws PoolNotLoadedError */
  named(poolId: string): StoredPool {
    const pool = this.find(poolId);
    if (pool === undefined) throw new PoolNotLoadedError(poolId);
    return pool;
  }

  find(poolId: string): StoredPool | undefined {
    const known = this.#byId.get(poolId);
    if (known !== undefined) return known;
    const row = this.#find.get(textOf(poolId));
    return row === undefined ? undefined : this.at(row[0] as number);
  }

  at(key: number): StoredPool {
    const known = this.#pools.get(key);
    if (known !== undefined && this.#compared.has(key)) return known;
    const version = this.#version.get(key)?.[0] as number;
    const pool = known?.version === version ? known : this.#read(key, version);
    this.#pools.set(key, pool);
    this.#compared.set(key, pool);
    this.#byId.set(pool.poolId, pool);
    return pool;
  }

  /** Versions are compared again: another process may have loaded a pool. */
  compareAll(): void {
    this.#compared.clear();
    this.#byId.clear();
  }

  /** The pool as the file has it now, whatever was read before. */
  read(key: number): StoredPool {
    return this.#read(key, this.#version.get(key)?.[0] as number);
  }

  #read(key: number, version: number): StoredPool {
    const [policy, poolId] = this.#policy.get(key) as readonly [string, string];
    const rows = this.#numbers.all(key) as readonly (readonly [string, number])[];
    const numbers = rows.map(([definition]) => JSON.parse(definition) as PoolNumber);
    const definition = new PoolDefinition(JSON.parse(policy) as Policy, numbers, this.parts);
    const buckets = this.#buckets.all(key) as readonly (readonly [string, number])[];
    const bucketIds = new Map(buckets.map(([name, id]) => [nameOf(name), id]));
    const ids = rows.map(([, number]) => number);
    const identity = { key, poolId: nameOf(poolId), version, ids, bucketIds };
    return new StoredPool(identity, definition, this.#books, this.parts);
  }
}
