import { type StoreFinding, type StoreHealth, slugOfKey } from "@dialpool/pool-strategies/store-kit";
import { numbersOf } from "./exporter.js";
import type { NamespaceClient } from "./namespace-client.js";
import type { BucketIds } from "./pool-definition.js";
import type { Scripts } from "./scripts.js";

const PAGE = 300;
const MAX_FINDINGS = 100;
const DAY_SLOT_MS = 900_000;
const DAY_WINDOW = 97;
/** As `scripts/overview.lua` counts them. */
const HELD_SEEN_MS = 79_200_000;

/** What a pass saw. */
interface Pass extends Omit<StoreHealth, "findings"> {
  readonly findings: readonly StoreFinding[];
}

/** What the leases in the books say of a number. */
interface Leased {
  /** Calls by 15-minute slot. */
  readonly calls: Map<number, number>;
  readonly live: Set<number>;
}

/**
 * Checks the laws that the state must keep, page by page.
 *
 * Others may call meanwhile, so pages may belong to different moments: what the first pass finds counts only if the second finds it too.
 */
export async function checkNamespace(
  client: NamespaceClient,
  scripts: Scripts,
  now: number,
): Promise<StoreHealth> {
  const first = await new Checker(client, scripts, now).pass();
  if (first.findings.length === 0) return first;
  const second = await new Checker(client, scripts, now).pass();
  const known = new Set(first.findings.map(({ message }) => message));
  return {
    ...second,
    findings: second.findings.filter(({ message }) => known.has(message)).slice(0, MAX_FINDINGS),
  };
}

class Checker {
  readonly #client: NamespaceClient;
  readonly #scripts: Scripts;
  readonly #callerNow: number;
  readonly #findings: StoreFinding[] = [];
  readonly #leased = new Map<string, Leased>();

  constructor(client: NamespaceClient, scripts: Scripts, now: number) {
    this.#client = client;
    this.#scripts = scripts;
    this.#callerNow = now;
  }

  async pass(): Promise<Pass> {
    const { verb } = this.#bound();
    const [, nowText, , chunks, callees, heldCount, ...pools] = await verb(this.#scripts.overview, []);
    const now = Number(nowText);
    const { leases, held } = await this.#readLeases(String(chunks).split(","), now);
    if (held !== Number(heldCount))
      this.#found("leases", `${held} leases are held, and ${heldCount} wait for their deadline.`);
    const keys = new Set<string>();
    for (const [poolId, index, buckets] of pools as (readonly [string, string, string])[])
      await this.#checkPool(poolId, index, JSON.parse(buckets) as BucketIds, keys);
    await this.#addStrays(keys);
    // Of a lease that was given back nothing counts: its number may be forgotten before it.
    for (const [key, { calls, live }] of this.#leased)
      if (!keys.has(key) && calls.size + live.size > 0)
        this.#found("leases", `The number "${slugOfKey(key)}" has leases and is not known.`);
    await this.#checkNumbers([...keys], now);
    return {
      pools: pools.length,
      numbers: keys.size,
      leases,
      callees: Number(callees),
      findings: this.#findings,
    };
  }

  #bound() {
    return {
      verb: (script: Scripts["overview"], args: readonly (string | number)[]) =>
        this.#client.verb(script, this.#callerNow, args, { isTimeless: script !== this.#scripts.overview }),
    };
  }

  #found(law: StoreFinding["law"], message: string): void {
    this.#findings.push({ law, message });
  }

  async #readLeases(chunks: readonly string[], now: number): Promise<{ leases: number; held: number }> {
    let leases = 0;
    let held = 0;
    for (const chunk of chunks) {
      const [, ...rows] = await this.#client.run(this.#scripts.readLeases, [chunk]);
      for (const [sequence, state, poolId, key, , acquired, hold, live] of rows as (readonly (
        | string
        | null
      )[])[]) {
        const slot = Math.floor(Number(acquired) / DAY_SLOT_MS);
        if ((slot + DAY_WINDOW) * DAY_SLOT_MS <= now) continue;
        leases++;
        if (state === "held" && Number(hold) > now - HELD_SEEN_MS) held++;
        if (typeof key !== "string") continue;
        if (poolId === null)
          this.#found("leases", `The lease lease-${sequence} belongs to a pool that is not known.`);
        const leased = this.#leased.get(key) ?? { calls: new Map<number, number>(), live: new Set<number>() };
        this.#leased.set(key, leased);
        if (state !== "released") leased.calls.set(slot, (leased.calls.get(slot) ?? 0) + 1);
        const isOpen = state !== "ended" && state !== "released";
        if (isOpen && Number(live) > now) leased.live.add(Number(sequence));
      }
    }
    return { leases, held };
  }

  async #checkPool(
    poolId: string,
    index: string,
    { ids, retired }: BucketIds,
    keys: Set<string>,
  ): Promise<void> {
    const { verb } = this.#bound();
    const tallies = new Map<string, [number, number, number]>();
    let after = "";
    for (let isMore = true; isMore; ) {
      const [, more, page, findings, counts] = await verb(this.#scripts.checkMembers, [index, after, PAGE]);
      isMore = more === "1";
      for (const key of page as string[]) {
        keys.add(key);
        after = key;
      }
      for (const [law, key, clause] of findings as (readonly [StoreFinding["law"], string, string])[])
        this.#found(law, `The number "${slugOfKey(key)}" of the pool "${poolId}" ${clause}.`);
      for (const [id, free, waiting, over] of counts as (readonly [number, number, number, number])[]) {
        const before = tallies.get(String(id)) ?? [0, 0, 0];
        tallies.set(String(id), [before[0] + free, before[1] + waiting, before[2] + over]);
      }
    }
    const all = [...Object.entries(ids), ...retired.map((id) => ["(no longer there)", id] as const)];
    for (let first = 0; first < all.length; first += PAGE) {
      const page = all.slice(first, first + PAGE);
      const args = page.map(([, id]) => `${index}:${id}`);
      const [, ...sizes] = await this.#client.run(this.#scripts.countBuckets, args);
      for (const [at, size] of (sizes as (readonly number[])[]).entries()) {
        const [name, id] = page[at] as readonly [string, number];
        const expected = tallies.get(String(id)) ?? [0, 0, 0];
        if (size.join() !== expected.join())
          this.#found(
            "index",
            `The bucket "${name}" of the pool "${poolId}" lists ${size.join(", ")} free, waiting and overflow numbers, and must list ${expected.join(", ")}.`,
          );
      }
    }
  }

  async #addStrays(keys: Set<string>): Promise<void> {
    for (let first = 0; ; first += PAGE) {
      const [, ...page] = await this.#client.run(this.#scripts.readNumbers, ["strays", first, PAGE]);
      for (const key of page as string[]) keys.add(key);
      if (page.length < PAGE) return;
    }
  }

  async #checkNumbers(keys: readonly string[], now: number): Promise<void> {
    for (let first = 0; first < keys.length; first += PAGE) {
      const page = keys.slice(first, first + PAGE);
      const [, ...rows] = await this.#client.run(this.#scripts.readNumbers, ["numbers", ...page]);
      const read = new Set<string>();
      for (const row of rows as (readonly string[])[]) {
        read.add(row[0] as string);
        this.#checkNumber(row, now);
      }
      for (const key of page)
        if (!read.has(key)) this.#found("counts", `Nothing is kept of the number "${slugOfKey(key)}".`);
    }
  }

  #checkNumber(row: readonly string[], now: number): void {
    const [key = "", , , , , , , day = "", , live = "", , total] = row;
    const leased = this.#leased.get(key);
    const slug = slugOfKey(key);
    const slots = numbersOf(day);
    const latest = Math.floor(now / DAY_SLOT_MS);
    let calls = 0;
    const isLeft = new Map(leased?.calls);
    for (let at = 0; at < slots.length; at += 3) {
      const [slot, count, unleased] = slots.slice(at, at + 3) as [number, number, number];
      if (slot <= latest - DAY_WINDOW) continue;
      calls += count;
      const known = isLeft.get(slot) ?? 0;
      isLeft.delete(slot);
      if (known !== count - unleased)
        this.#found(
          "counts",
          `The number "${slug}" counts ${count} calls in the quarter of an hour from ${new Date(slot * DAY_SLOT_MS).toISOString()}, ${unleased} of them without a lease, and has ${known} leases there.`,
        );
    }
    for (const [slot, known] of isLeft)
      this.#found(
        "counts",
        `The number "${slug}" counts no calls in the quarter of an hour from ${new Date(slot * DAY_SLOT_MS).toISOString()}, and has ${known} leases there.`,
      );
    if (calls !== Number(total))
      this.#found(
        "counts",
        `The number "${slug}" counts ${total} calls in the day, and its slots have ${calls}.`,
      );
    const entries = numbersOf(live);
    const counted = new Set(entries.filter((_, at) => at % 2 === 1));
    const expected = leased?.live ?? new Set<number>();
    for (const sequence of expected)
      if (!counted.has(sequence))
        this.#found(
          "leases",
          `The lease lease-${sequence} is live and does not count at the number "${slug}".`,
        );
    for (const sequence of counted)
      if (!expected.has(sequence))
        this.#found(
          "leases",
          `The number "${slug}" counts the lease lease-${sequence} as live, and there is no such live lease.`,
        );
  }
}
