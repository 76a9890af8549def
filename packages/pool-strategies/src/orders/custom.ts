import { rejectInput } from "../errors.js";
import type { CustomOrder, RankedCandidate } from "../extensions.js";
import { createGenerator, hashDraw } from "./hash.js";
import type { OrderMembers, PickRequest } from "./order.js";
import { MAX_RANKING } from "./ranking.js";

/**
 * An order that the user wrote, asked for its ranking of one link's numbers.
 *
 * The first 64 slugs count, repeats left out. Its `random` is the generator
 * seeded with hashDraw(draw), see `hash.ts`.
 */
export class Custom {
  readonly #name: string;
  readonly #order: CustomOrder;
  readonly #members: Pick<OrderMembers, "size" | "slug" | "number" | "weight">;
  /** Made at the first pick, for a bucket may never be asked. */
  #candidates: readonly RankedCandidate[] | undefined;
  readonly #places = new Map<string, number>();

  constructor(
    name: string,
    order: CustomOrder,
    members: Pick<OrderMembers, "size" | "slug" | "number" | "weight">,
  ) {
    this.#name = name;
    this.#order = order;
    this.#members = members;
  }

  /**
   * Places, best first, at most 64.
   *
   * @throws InvalidInputError when the order names a slug that is not in the link.
   */
  rank({ callee, tags, place, link, now, draws }: Omit<PickRequest, "excluded">): readonly number[] {
    this.#candidates ??= this.#list();
    const random = createGenerator(hashDraw(draws[0] as number));
    const ranking = new Set<number>();
    for (const slug of this.#order(this.#candidates, { callee, tags, place, link, now, random })) {
      const ranked = this.#places.get(slug);
      if (ranked === undefined) {
        rejectInput(
          `order.${this.#name}`,
          `It ranked ${JSON.stringify(slug)}, which is no number of the link "${link.name}". Answer slugs of the candidates only.`,
        );
      }
      ranking.add(ranked);
      if (ranking.size === MAX_RANKING) break;
    }
    return [...ranking];
  }

  #list(): readonly RankedCandidate[] {
    const members = this.#members;
    return Array.from({ length: members.size }, (_, place) => {
      const slug = members.slug(place);
      this.#places.set(slug, place);
      return { number: members.number(place), slug, weight: members.weight(place) };
    });
  }
}
