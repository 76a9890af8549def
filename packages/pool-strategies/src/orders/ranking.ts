/** How many places a ranking has at most. */
export const MAX_RANKING = 64;

/**
 * The score of a place, lowest first. May answer anything above `bound` for a
 * score that is above it, where that is cheaper.
 */
export type ScoreOf = (place: number, bound: number) => number;

/**
 * The first candidate of the ranking of all places 0 … size − 1 by score, then by place; −1 when the
 * first {@link MAX_RANKING} have none.
 *
 * One walk, and nothing is sorted: the best candidate is found, and then it is counted how
 * many others come before it, should there be any.
 */
export function firstOfRanking(
  size: number,
  scoreOf: ScoreOf,
  isCandidate: (place: number) => boolean,
): number {
  let best = -1;
  let bestScore = Number.POSITIVE_INFINITY;
  let isAfterOthers = false;
  for (let place = 0; place < size; place++) {
    const score = scoreOf(place, bestScore);
    if (score > bestScore || (score === bestScore && best >= 0)) continue;
    if (isCandidate(place)) {
      best = place;
      bestScore = score;
    } else isAfterOthers = true;
  }
  if (best < 0 || !isAfterOthers) return best;

  let before = 0;
  for (let place = 0; place < size; place++) {
    if (isCandidate(place)) continue;
    const score = scoreOf(place, bestScore);
    if (score < bestScore || (score === bestScore && place < best)) before++;
    if (before === MAX_RANKING) return -1;
  }
  return best;
}

/** The first {@link MAX_RANKING} of the ranking of all places 0 … size − 1 by score, then by place. */
export function topOfRanking(size: number, scoreOf: ScoreOf): readonly number[] {
  const places: number[] = [];
  const scores: number[] = [];
  let bound = Number.POSITIVE_INFINITY;
  for (let place = 0; place < size; place++) {
    const score = scoreOf(place, bound);
    const isFull = places.length === MAX_RANKING;
    if (isFull && score >= bound) continue;
    let at = isFull ? MAX_RANKING - 1 : places.length;
    for (; at > 0 && (scores[at - 1] as number) > score; at--) {
      scores[at] = scores[at - 1] as number;
      places[at] = places[at - 1] as number;
    }
    scores[at] = score;
    places[at] = place;
    if (places.length === MAX_RANKING) bound = scores[MAX_RANKING - 1] as number;
  }
  return places;
}
