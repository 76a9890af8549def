/** How many places an explicit ranking has at most. */
export const MAX_RANKING = 64;

/**
 * The places 0 … size − 1 with the least scores, least first, ties by place;
 * at most {@link MAX_RANKING}. O(size) on the whole, for few of many get in.
 *
 * @param scoreOf May answer anything above `worst` for a score that is above it: such a place does not get in.
 */
export function leastOf(size: number, scoreOf: (place: number, worst: number) => number): readonly number[] {
  const places: number[] = [];
  const scores: number[] = [];
  let worst = Number.POSITIVE_INFINITY;
  for (let place = 0; place < size; place++) {
    const score = scoreOf(place, worst);
    if (places.length === MAX_RANKING) {
      if (score >= worst) continue;
      places.pop();
      scores.pop();
    }
    let at = scores.length;
    while (at > 0 && (scores[at - 1] as number) > score) at--;
    scores.splice(at, 0, score);
    places.splice(at, 0, place);
    if (places.length === MAX_RANKING) worst = scores[MAX_RANKING - 1] as number;
  }
  return places;
}
