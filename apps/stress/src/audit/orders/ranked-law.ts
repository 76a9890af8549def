import type { CallOutcome, Extensions, OrderRules, Policy } from "@dialpool/pool-strategies";
import { type AnswerCounts, halvingOf, type RankLink, rankerOf } from "@dialpool/pool-strategies/store-kit";
import type { Member } from "../audited-pool.js";
import { byLastSequence, leastOf } from "./least-law.js";
import type { OrderLaw, Pick } from "./order-law.js";

const DAY = 86_400_000;
const NONE = { answered: 0, attempted: 0, at: 0 };

/**
 * `rendezvous`, `answer-rate` and `custom`: the first free one of the ranking, or else the least recently used. The ranking
 * is the package's own pure function; what it learns from, the law counts itself.
 */
export class RankedLaw implements OrderLaw {
  readonly #members: readonly Member[];
  readonly #rules: OrderRules;
  readonly #rank: RankLink;
  readonly #counts = new Map<string, typeof NONE>();
  #unranked = 0;

  constructor(members: readonly Member[], { order }: Policy, extensions: Extensions) {
    const rank = rankerOf(
      order,
      members.map(({ number }) => number),
      extensions,
    );
    if (rank === undefined) throw new RangeError(`The order ${order.name} ranks nothing.`);
    this.#members = members;
    this.#rules = order;
    this.#rank = rank;
  }

  expected({ free, callee, draws, now }: Pick): number {
    const ranking = this.#rank({
      callee,
      tags: {},
      place: {},
      link: { name: "any", step: "any" },
      now,
      draws,
      countsOf: (slug) => this.#countsAt(slug, now),
    });
    const freeBySlug = new Map(free.map((place) => [this.#members[place]?.slug, place]));
    const first = ranking.find((slug) => freeBySlug.has(slug));
    if (first !== undefined) return freeBySlug.get(first) as number;
    this.#unranked++;
    return leastOf(free, (place) => byLastSequence(this.#members[place] as Member, now));
  }

  chose(): void {}

  parked(): void {}

  ended(place: number, outcome: CallOutcome, now: number): void {
    if (this.#rules.name !== "answer-rate" || outcome === "canceled" || outcome === "unknown") return;
    const { slug } = this.#members[place] as Member;
    const { answered, attempted } = this.#countsAt(slug, now);
    const won = outcome === "answered" ? 1 : 0;
    this.#counts.set(slug, { answered: answered + won, attempted: attempted + 1, at: now });
  }

  note(): string {
    return `${this.#unranked} choices by the least recently used, for none of the ranking was free`;
  }

  #countsAt(slug: string, now: number): AnswerCounts {
    const { answered, attempted, at } = this.#counts.get(slug) ?? NONE;
    const halfLifeMs = this.#rules.name === "answer-rate" ? this.#rules.halfLifeDays * DAY : DAY;
    const left = halvingOf((now - at) / halfLifeMs);
    return { answered: answered * left, attempted: attempted * left };
  }
}
