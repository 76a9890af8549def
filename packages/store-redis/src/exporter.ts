import { randomUUID } from "node:crypto";
import type { LinkStep, Policy, PoolNumber } from "@dialpool/pool-strategies";
import {
  type BucketTurns,
  type ExportOptions,
  isPoolStoreError,
  type LearnedCount,
  LINK_STEPS,
  type NamespaceRecord,
  poolRecords,
  slugOfKey,
} from "@dialpool/pool-strategies/store-kit";
import type { Script } from "./client/index.js";
import { calleeOf, carriedOf, leaseOf } from "./export-rows.js";
import type { Answer, NamespaceClient } from "./namespace-client.js";
import type { BucketIds } from "./pool-definition.js";
import { lostIn, numberOf, parsedOr } from "./pool-reader.js";
import type { Scripts } from "./scripts.js";
import { sweep } from "./sweep.js";

const PAGE = 1000;

/** A copy of the namespace, from which an export is read at leisure. */
interface Copy {
  readonly keys: readonly [string, string];
  readonly now: number;
  readonly sequence: number;
  readonly countsCallees: boolean;
  readonly chunks: readonly string[];
  readonly pools: readonly CopiedPool[];
}

interface CopiedPool {
  readonly poolId: string;
  readonly index: string;
  readonly policy: Policy;
  readonly bucketIds: BucketIds;
}

const NO_BUCKETS: BucketIds = { next: 1, ids: {}, retired: [] };

/**
 * Reads a namespace as of one moment: a script copies it, the copy is read page by page, and is gone at the end.
 *
 * Where somebody wants to be told what is lost, the state may be damaged: then turns are left out, for they are the first to be wrong.
 */
export class Exporter {
  readonly #client: NamespaceClient;
  readonly #scripts: Scripts;
  readonly #maxCallMs: number;
  readonly #onLost: ((sentence: string) => void) | undefined;

  constructor(client: NamespaceClient, scripts: Scripts, maxCallMs: number, { onLost }: ExportOptions = {}) {
    this.#client = client;
    this.#scripts = scripts;
    this.#maxCallMs = maxCallMs;
    this.#onLost = onLost;
  }

  /** All records but the last. */
  async *records(): AsyncGenerator<NamespaceRecord, void, undefined> {
    const copy = await this.#copy();
    try {
      const { now, sequence, countsCallees } = copy;
      yield { kind: "namespace", version: 1, now, sequence, countsCallees, maxCallMs: this.#maxCallMs };
      const keys = new Set<string>();
      for (const pool of copy.pools) {
        const what = `Numbers of the pool "${pool.poolId}" are lost.`;
        yield* (await this.#orLost(what, () => this.#pool(copy, pool, keys))) ?? [];
      }
      if (this.#onLost === undefined) for await (const key of this.#strays(copy)) keys.add(key);
      else await this.#orLost("Which numbers there are is lost.", () => this.#scan(copy, keys));
      yield* this.#numbers(
        copy,
        [...keys].sort((a, b) => compare(slugOfKey(a), slugOfKey(b))),
      );
      yield* this.#leases(copy);
      yield* this.#callees(copy);
    } finally {
      await sweep(this.#client, this.#scripts, copy.keys, { chunks: copy.chunks.join(), withState: true });
    }
  }

  /** Goes on without what cannot be read, if somebody wants to be told of it. */
  async #orLost<Result>(sentence: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (this.#onLost === undefined || !isPoolStoreError(error, "store_corrupt")) throw error;
      this.#onLost(sentence);
      return undefined;
    }
  }

  async #copy(): Promise<Copy> {
    const prefix = `${this.#client.root}copy-${randomUUID()}:`;
    const [, now, sequence, counts, chunks, ...pools] = await this.#client.verb(
      this.#scripts.snapshot,
      0,
      [prefix, this.#onLost === undefined ? "" : "1"],
      {
        isTimeless: true,
      },
    );
    const copied = (pools as (readonly [string, string, string | null, string | null])[]).flatMap((row) =>
      this.#copied(...row),
    );
    return {
      keys: [prefix, this.#client.root],
      now: Number(now),
      sequence: Number(sequence),
      countsCallees: counts === "1",
      chunks: String(chunks).split(","),
      pools: copied.sort((a, b) => compare(a.poolId, b.poolId)),
    };
  }

  /** @throws PoolStoreError `store_corrupt` when its definition is lost. */
  #copied(poolId: string, index: string, policy: string | null, buckets: string | null): CopiedPool[] {
    const rules = policy === null ? undefined : parsedOr<Policy>(policy);
    const ids = buckets === null ? undefined : parsedOr<BucketIds>(buckets);
    if (rules !== undefined && (ids !== undefined || this.#onLost !== undefined))
      return [{ poolId, index, policy: rules, bucketIds: ids ?? NO_BUCKETS }];
    const sentence = `The policy of the pool "${poolId}" is lost.`;
    if (this.#onLost === undefined) throw lostIn(poolId);
    this.#onLost(sentence);
    return [];
  }

  #ask(copy: Copy, script: Script, args: readonly (string | number)[]): Promise<Answer> {
    return this.#client.run(script, args, copy.keys);
  }

  /** Adds the slug keys of the pool's numbers to `keys`. */
  async #pool(
    copy: Copy,
    { poolId, index, policy, bucketIds }: CopiedPool,
    keys: Set<string>,
  ): Promise<Iterable<NamespaceRecord>> {
    const nameOf = new Map(Object.entries(bucketIds.ids).map(([name, id]) => [String(id), name]));
    const hasTurns =
      this.#onLost === undefined &&
      ["round-robin", "weighted-round-robin", "weighted-random"].includes(policy.order.name);
    const numbers: PoolNumber[] = [];
    const parked: string[] = [];
    const starts = new Map<string, [string, number][]>();
    let after = "";
    for (let isMore = true; isMore; ) {
      const [, more, ...rows] = await this.#ask(copy, this.#scripts.readMembers, [index, after, PAGE]);
      isMore = more === "1";
      for (const [key = "", text = null, isParked, ...turns] of rows as (readonly string[])[]) {
        after = key;
        keys.add(key);
        const number = await this.#orLost(
          `What the number "${slugOfKey(key)}" of the pool "${poolId}" is, is lost.`,
          async () => numberOf(isParked === "?" && this.#onLost === undefined ? null : text, poolId),
        );
        if (number === undefined) continue;
        numbers.push(number);
        if (isParked === "1") parked.push(number.slug);
        for (let at = 0; hasTurns && at < turns.length; at += 2) {
          const id = turns[at] as string;
          const list = starts.get(id) ?? [];
          if (list.length === 0) starts.set(id, list);
          list.push([number.slug, Number(turns[at + 1])]);
        }
      }
    }
    const buckets: [string, BucketTurns][] = [];
    const ids = [...starts.keys()];
    for (let first = 0; first < ids.length; first += PAGE) {
      const page = ids.slice(first, first + PAGE);
      const args = ["buckets", ...page.map((id) => `${index}:${id}`)];
      const [, ...rows] = await this.#ask(copy, this.#scripts.readBuckets, args);
      for (const [at, row] of (rows as (readonly [string, string, string])[]).entries()) {
        const id = page[at] as string;
        const [base, picks, rate] = row.map(Number) as [number, number, number];
        const turns = { base, picks, rate, starts: Object.fromEntries(starts.get(id) ?? []) };
        buckets.push([nameOf.get(id) as string, turns]);
      }
    }
    const learned =
      policy.order.name === "answer-rate"
        ? await this.#orLost(`What the pool "${poolId}" has learned is lost.`, () =>
            this.#learned(copy, index),
          )
        : undefined;
    const turns = {
      order: policy.order.name,
      parked,
      buckets: Object.fromEntries(buckets),
      ...(learned === undefined ? {} : { learned }),
    };
    return poolRecords({ poolId, policy, numbers, turns });
  }

  async #learned(copy: Copy, index: string): Promise<readonly LearnedCount[]> {
    const learned: LearnedCount[] = [];
    for (let isMore = true; isMore; ) {
      const args = ["learned", index, learned.length];
      const [, more, ...rows] = await this.#ask(copy, this.#scripts.readBuckets, args);
      isMore = more === "1";
      for (const [field = "", answered, attempted, at] of rows as (readonly string[])[]) {
        const step = LINK_STEPS[Number(field.slice(0, 1)) - 1] as LinkStep;
        learned.push([slugOfKey(field.slice(2)), step, Number(answered), Number(attempted), Number(at)]);
      }
    }
    return learned.sort(([slugA, stepA], [slugB, stepB]) => compare(stepA, stepB) || compare(slugA, slugB));
  }

  async *#strays(copy: Copy): AsyncGenerator<string> {
    for (let first = 0; ; first += PAGE) {
      const [, ...keys] = await this.#ask(copy, this.#scripts.readNumbers, ["strays", first, PAGE]);
      yield* keys as string[];
      if (keys.length < PAGE) return;
    }
  }

  /** Adds the slug keys of all numbers of which anything is kept, listed anywhere or not. */
  async #scan(copy: Copy, keys: Set<string>): Promise<void> {
    for (let cursor = "0"; ; ) {
      const [, next, ...page] = await this.#ask(copy, this.#scripts.scanNumbers, [cursor, PAGE]);
      for (const key of page as string[]) keys.add(key);
      cursor = String(next);
      if (cursor === "0") return;
    }
  }

  async *#numbers(copy: Copy, keys: readonly string[]): AsyncGenerator<NamespaceRecord> {
    for (let first = 0; first < keys.length; first += PAGE) {
      for (const row of await this.#numberRows(copy, keys.slice(first, first + PAGE))) {
        const record = carriedOf(row, copy.now);
        if (record !== undefined) yield record;
      }
    }
  }

  /** Where one of them cannot be read, one by one. */
  async #numberRows(copy: Copy, keys: readonly string[]): Promise<readonly (readonly string[])[]> {
    const read = async (some: readonly string[]) => {
      const [, ...rows] = await this.#ask(copy, this.#scripts.readNumbers, ["numbers", ...some]);
      return rows as (readonly string[])[];
    };
    const all = await read(keys).catch((error: unknown) => {
      if (this.#onLost === undefined || !isPoolStoreError(error, "store_corrupt")) throw error;
      return undefined;
    });
    if (all !== undefined) return all;
    const rows: (readonly string[])[] = [];
    for (const key of keys)
      rows.push(
        ...((await this.#orLost(`What the number "${slugOfKey(key)}" carried is lost.`, () => read([key]))) ??
          []),
      );
    return rows;
  }

  async *#leases(copy: Copy): AsyncGenerator<NamespaceRecord> {
    for (const chunk of [...copy.chunks].sort((a, b) => Number(a) - Number(b))) {
      const answer = await this.#orLost("Leases are lost.", () =>
        this.#ask(copy, this.#scripts.readLeases, [chunk]),
      );
      const [, ...rows] = answer ?? ["leases"];
      const leases = (rows as (readonly (string | number | null)[])[]).map(leaseOf);
      for (const lease of leases.sort((a, b) => a.sequence - b.sequence))
        if (lease.forgetAt > copy.now) yield lease;
    }
  }

  async *#callees(copy: Copy): AsyncGenerator<NamespaceRecord> {
    for (let first = 0; ; first += PAGE) {
      const answer = await this.#orLost("Callees are lost.", () =>
        this.#ask(copy, this.#scripts.readCallees, [first, PAGE]),
      );
      const [, ...rows] = answer ?? ["callees"];
      yield* (rows as (readonly (string | null)[])[]).map(calleeOf);
      if (rows.length < PAGE) return;
    }
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
