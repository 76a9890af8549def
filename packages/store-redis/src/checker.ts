import type { Extensions, Geography, Policy, PoolNumber } from "@dialpool/pool-strategies";
import {
  isPoolStoreError,
  type StoreFinding,
  type StoreHealth,
  slugOfKey,
} from "@dialpool/pool-strategies/store-kit";
import { checkDefinition, type MemberRow } from "./check-definition.js";
import { findingsOfNumber, LeasedNumber, leavesDayAt } from "./check-number.js";
import type { Script } from "./client/index.js";
import type { Answer, NamespaceClient } from "./namespace-client.js";
import type { BucketIds } from "./pool-definition.js";
import type { Scripts } from "./scripts.js";

const PAGE = 300;
const MAX_FINDINGS = 100;
/** What is found must be found in each of so many passes. */
const PASSES = 3;
/** As `scripts/overview.lua` counts them. */
const HELD_SEEN_MS = 79_200_000;

/** What a checker works with. */
export interface CheckerParts {
  readonly client: NamespaceClient;
  readonly scripts: Scripts;
  readonly geography: Geography | undefined;
  readonly extensions: Extensions | undefined;
  readonly now: number;
}

/** A pool as `scripts/overview.lua` answers it. */
interface PoolOverview {
  readonly poolId: string;
  readonly index: string;
  readonly rules: string;
  readonly policy: string | null;
  readonly buckets: string | null;
}

/** Members of a bucket by what its sets must hold: free, waiting, for overflow; units of weight of the free. */
type Tally = [free: number, waiting: number, over: number, units: number];

/**
 * Checks the laws that the state must keep, page by page: what is there is what must be, and nothing else is.
 *
 * Others may call meanwhile, so pages may belong to different moments: what the first pass finds counts only if later ones find it too.
 */
export async function checkNamespace(parts: CheckerParts): Promise<StoreHealth> {
  let health = await new Checker(parts).pass();
  for (let pass = 1; pass < PASSES && health.findings.length > 0; pass++) {
    const known = new Set(health.findings.map(({ message }) => message));
    const next = await new Checker(parts).pass();
    health = { ...next, findings: next.findings.filter(({ message }) => known.has(message)) };
  }
  return { ...health, findings: health.findings.slice(0, MAX_FINDINGS) };
}

class Checker {
  readonly #parts: CheckerParts;
  readonly #findings: StoreFinding[] = [];
  readonly #leased = new Map<string, LeasedNumber>();
  /** Slug keys of members, and of numbers of no pool. */
  readonly #keys = new Set<string>();
  #now: number;
  /** Nothing is woken, for a verb fails on what is due. */
  #isStill = false;
  #due = 0;

  constructor(parts: CheckerParts) {
    this.#parts = parts;
    this.#now = parts.now;
  }

  async pass(): Promise<StoreHealth> {
    await this.#attempt("The generations of the namespace", () => this.#checkGenerations());
    const overview = await this.#overview();
    if (overview[0] === "unreadable") {
      this.#found("engine", "The state cannot be read: Redis holds something else there.");
      return { pools: 0, numbers: 0, leases: 0, callees: 0, findings: this.#findings };
    }
    const [, isReadable, now, headCallees, callees, heldCount, due, chunks, unlisted, isTyped, ...pools] =
      overview;
    this.#now = Number(now);
    if (isReadable !== "1") this.#found("engine", "The head of the namespace cannot be read.");
    if (isTyped === "1") this.#found("engine", "The list of pools or of leases is of another type.");
    for (const chunk of String(unlisted)
      .split(",")
      .filter((each) => each !== ""))
      this.#found(
        "index",
        `The list of leases is wrong at ${chunk.slice(0, 40)}: they would not be forgotten in time.`,
      );
    if (Number(headCallees) !== Number(callees))
      this.#found("counts", `There should be ${headCallees} callees, and ${callees} are listed by age.`);
    const { leases, held } = await this.#checkLeases(String(chunks).split(","));
    if (held !== Number(heldCount))
      this.#found("leases", `${held} leases are held, and ${heldCount} wait for their deadline.`);
    for (const row of pools as (readonly (string | number | null)[])[]) {
      const poolId = String(row[0]);
      await this.#attempt(`The pool "${poolId}"`, () => this.#checkPool(row));
    }
    if (this.#due !== Number(due))
      this.#found("parked", `${this.#due} members are to be looked at again, and ${due} wait for it.`);
    for (const list of ["ages", "strays", "held"]) await this.#checkRest(list);
    await this.#checkFields();
    for (const key of this.#leased.keys())
      if (!this.#keys.has(key))
        this.#found("leases", `The number "${slugOfKey(key)}" has leases and is not known.`);
    await this.#checkNumbers([...this.#keys]);
    return {
      pools: pools.length,
      numbers: this.#keys.size,
      leases,
      callees: Math.max(0, Number(callees)),
      findings: [...new Map(this.#findings.map((finding) => [finding.message, finding])).values()],
    };
  }

  #found(law: StoreFinding["law"], message: string): void {
    this.#findings.push({ law, message });
  }

  /** Goes on where something cannot be read, and says so. */
  async #attempt<Result>(what: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!isPoolStoreError(error, "store_corrupt")) throw error;
      this.#found("engine", `${what} cannot be read: Redis holds something else there.`);
      return undefined;
    }
  }

  /** Runs a script of a question that has the caller's time first. */
  #ask(script: Script, ...args: readonly (string | number)[]): Promise<Answer> {
    return this.#parts.client.run(script, [this.#parts.now, ...args]);
  }

  /** Moves time on, as any verb does; if that fails, looks without. */
  async #overview(): Promise<Answer> {
    const { client, scripts, now } = this.#parts;
    const what = "What every verb reads (the head, the numbers that are due)";
    const woken = await this.#attempt(what, () => client.verb(scripts.overview, now, [""]));
    if (woken !== undefined) return woken;
    this.#isStill = true;
    return client.verb(scripts.overview, now, ["1"], { isTimeless: true });
  }

  async #checkGenerations(): Promise<void> {
    const { client, scripts } = this.#parts;
    for (let from = "0"; from !== ""; ) {
      const answer = await client.run(scripts.checkGenerations, [client.generation, from]);
      if (answer[0] === "moved") {
        client.follow(String(answer[1]));
        from = "0";
        continue;
      }
      from = String(answer[1]);
      for (const [law, message] of answer[2] as (readonly [StoreFinding["law"], string])[])
        this.#found(law, message);
    }
  }

  async #checkLeases(chunks: readonly string[]): Promise<{ leases: number; held: number }> {
    const now = this.#now;
    let leases = 0;
    let held = 0;
    for (const chunk of chunks) {
      const [, findings, ...rows] = await this.#ask(this.#parts.scripts.checkLeases, chunk);
      for (const [law, sequence, clause] of findings as (readonly [StoreFinding["law"], string, string])[])
        this.#found(law, sequence === "" ? `${clause}.` : `lease-${sequence} ${clause}.`);
      for (const row of rows as (readonly (string | null)[])[]) {
        const [sequence, state, hasPool, key, acquired, hold, live] = row;
        const at = Number(acquired);
        if (leavesDayAt(at) <= now) continue;
        leases++;
        if (state === "held" && Number(hold) > now - HELD_SEEN_MS) held++;
        if (typeof key !== "string") continue;
        if (hasPool !== "1")
          this.#found("leases", `The lease lease-${sequence} belongs to a pool that is not known.`);
        // A number is forgotten when nothing counts of it any more, and a call that was taken back does not.
        if (state === "released") continue;
        const leased = this.#leased.get(key) ?? new LeasedNumber();
        this.#leased.set(key, leased);
        leased.add(Number(sequence), at, state !== "ended" && Number(live) > now);
      }
    }
    return { leases, held };
  }

  async #checkPool(row: readonly (string | number | null)[]): Promise<void> {
    const [poolId, index, name, rules, load, policy, buckets, isVersion] = row as readonly string[];
    const [size, members, definitions, resting, learned, learnedByAge, hasZone, inOrder, fields] = row
      .slice(8)
      .map(Number) as readonly number[];
    const what = `The pool "${poolId}"`;
    const found = (clause: string) => this.#found("index", `${what} ${clause}.`);
    if (name !== poolId) found("is not called so by its own index");
    if (load === "dead") found("was being loaded by a process that died: load it once more");
    if (rules === "" && load === "") found("has lost its rules");
    if (rules !== "" && isVersion !== "1") found("has a version that was never given");
    if (rules !== "" && load === "" && Number(size) !== members)
      found(`lists ${members} numbers, and its rules say ${size}`);
    if (members !== inOrder) found("lists numbers where they are not looked for");
    if (load === "" && fields !== 2) found(`has ${fields} fields in its definition, and must have 2`);
    if (members !== definitions) found(`lists ${members} numbers, and keeps what ${definitions} are`);
    if (learned !== learnedByAge) found(`has learned ${learned} counts, and lists ${learnedByAge}`);
    if (hasZone !== 1) found("has lost the periods of its time zone");
    const isWhole = rules !== "" && load === "";
    const overview = { poolId, index, rules, policy, buckets } as PoolOverview;
    await this.#checkMembers(overview, isWhole, Number(resting));
    await this.#checkRest(`al:${index}`);
  }

  async #checkMembers(pool: PoolOverview, isWhole: boolean, resting: number): Promise<void> {
    const { client, scripts } = this.#parts;
    const { poolId, index } = pool;
    const tallies = new Map<string, Tally>();
    const rows: MemberRow[] = [];
    let rested = 0;
    let after = "";
    for (let isMore = true; isMore; ) {
      const args = [index, after, PAGE, this.#isStill ? "1" : ""];
      const answer = await client.verb(scripts.checkMembers, this.#parts.now, args, { isTimeless: true });
      const [, more, findings, counts, due, inRest, ...page] = answer;
      isMore = more === "1";
      this.#due += Number(due);
      rested += Number(inRest);
      for (const member of page as MemberRow[]) {
        after = member[0];
        this.#keys.add(after);
        rows.push(member);
      }
      for (const [law, key, clause] of findings as (readonly [StoreFinding["law"], string, string])[])
        this.#found(law, `The number "${slugOfKey(key)}" of the pool "${poolId}" ${clause}.`);
      for (const [id, ...sizes] of counts as (readonly (number | string)[])[]) {
        const tally = tallies.get(String(id)) ?? [0, 0, 0, 0];
        tallies.set(String(id), tally.map((size, at) => size + Number(sizes[at])) as Tally);
      }
    }
    if (rested !== resting)
      this.#found("index", `The pool "${poolId}" counts ${resting} numbers as resting, and has ${rested}.`);
    const { geography, extensions } = this.#parts;
    const { policy, numbers, bucketIds, faults } = checkDefinition(pool, rows, isWhole, {
      geography,
      extensions,
    });
    for (const fault of faults) this.#found("index", fault);
    await this.#checkBuckets(pool, policy, bucketIds, tallies, numbers);
  }

  async #checkBuckets(
    { poolId, index }: PoolOverview,
    policy: Policy | undefined,
    bucketIds: BucketIds | undefined,
    tallies: ReadonlyMap<string, Tally>,
    numbers: readonly PoolNumber[],
  ): Promise<void> {
    const { client, scripts } = this.#parts;
    const names = new Map(Object.entries(bucketIds?.ids ?? {}).map(([name, id]) => [id, name]));
    const last = Math.max(bucketIds?.next ?? 0, ...[...tallies.keys()].map((id) => Number(id) + 1));
    const order = policy?.order.name;
    const hasTime =
      order === "round-robin" || order === "weighted-round-robin" || order === "weighted-random";
    for (let first = 1; first < last; first += PAGE) {
      const ids = Array.from({ length: Math.min(PAGE, last - first) }, (_, at) => first + at);
      const args = ids.map((id) => `${index}:${id}`);
      const [, ...rows] = await client.run(scripts.countBuckets, args);
      for (const [at, row] of (rows as (readonly (number | string)[])[]).entries()) {
        const id = ids[at] as number;
        const [free, waiting, over, isKept, units, isQuick] = row;
        const expected = tallies.get(String(id)) ?? [0, 0, 0, 0];
        const name = names.get(id);
        const what = `The bucket ${name === undefined ? `no. ${id} (no longer there)` : `"${name}"`} of the pool "${poolId}"`;
        const sizes = [free, waiting, over].join(", ");
        const must = expected.slice(0, 3).join(", ");
        if (sizes !== must)
          this.#found(
            "index",
            `${what} lists ${sizes} free, waiting and overflow numbers, and must list ${must}.`,
          );
        if (hasTime && name !== undefined && isKept !== "1" && numbers.length > 0)
          this.#found("index", `${what} has lost its turns.`);
        if (name !== undefined && isQuick !== "1" && numbers.length > 0)
          this.#found("index", `${what} has lost what keeps its order quick.`);
        if (order === "weighted-round-robin" && name !== undefined && Number(units) !== expected[3])
          this.#found("index", `${what} has free numbers of another weight than it says.`);
      }
    }
  }

  async #checkRest(list: string): Promise<void> {
    for (let first = 0; ; first += PAGE) {
      const answer = await this.#ask(this.#parts.scripts.checkRest, list, first, PAGE);
      this.#tell(answer[2]);
      for (const key of (answer[3] as readonly string[] | undefined) ?? []) this.#keys.add(key);
      if (answer[1] !== "1") return;
    }
  }

  async #checkFields(): Promise<void> {
    for (let cursor = "0"; ; ) {
      const [, next, findings] = await this.#ask(this.#parts.scripts.checkFields, cursor, PAGE);
      this.#tell(findings);
      cursor = String(next);
      if (cursor === "0") return;
    }
  }

  /** Findings with the kind and the name of what they are about. */
  #tell(findings: unknown): void {
    type Row = readonly [law: StoreFinding["law"], clause: string, kind: string, name: string];
    for (const [law, clause, kind, name] of findings as readonly Row[])
      this.#found(
        law,
        `${subjectOf(kind, name)}${clause}${kind === "n" || kind === "c" ? "" : tailOf(kind, name)}.`,
      );
  }

  async #checkNumbers(keys: readonly string[]): Promise<void> {
    for (let first = 0; first < keys.length; first += PAGE) {
      const page = keys.slice(first, first + PAGE);
      const whole = await this.#readNumbers(page).catch((error: unknown) => {
        if (!isPoolStoreError(error, "store_corrupt")) throw error;
        return undefined;
      });
      if (whole !== undefined) {
        this.#compareNumbers(page, whole);
        continue;
      }
      for (const key of page) {
        const rows = await this.#attempt(`What the number "${slugOfKey(key)}" carried`, () =>
          this.#readNumbers([key]),
        );
        if (rows !== undefined) this.#compareNumbers([key], rows);
      }
    }
  }

  async #readNumbers(keys: readonly string[]): Promise<readonly (readonly string[])[]> {
    const { client, scripts } = this.#parts;
    const [, ...rows] = await client.run(scripts.readNumbers, ["numbers", ...keys]);
    return rows as (readonly string[])[];
  }

  #compareNumbers(keys: readonly string[], rows: readonly (readonly string[])[]): void {
    const read = new Set(rows.map(([key]) => key));
    for (const row of rows)
      this.#findings.push(...findingsOfNumber(row, this.#leased.get(row[0] as string), this.#now));
    for (const key of keys)
      if (!read.has(key)) this.#found("counts", `Nothing is kept of the number "${slugOfKey(key)}".`);
  }
}

/** What a finding is about, as the beginning of its sentence. Callees are masked. */
function subjectOf(kind: string, name: string): string {
  if (kind === "n") return `The number "${slugOfKey(name)}" `;
  if (kind === "m")
    return `The number "${slugOfKey(name.slice(name.indexOf(":") + 1))}" has a place in a pool that `;
  if (kind === "c") return `The callee ending in ${name.slice(-2)} `;
  return "";
}

/** The same for sentences that stand alone. */
function tailOf(kind: string, name: string): string {
  if (kind === "f") return `: ${JSON.stringify(name.replace(/\d{5,}/g, "…").slice(0, 40))}`;
  if (kind === "l") return `: lease-${name}`;
  return name === "" || kind === "m" ? "" : ` (${kind}${name.slice(0, 40)})`;
}
