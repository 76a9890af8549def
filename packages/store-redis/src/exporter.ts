import { randomUUID } from "node:crypto";
import type { E164, LinkStep, Policy, PoolNumber } from "@dialpool/pool-strategies";
import {
  type BucketTurns,
  type CalleeRecord,
  type CarriedRecord,
  type LearnedCount,
  type LeaseRecord,
  LINK_STEPS,
  type NamespaceRecord,
  poolRecords,
  type SlotCount,
  slugOfKey,
} from "@dialpool/pool-strategies/store-kit";
import type { Script } from "./client/index.js";
import type { Answer, NamespaceClient } from "./namespace-client.js";
import type { BucketIds } from "./pool-definition.js";
import { numberOf } from "./pool-reader.js";
import type { Scripts } from "./scripts.js";
import { sweep } from "./sweep.js";

const PAGE = 1000;
/** Leases and callees that are kept, and when they are forgotten. */
const DAY_SLOT_MS = 900_000;
const DAY_WINDOW = 97;

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

/** Reads a namespace as of one moment: a script copies it, the copy is read page by page, and is gone at the end. */
export class Exporter {
  readonly #client: NamespaceClient;
  readonly #scripts: Scripts;
  readonly #maxCallMs: number;

  constructor(client: NamespaceClient, scripts: Scripts, maxCallMs: number) {
    this.#client = client;
    this.#scripts = scripts;
    this.#maxCallMs = maxCallMs;
  }

  /** All records but the last. */
  async *records(): AsyncGenerator<NamespaceRecord, void, undefined> {
    const copy = await this.#copy();
    try {
      const { now, sequence, countsCallees } = copy;
      yield { kind: "namespace", version: 1, now, sequence, countsCallees, maxCallMs: this.#maxCallMs };
      const keys = new Set<string>();
      for (const pool of copy.pools) yield* await this.#pool(copy, pool, keys);
      for await (const key of this.#strays(copy)) keys.add(key);
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

  async #copy(): Promise<Copy> {
    const prefix = `${this.#client.root}copy-${randomUUID()}:`;
    const [, now, sequence, counts, chunks, ...pools] = await this.#client.verb(
      this.#scripts.snapshot,
      0,
      [prefix],
      {
        isTimeless: true,
      },
    );
    const copied = (pools as (readonly [string, string, string, string])[]).map(
      ([poolId, index, policy, buckets]): CopiedPool => ({
        poolId,
        index,
        policy: JSON.parse(policy) as Policy,
        bucketIds: JSON.parse(buckets) as BucketIds,
      }),
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
    const hasTurns = ["round-robin", "weighted-round-robin", "weighted-random"].includes(policy.order.name);
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
        const number = numberOf(text, poolId);
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
    const learned = policy.order.name === "answer-rate" ? await this.#learned(copy, index) : undefined;
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

  async *#numbers(copy: Copy, keys: readonly string[]): AsyncGenerator<NamespaceRecord> {
    for (let first = 0; first < keys.length; first += PAGE) {
      const args = ["numbers", ...keys.slice(first, first + PAGE)];
      const [, ...rows] = await this.#ask(copy, this.#scripts.readNumbers, args);
      for (const row of rows as (readonly string[])[]) {
        const record = carriedOf(row, copy.now);
        if (record !== undefined) yield record;
      }
    }
  }

  async *#leases(copy: Copy): AsyncGenerator<NamespaceRecord> {
    for (const chunk of [...copy.chunks].sort((a, b) => Number(a) - Number(b))) {
      const [, ...rows] = await this.#ask(copy, this.#scripts.readLeases, [chunk]);
      const leases = (rows as (readonly (string | number | null)[])[]).map(leaseOf);
      for (const lease of leases.sort((a, b) => a.sequence - b.sequence))
        if (lease.forgetAt > copy.now) yield lease;
    }
  }

  async *#callees(copy: Copy): AsyncGenerator<NamespaceRecord> {
    for (let first = 0; ; first += PAGE) {
      const [, ...rows] = await this.#ask(copy, this.#scripts.readCallees, [first, PAGE]);
      yield* (rows as (readonly (string | null)[])[]).map(calleeOf);
      if (rows.length < PAGE) return;
    }
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers that were joined by commas. */
export function numbersOf(text: string): readonly number[] {
  return text === "" ? [] : text.split(",").map(Number);
}

function slotsOf(text: string, after: number): readonly SlotCount[] {
  const flat = numbersOf(text);
  const counts: SlotCount[] = [];
  for (let at = 0; at < flat.length; at += 3)
    if ((flat[at] as number) > after) counts.push([flat[at] as number, flat[at + 1] as number]);
  return counts;
}

/** `undefined` for a number of which nothing is known. */
function carriedOf(row: readonly string[], now: number): CarriedRecord | undefined {
  const [key = "", lastSequence, lastAt, failures, resting, quarantined, blocks = "", day = "", hour = ""] =
    row;
  const restingUntil = Number(resting);
  const quarantinedUntil = quarantined === "inf" ? null : Number(quarantined);
  const failuresInRow = Number(failures);
  const isQuarantined = quarantinedUntil === null || quarantinedUntil > now;
  const days = slotsOf(day, Math.floor(now / DAY_SLOT_MS) - 113);
  const instants = numbersOf(blocks);
  const isBlank = days.length + Number(lastSequence) + failuresInRow + instants.length === 0;
  if (isBlank && restingUntil <= now && !isQuarantined) return undefined;
  return {
    kind: "number",
    slug: slugOfKey(key),
    day: days,
    hour: slotsOf(hour, Math.floor(now / 60_000) - 61),
    lastSequence: Number(lastSequence),
    ...(Number(lastAt) < 0 ? {} : { lastSelectedAt: Number(lastAt) }),
    ...(failuresInRow > 0 ? { failuresInRow } : {}),
    ...(restingUntil > now ? { restingUntil } : {}),
    ...(isQuarantined ? { quarantinedUntil } : {}),
    ...(instants.length > 0 ? { blocks: instants } : {}),
  };
}

function leaseOf(row: readonly (string | number | null)[]): LeaseRecord {
  const [id, state, poolId, key, digits, acquired, hold, live, step] = row;
  const sequence = Number(id);
  const acquiredAt = Number(acquired);
  const forgetAt = (Math.floor(acquiredAt / DAY_SLOT_MS) + DAY_WINDOW) * DAY_SLOT_MS;
  const base = { kind: "lease", id: `lease-${sequence}`, sequence, forgetAt } as const;
  const isKnown = typeof key === "string";
  const known = isKnown
    ? { poolId: String(poolId), slug: slugOfKey(key), callee: `+${digits}` as E164, acquiredAt }
    : undefined;
  if (state === "ended" || state === "released") return { ...base, state, ...known };
  return {
    ...base,
    ...known,
    state,
    holdUntil: Number(hold),
    liveUntil: Number(live),
    ...(Number(step) > 0 ? { step: LINK_STEPS[Number(step) - 1] } : {}),
  } as LeaseRecord;
}

function calleeOf(row: readonly (string | null)[]): CalleeRecord {
  const [
    digits,
    reached,
    reachedSequence,
    reachedAt,
    answered,
    answeredSequence,
    answeredAt,
    calls,
    usedAt,
    ...used
  ] = row;
  const instants = numbersOf(calls ?? "");
  return {
    kind: "callee",
    callee: `+${digits}` as E164,
    ...(reached === null || reached === undefined
      ? {}
      : { reached: [slugOfKey(reached), Number(reachedSequence), Number(reachedAt)] as const }),
    ...(answered === null || answered === undefined
      ? {}
      : { answered: [slugOfKey(answered), Number(answeredSequence), Number(answeredAt)] as const }),
    ...(instants.length > 0 ? { calls: instants } : {}),
    ...(used.length > 0
      ? { used: { slugs: used.map((key) => slugOfKey(key as string)), at: Number(usedAt) } }
      : {}),
  };
}
