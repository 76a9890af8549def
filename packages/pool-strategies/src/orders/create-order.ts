import type { Extensions } from "../extensions.js";
import { registered } from "../registered.js";
import type { AnswerRateRules, OrderName, OrderRules } from "../types.js";
import type { Learned } from "../usage.js";
import { AnswerBook } from "./answer-counts.js";
import { AnswerRate } from "./answer-rate.js";
import { Custom } from "./custom.js";
import { DRAWS } from "./draws.js";
import { LeastLoaded } from "./least-loaded.js";
import { LeastRecentlyUsed } from "./least-recently-used.js";
import type { OrderKind } from "./order.js";
import { PowerOfTwo } from "./power-of-two.js";
import { RandomOrder } from "./random.js";
import { Ranked } from "./ranked.js";
import { firstOfRanking } from "./ranking.js";
import { Rendezvous } from "./rendezvous.js";
import { WeightedRandom } from "./weighted-random.js";
import { WeightedRoundRobin } from "./weighted-round-robin.js";

/** An order that learns nothing. */
type PlainKind = Omit<OrderKind, "name" | "draws" | "learn" | "learned">;

const plainly = { drawsOnJoin: false, watches: false } as const;

const PLAIN_KINDS: Readonly<Record<Exclude<OrderName, "answer-rate" | "custom">, PlainKind>> = {
  "round-robin": { ...plainly, create: (parts) => new WeightedRoundRobin(parts, false) },
  "weighted-round-robin": { ...plainly, create: (parts) => new WeightedRoundRobin(parts, true) },
  random: { ...plainly, create: ({ members }) => new RandomOrder(members) },
  "weighted-random": {
    ...plainly,
    drawsOnJoin: true,
    create: (parts) => new WeightedRandom(parts),
  },
  "least-recently-used": { ...plainly, create: ({ members }) => new LeastRecentlyUsed(members) },
  "least-used": {
    ...plainly,
    watches: true,
    create: ({ members }) => new LeastLoaded(members, "callsInDay"),
  },
  "fewest-in-flight": {
    ...plainly,
    watches: true,
    create: ({ members }) => new LeastLoaded(members, "inFlight"),
  },
  "power-of-two": { ...plainly, create: ({ members }) => new PowerOfTwo(members) },
  rendezvous: {
    ...plainly,
    create({ members }) {
      const rendezvous = new Rendezvous(members);
      return new Ranked(members, ({ callee }, isCandidate) =>
        firstOfRanking(members.size, rendezvous.scoreFor(callee), isCandidate),
      );
    },
  },
};

/**
 * Makes the order of a pool.
 *
 * @param learned From the pool before it was loaded again under an order of the same name; its own members only.
 * @throws PolicyError when a custom order is not registered.
 */
export function createOrderKind(
  rules: OrderRules,
  custom: Extensions["orders"],
  learned: Learned | undefined,
): OrderKind {
  const { name } = rules;
  if (name === "answer-rate") return answerRateKind(rules, learned);
  const plain = name === "custom" ? customKind(rules.use, custom) : PLAIN_KINDS[name];
  return { ...plain, name, draws: DRAWS[name], learn: () => {}, learned: () => undefined };
}

function answerRateKind(rules: AnswerRateRules, learned: Learned | undefined): OrderKind {
  const book = new AnswerBook(rules.halfLifeDays, learned);
  return {
    ...plainly,
    name: "answer-rate",
    draws: DRAWS["answer-rate"],
    create({ members }) {
      const answerRate = new AnswerRate(rules, members);
      return new Ranked(members, ({ link, now, draws }, isCandidate) => {
        const countsOf = (slug: string) => book.counts(slug, link.step, now);
        return firstOfRanking(members.size, answerRate.scoreFor(draws[0] as number, countsOf), isCandidate);
      });
    },
    learn: (slug, step, outcome, now) => book.learn(slug, step, outcome, now),
    learned: () => book.learned(),
  };
}

function customKind(use: string, orders: Extensions["orders"]): PlainKind {
  const order = registered(orders, use, "order.use");
  return {
    ...plainly,
    create({ members }) {
      const custom = new Custom(use, order, members);
      return new Ranked(members, (request, isCandidate) => custom.rank(request).find(isCandidate) ?? -1);
    },
  };
}
