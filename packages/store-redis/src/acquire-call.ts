import type { AcquireRequest, RefusalCode } from "@dialpool/pool-strategies";
import {
  type CheckedAcquire,
  isAllowed,
  type RankLink,
  slugKeyOf,
} from "@dialpool/pool-strategies/store-kit";
import type { LearnedCounts } from "./learned-counts.js";
import { exponentialOf } from "./load-plan.js";
import type { EncodedChain, PoolDefinition } from "./pool-definition.js";

/** Rankings are made anew this often when outcomes or the clock overtake them; then the latest must do. */
const MAX_RERANKINGS = 64;

/** What is asked for. */
export interface AskedCall {
  readonly request: AcquireRequest;
  readonly checked: CheckedAcquire;
  readonly pool: PoolDefinition;
  readonly chain: EncodedChain;
  readonly draws: readonly number[];
  /** What the journal's fragment is given; absent: it does not run. */
  readonly journalArgs: readonly string[] | undefined;
}

/** One call, on its way through the script. */
export class AcquireCall {
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

  constructor({ request, checked, pool, chain, draws, journalArgs }: AskedCall) {
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
}
