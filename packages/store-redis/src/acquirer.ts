import type {
  AcquireRequest,
  AffinityOutcome,
  Grant,
  Lease,
  LinkTrace,
  NumberTrace,
  Reasons,
  Refusal,
  RefusalCode,
  Selection,
  SkippedLink,
  SkipReason,
  Trace,
} from "@dialpool/pool-strategies";
import {
  type CheckedAcquire,
  checkAcquire,
  DRAWS,
  drawFrom,
  isAllowed,
  type RankLink,
  slugKeyOf,
  slugOfKey,
} from "@dialpool/pool-strategies/store-kit";
import type { JournalAnswer, JournaledGrant, JournaledSelection, JournalVeto } from "./journal.js";
import { LearnedCounts } from "./learned-counts.js";
import { LIMIT_NAMES } from "./limit-names.js";
import { exponentialOf } from "./load-plan.js";
import { type Answer, beingLoaded, type NamespaceClient } from "./namespace-client.js";
import type { EncodedChain, PoolDefinition } from "./pool-definition.js";
import type { PoolReader } from "./pool-reader.js";
import type { Scripts } from "./scripts.js";

/** Rankings are made anew this often when outcomes or the clock overtake them; then the latest must do. */
const MAX_RERANKINGS = 64;
/** Definitions are read anew this often. */
const MAX_REREADINGS = 100;

const SKIP_REASONS: Readonly<Record<string, SkipReason>> = {
  n: "no_number",
  l: "all_at_limit",
  u: "all_used_before",
};
const NONE_SKIPPED: readonly SkippedLink[] = Object.freeze([]);

/** What an acquirer works with. */
export interface AcquirerParts {
  readonly client: NamespaceClient;
  readonly scripts: Scripts;
  readonly reader: PoolReader;
}

/** Acquires: makes chains and rankings, asks the script, and reads its answer. */
export class Acquirer {
  readonly #parts: AcquirerParts;
  readonly #learned = new WeakMap<PoolDefinition, LearnedCounts>();
  /** The highest instant that a ranking was asked for, by which the next is made. */
  #latest = 0;

  constructor(parts: AcquirerParts) {
    this.#parts = parts;
  }

  /** @param journalArgs What the journal's fragment is given; absent: it does not run. */
  async acquire(
    request: AcquireRequest,
    journalArgs?: readonly string[],
  ): Promise<Selection | JournaledSelection> {
    const checked = checkAcquire(request);
    const { client, reader } = this.#parts;
    const draws: number[] = [];
    for (let reading = 0; reading < MAX_REREADINGS; reading++) {
      const known = reader.known(request.poolId);
      const pool = known ?? (await reader.definition(request.poolId));
      const chain = pool.encode(pool.route.chainOf(request.callee, request.tags));
      while (draws.length < DRAWS[pool.policy.order.name]) draws.push(drawFrom(request.random));
      const call = new AcquireCall(request, checked, pool, chain, draws, journalArgs);
      if (call.isRanked) {
        call.latest = Math.max(this.#latest, request.now);
        call.learned = this.#learnedOf(pool);
        call.rank(0);
      }
      for (;;) {
        const answer = await client.call("a", request.now, call.text(), call.more());
        if (answer[0] === "stale") break;
        if (answer[0] === "rank") {
          this.#latest = Math.max(this.#latest, Number(answer[2]));
          call.rankAnew(Number(answer[1]) - 1, Number(answer[2]));
        } else if (answer[0] === "counts") {
          await call.learned?.refresh();
          call.rankAnew(0, call.latest);
        } else return call.selectionOf(answer);
      }
      reader.forget(request.poolId, pool);
    }
    throw beingLoaded();
  }

  #learnedOf(pool: PoolDefinition): LearnedCounts | undefined {
    const { order } = pool.policy;
    if (order.name !== "answer-rate") return undefined;
    const known = this.#learned.get(pool);
    if (known !== undefined) return known;
    const { client, scripts } = this.#parts;
    const learned = new LearnedCounts(client, scripts, pool.index, order.halfLifeDays);
    this.#learned.set(pool, learned);
    return learned;
  }
}

/** One call, on its way through the script. */
class AcquireCall {
  /** Epoch ms for which rankings are made. */
  latest = 0;
  learned: LearnedCounts | undefined;
  readonly isRanked: boolean;
  readonly #request: AcquireRequest;
  readonly #checked: CheckedAcquire;
  readonly #pool: PoolDefinition;
  readonly #chain: EncodedChain;
  readonly #draws: readonly number[];
  readonly #journalArgs: readonly string[] | undefined;
  readonly #rankings = new Map<number, readonly string[]>();
  #count = "0";
  #rerankings = 0;

  constructor(
    request: AcquireRequest,
    checked: CheckedAcquire,
    pool: PoolDefinition,
    chain: EncodedChain,
    draws: readonly number[],
    journalArgs: readonly string[] | undefined,
  ) {
    this.#request = request;
    this.#checked = checked;
    this.#pool = pool;
    this.#chain = chain;
    this.#draws = draws;
    this.#journalArgs = journalArgs;
    const { name } = pool.policy.order;
    this.isRanked = name === "rendezvous" || name === "answer-rate" || name === "custom";
  }

  /** Ranks a link ahead of being asked; what goes wrong is for the script to ask for, or not. */
  rank(position: number): void {
    try {
      this.#rank(position);
    } catch {
      this.#rankings.delete(position);
    }
  }

  /** Ranks a link that was asked for; those made for another instant or by other counts are void. */
  rankAnew(position: number, now: number): void {
    const positions = new Set(this.#rankings.keys()).add(position);
    this.#rerankings++;
    this.latest = now;
    for (const each of positions) this.#rank(each);
  }

  #rank(position: number): void {
    const link = this.#chain.links[position];
    const rank: RankLink | undefined = link && this.#pool.rankerOf(link);
    if (link === undefined || rank === undefined) return;
    const { callee, tags } = this.#request;
    if (this.learned !== undefined) this.#count = this.learned.count;
    const slugs = rank({
      callee,
      tags: tags ?? {},
      place: this.#pool.policy.order.name === "custom" ? this.#pool.route.placeOf(callee) : {},
      link,
      now: this.latest,
      draws: this.#draws,
      countsOf: this.learned?.countsOf(link.step, this.latest) ?? (() => ({ answered: 0, attempted: 0 })),
    });
    this.#rankings.set(position, slugs.map(slugKeyOf));
  }

  /** What follows the call's time in its text; see `scripts/acquire.lua`. */
  text(): string {
    const { index, version, policy } = this.#pool;
    const [first = 0, second = 0] = this.#draws;
    const draw = policy.order.name === "weighted-random" ? exponentialOf(first) : first;
    const journalCount = this.#journalArgs === undefined ? "-" : this.#journalArgs.length;
    const texts = this.#hasMore ? 5 : 0;
    return `${index} ${version} ${this.#request.callee.slice(1)} ${this.#checked.holdMs} ${this.#earlyRefusal()} ${this.#chain.ids} ${draw} ${second} ${texts} ${journalCount}`;
  }

  get #hasMore(): boolean {
    return this.isRanked || this.#request.traceNumbers !== undefined;
  }

  /** The texts that come after it. */
  more(): readonly string[] {
    const journalArgs = this.#journalArgs ?? [];
    if (!this.#hasMore) return journalArgs;
    const { traceNumbers } = this.#request;
    const { name } = this.#pool.policy.order;
    const isDated = this.isRanked && name !== "rendezvous" && this.#rerankings < MAX_RERANKINGS;
    const isCounted = name === "answer-rate" && this.#rerankings < MAX_RERANKINGS;
    return [
      name === "answer-rate" ? this.#chain.steps : "",
      this.isRanked
        ? JSON.stringify(Object.fromEntries([...this.#rankings].map(([at, keys]) => [at + 1, keys])))
        : "",
      isDated ? String(this.latest) : "",
      isCounted ? this.#count : "",
      traceNumbers === undefined ? "" : this.#shown(traceNumbers),
      ...journalArgs,
    ];
  }

  #earlyRefusal(): RefusalCode | "-" {
    const { numbers, policy, route } = this.#pool;
    const { allowedCountries } = policy.limits;
    if (numbers.length === 0) return "pool_empty";
    if (allowedCountries === null || isAllowed(allowedCountries, route.placeOf(this.#request.callee)))
      return "-";
    return "country_not_allowed";
  }

  /** The numbers of each link that the trace is to tell of. */
  #shown(bound: number): string {
    return JSON.stringify(
      this.#chain.links.map(({ name }) =>
        this.#pool
          .membersOf(name)
          .slice(0, bound)
          .map(({ slug }) => slugKeyOf(slug)),
      ),
    );
  }

  selectionOf(answer: Answer): Selection | JournaledSelection {
    switch (answer[0]) {
      case "granted":
        return this.#grantOf(answer);
      case "refused":
        return this.#refusalOf(answer);
      case "veto":
        return { ok: false, code: "journal_veto", journal: answer[1] as JournalAnswer } satisfies JournalVeto;
      default:
        throw new Error(
          `The script acquire answered ${JSON.stringify(answer[0])}, which this version does not know.`,
        );
    }
  }

  #grantOf(answer: Answer): Grant | JournaledGrant {
    const [, key, figures, previous = "", trace = null, journal = null] = answer as [
      string,
      string,
      string,
      string?,
      RawTrace?,
      JournalAnswer?,
    ];
    const [sequenceText = "", nowText, position, affinity, overflow, skipped = ""] = figures.split(" ");
    const { poolId, callee } = this.#request;
    const number = this.#pool.numberOf(key);
    const sequence = Number(sequenceText);
    const acquiredAt = Number(nowText);
    const chosen = Number(position) - 1;
    const link = this.#chain.links[chosen];
    const skippedLinks = this.#skippedOf(skipped);
    const reasons: Reasons = {
      affinity: affinity as AffinityOutcome,
      ...(previous === "" ? {} : { previous: slugOfKey(previous) }),
      ...(link === undefined ? {} : { link: link.name, step: link.step }),
      order: this.#pool.policy.order.name,
      skipped: skippedLinks,
      ...(overflow === "1" ? { overflow: true as const } : {}),
      ...this.#traceOf(trace, skippedLinks, chosen),
    };
    const lease: Lease = {
      id: `lease-${sequenceText}`,
      sequence,
      poolId,
      slug: number.slug,
      callee,
      state: "held",
      acquiredAt,
      holdUntil: acquiredAt + this.#checked.holdMs,
    };
    const grant: Grant = { ok: true, callerId: number.number, number, reasons, lease };
    return this.#journalArgs === undefined ? grant : { ...grant, journal };
  }

  #refusalOf(answer: Answer): Refusal {
    const [, code, retryAt, atLatest, affinity, previous, skipped, trace] = answer as [
      string,
      RefusalCode,
      string,
      string,
      AffinityOutcome,
      string,
      string,
      RawTrace,
    ];
    const skippedLinks = this.#skippedOf(skipped);
    const isEarly = ["pool_empty", "country_not_allowed", "callee_limit"].includes(code);
    const reasons: Reasons = {
      affinity,
      ...(previous === "" ? {} : { previous: slugOfKey(previous) }),
      order: this.#pool.policy.order.name,
      skipped: skippedLinks,
      ...(isEarly && trace !== null ? { trace: { links: [] } } : this.#traceOf(trace, skippedLinks, -1)),
    };
    return {
      ok: false,
      code,
      ...(retryAt === "" ? {} : { retryAt: Number(retryAt) }),
      ...(atLatest === "1" ? { atLatest: true as const } : {}),
      reasons,
    };
  }

  #skippedOf(letters: string): readonly SkippedLink[] {
    if (letters === "") return NONE_SKIPPED;
    return [...letters].map((letter, index): SkippedLink => {
      const { name, step } = this.#chain.links[index] as EncodedChain["links"][number];
      return {
        link: name,
        step,
        reason: SKIP_REASONS[letter] as SkipReason,
        size: letter === "n" ? 0 : this.#pool.membersOf(name).length,
      };
    });
  }

  #traceOf(raw: RawTrace, skipped: readonly SkippedLink[], chosen: number): { readonly trace?: Trace } {
    if (raw === null || this.#request.traceNumbers === undefined) return {};
    const links = this.#chain.links.map((link, index): LinkTrace => {
      const [free, freeAt, numbers] = raw[index] ?? ["0", "", []];
      return {
        ...link,
        outcome: index === chosen ? "chosen" : (skipped[index]?.reason ?? "not_reached"),
        size: this.#pool.membersOf(link.name).length,
        free: Number(free),
        ...(freeAt === "" ? {} : { freeAt: Number(freeAt) }),
        numbers: numbers.map(
          ([key, verdict, at]): NumberTrace =>
            ({
              slug: slugOfKey(key),
              verdict: typeof verdict === "number" ? LIMIT_NAMES[verdict - 1] : verdict,
              ...(at === "" ? {} : { freeAt: Number(at) }),
            }) as NumberTrace,
        ),
      };
    });
    return { trace: { links } };
  }
}

/** A trace as the script answers it: of each link who is free, when the first of the others is, and its numbers. */
type RawTrace =
  | readonly (readonly [
      free: string,
      freeAt: string,
      numbers: readonly (readonly [key: string, verdict: string | number, freeAt: string])[],
    ])[]
  | null;
