/** How many places an explicit ranking has at most. */
export const MAX_RANKING = 64;

/**
 * The places 0 … size − 1 with the least scores, least first, ties by place;
 * at most {@link MAX_RANKING}. O(size) on the whole, for few of many get in.
 */
export function leastOf(size: number, scoreOf: (place: number) => number): readonly number[] {
  const places: number[] = [];
  const scores: number[] = [];
  for (let place = 0; place < size; place++) {
    const score = scoreOf(place);
    if (places.length === MAX_RANKING) {
      if (!(score < (scores[MAX_RANKING - 1] as number))) continue;
      places.pop();
      scores.pop();
    }
    let at = scores.length;
    while (at > 0 && (scores[at - 1] as number) > score) at--;
    scores.splice(at, 0, score);
    places.splice(at, 0, place);
  }
  return places;
}
