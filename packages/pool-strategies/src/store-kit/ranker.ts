import type { Extensions, RoutedCall } from "../extensions.js";
import type { AnswerCounts } from "../orders/answer-counts.js";
import { AnswerRate } from "../orders/answer-rate.js";
import { Custom } from "../orders/custom.js";
import type { OrderMembers } from "../orders/order.js";
import { topOfRanking } from "../orders/ranking.js";
import { Rendezvous } from "../orders/rendezvous.js";
import { registered } from "../registered.js";
import type { Link, OrderRules, PoolNumber } from "../types.js";

/** What a ranking of one link's numbers is made for. */
export interface RankRequest extends RoutedCall {
  readonly link: Link;
  /** Epoch ms. */
  readonly now: number;
  /** As many as the pool's order draws. */
  readonly draws: readonly number[];
  /** Under `answer-rate`: a number's counts at the link's step, decayed to `now`. */
  readonly countsOf: (slug: string) => AnswerCounts;
}

/** Slugs of a link's numbers, best first, at most 64. */
export type RankLink = (request: RankRequest) => readonly string[];

/**
 * The explicit ranking of an order that has one, for stores that keep their state elsewhere.
 *
 * @param numbers All numbers of the link, by slug.
 * @returns `undefined` for an order that ranks nothing.
 * @throws PolicyError when a custom order is not registered.
 */
export function rankerOf(
  rules: OrderRules,
  numbers: readonly PoolNumber[],
  extensions: Extensions = {},
): RankLink | undefined {
  const members: Pick<OrderMembers, "size" | "slug" | "number" | "weight"> = {
    size: numbers.length,
    slug: (place) => (numbers[place] as PoolNumber).slug,
    number: (place) => numbers[place] as PoolNumber,
    weight: (place) => numbers[place]?.weight ?? 1,
  };
  const slugs = (places: readonly number[]) => places.map((place) => members.slug(place));
  switch (rules.name) {
    case "rendezvous": {
      const rendezvous = new Rendezvous(members);
      return ({ callee }) => slugs(topOfRanking(members.size, rendezvous.scoreFor(callee)));
    }
    case "answer-rate": {
      const answerRate = new AnswerRate(rules, members);
      return ({ draws, countsOf }) =>
        slugs(topOfRanking(members.size, answerRate.scoreFor(draws[0] as number, countsOf)));
    }
    case "custom": {
      const custom = new Custom(rules.use, registered(extensions.orders, rules.use, "order.use"), members);
      return (request) => slugs(custom.rank({ ...request }));
    }
    default:
      return undefined;
  }
}
